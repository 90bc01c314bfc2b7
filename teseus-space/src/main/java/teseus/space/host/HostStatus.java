package teseus.space.host;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import teseus.roulette.Offer;
import teseus.space.FieldIndex;
import teseus.space.HostId;
import teseus.space.OpId;
import teseus.space.SegmentId;
import teseus.space.Template;
import teseus.space.wire.Envelope;
import teseus.space.wire.Leaving;

/**
 * How a host stands, for people to see.
 *
 * @param host which
 * @param store which store it runs on
 * @param at when, in milliseconds since 1970
 * @param offer its standing bid
 * @param used bytes that tokens take
 * @param segments what it leads
 * @param waiting who waits here, the oldest first, up to a number
 * @param waitingTotal how many wait
 * @param newest its newest tokens, up to a number
 * @param tokens how many it holds
 * @param reaches the hosts it has links with, itself among them
 * @param peers the peers that it hears
 * @param seenBy how many of these have a link with it, as they say
 * @param strategy how bids become awards now
 * @param meta the version of META it knows
 * @param leader who leads META's voters, as far as it knows
 * @param leaving how far it has come that is to hold nothing any more; empty if it takes part
 * @param skew by how many milliseconds its clock is ahead of the others' at least, behind if below
 *     0, when that is too much; 0 if it is not, or nobody can tell
 * @param indexes those that are declared, as far as it knows
 * @param written tokens written here since its start
 * @param taken tokens taken here since its start
 * @param returned tokens put back here since its start
 * @param expired leases ended here since its start
 * @param functions names of the functions it has registered
 * @param active active tuples it keeps, to be computed
 * @param stranded those among them whose function it does not have registered: they wait for it
 */
public record HostStatus(
    HostId host,
    StoreIdentity store,
    long at,
    Offer offer,
    long used,
    List<Led> segments,
    List<Waits> waiting,
    int waitingTotal,
    List<Envelope> newest,
    int tokens,
    Set<HostId> reaches,
    int peers,
    int seenBy,
    StrategyChoice strategy,
    long meta,
    Optional<HostId> leader,
    Optional<Leaving> leaving,
    long skew,
    SortedSet<FieldIndex> indexes,
    long written,
    long taken,
    long returned,
    long expired,
    Set<String> functions,
    int active,
    int stranded) {
  /**
   * A segment it leads.
   *
   * @param id which
   * @param epoch under which
   * @param open whether clients are served
   * @param lsn the first that is not committed
   * @param tokens how many
   * @param bytes what they cost
   * @param waiters who wait in its queue
   * @param copies the stores that hold it, the primary first, members before those that follow
   * @param lacking why fewer stores hold it than are asked for, or cannot be reached; null if
   *     enough can
   * @param leaving why a host that is drained still has it; null if none has
   */
  public record Led(
      SegmentId id,
      long epoch,
      boolean open,
      long lsn,
      int tokens,
      long bytes,
      int waiters,
      List<Copy> copies,
      @Nullable String lacking,
      @Nullable String leaving) {
    public Led {
      copies = List.copyOf(copies);
    }
  }

  /**
   * A copy of a segment.
   *
   * @param host where
   * @param member whether it is waited for
   * @param linked whether it is within reach
   * @param behind how many records it is behind the primary; -1 if that is not known
   */
  public record Copy(HostId host, boolean member, boolean linked, long behind) {}

  /**
   * One who waits.
   *
   * @param op the operation
   * @param host who asks for it
   * @param template what it waits for
   * @param take whether it takes or reads
   * @param age how long it has waited, in milliseconds
   */
  public record Waits(OpId op, HostId host, Template template, boolean take, long age) {}
}
