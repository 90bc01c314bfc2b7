package teseus.space.wire;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import teseus.roulette.Offer;
import teseus.space.HostId;
import teseus.space.SegmentId;
import teseus.space.TokenId;

/**
 * What a host tells all others in its turn: what changed in its segments since its last beacon, and
 * its standing bid.
 *
 * @param host the sender
 * @param store the store that it runs on
 * @param incarnation how often that was started
 * @param sequence 1 and up within the incarnation; a gap means a beacon was missed
 * @param colour the highest snapshot it has seen
 * @param at when, in milliseconds since 1970
 * @param offer its standing bid
 * @param room how many bytes of memory it has left for copies, whatever it bids
 * @param changes by segment it leads, in order
 * @param reaches the hosts it has links with
 * @param meta the version of META it knows
 * @param config digest of its {@code cluster.json}
 * @param functions names of the functions it has registered
 * @param clocks how the clocks of those it hears stand to its own
 * @param skewed whether its own is too far off those of the others for it to lead anything
 */
public record Beacon(
    HostId host,
    long store,
    long incarnation,
    long sequence,
    long colour,
    long at,
    Offer offer,
    long room,
    Map<SegmentId, Changes> changes,
    Set<HostId> reaches,
    long meta,
    String config,
    Set<String> functions,
    Map<HostId, Clock> clocks,
    boolean skewed) {
  /** The most that a beacon is encoded to, in bytes; what does not fit is announced, and pulled. */
  public static final int MAX_BYTES = 64 << 10;

  public Beacon {
    changes = Collections.unmodifiableMap(new TreeMap<>(changes));
    reaches = Set.copyOf(reaches);
    functions = Set.copyOf(functions);
    clocks = Collections.unmodifiableMap(new TreeMap<>(clocks));
  }

  /** Whether the same start of the same store says both. */
  public boolean sameStart(Beacon other) {
    return store == other.store && incarnation == other.incarnation;
  }

  /**
   * How the clock of a host that was heard stands to the sender's.
   *
   * @param store the store that it ran on
   * @param incarnation how often that was started
   * @param ahead by how many milliseconds it is ahead at least, behind if below 0: a beacon that
   *     takes its time makes it less
   */
  public record Clock(long store, long incarnation, long ahead) {}

  /**
   * What changed in one segment.
   *
   * @param epoch led under
   * @param from the first lsn these changes cover
   * @param to the first lsn they do not cover
   * @param whole whether the lists say all of it; if not they are empty, and it must be pulled
   * @param added tokens that came in and are still there; large ones without their fields
   * @param removed tokens that went out, to be applied first
   */
  public record Changes(
      long epoch, long from, long to, boolean whole, List<Envelope> added, List<TokenId> removed) {
    public Changes {
      added = List.copyOf(added);
      removed = List.copyOf(removed);
    }
  }
}
