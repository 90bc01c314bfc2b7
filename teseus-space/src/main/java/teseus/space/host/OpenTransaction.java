package teseus.space.host;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import teseus.space.OpId;
import teseus.space.SegmentId;
import teseus.space.Template;
import teseus.space.TokenId;
import teseus.space.TransactionAbortedException;
import teseus.space.TransactionAbortedException.Reason;
import teseus.space.wire.Envelope;
import teseus.space.wire.Portion;
import teseus.space.wire.Result;
import teseus.space.wire.TupleCodec;

/**
 * One transaction at the host that it was begun at: what it has locked where, and what it has
 * written, which is kept here and seen by nobody else until it is committed.
 */
final class OpenTransaction {
  /** How far it is. */
  enum Stage {
    /** It takes operations. */
    OPEN,
    /** Its first segment was asked to decide. */
    COMMITTING,
    /** All of it is done. */
    COMMITTED,
    /** Nothing of it is done. */
    ABORTED,
    /** One of the two; whoever asked has not heard. */
    UNKNOWN
  }

  /**
   * Something it has written.
   *
   * @param token as it will be, but for its birth and lease
   * @param term how long to keep it
   * @param segment where its auction puts it
   * @param sale the auction
   */
  record Unseen(Envelope token, long term, SegmentId segment, Sale sale) {}

  private static final class Stake {
    private final Set<TokenId> reads = new LinkedHashSet<>();
    private final Map<TokenId, OpId> takes = new LinkedHashMap<>();
    private long epoch;
    private long number;
  }

  private final OpId id;
  private final int turn;
  private final @Nullable String client;
  private final Map<SegmentId, Stake> stakes = new LinkedHashMap<>();
  private final Map<TokenId, Unseen> writes = new LinkedHashMap<>();
  private final Set<LockOperation> running = new LinkedHashSet<>();
  private final Set<CommitOperation> commits = new LinkedHashSet<>();
  private Stage stage = Stage.OPEN;
  private @Nullable TransactionAbortedException why;
  private long until;
  private int steps;
  private long bytes;
  private Timers.@Nullable Timer alarm;
  private Timers.@Nullable Timer extending;

  OpenTransaction(OpId id, int turn, @Nullable String client) {
    this.id = id;
    this.turn = turn;
    this.client = client;
  }

  /** Whether it is this client's; what counts for no client is nobody's. */
  boolean isOf(@Nullable String whom) {
    return client != null && client.equals(whom);
  }

  /** The turn of its session that it was begun under: it does not outlive it. */
  int turn() {
    return turn;
  }

  OpId id() {
    return id;
  }

  Stage stage() {
    return stage;
  }

  /** What to say to whoever asks something of it, unless it is open. */
  TransactionAbortedException over() {
    return why != null
        ? why
        : new TransactionAbortedException(
            Reason.COMMITTED,
            "transaction " + id + " was asked to commit before; this was not done");
  }

  /**
   * It is further.
   *
   * @param reason why it is aborted; null if it is not
   */
  void stage(Stage next, @Nullable TransactionAbortedException reason) {
    stage = next;
    why = reason;
  }

  /** When its lease ends. */
  long until() {
    return until;
  }

  void lease(long ends, Timers.Timer wakes) {
    until = ends;
    stop();
    alarm = wakes;
  }

  void extending(Timers.@Nullable Timer next) {
    if (extending != null) {
      extending.cancel();
    }
    extending = next;
  }

  /** Its lease does nothing any more. */
  void stop() {
    if (alarm != null) {
      alarm.cancel();
      alarm = null;
    }
    extending(null);
  }

  /** One more operation; how many there were. */
  int step() {
    return ++steps;
  }

  /** Its operations under way. */
  Set<LockOperation> running() {
    return running;
  }

  /** Its commits under way: one, but for a client that asks for another meanwhile. */
  Set<CommitOperation> commits() {
    return commits;
  }

  /** The bytes it has written. */
  long bytes() {
    return bytes;
  }

  void wrote(Unseen one) {
    stakes.computeIfAbsent(one.segment(), any -> new Stake());
    writes.put(one.token().id(), one);
    bytes += one.token().cost();
  }

  /** The oldest match among what it has written itself; null if there is none. */
  @Nullable Unseen own(Template template) {
    for (Unseen one : writes.values()) {
      if (TupleCodec.matches(template, one.token().type(), one.token().fields())) {
        return one;
      }
    }
    return null;
  }

  /** It takes what it has written itself: nobody will ever see it. */
  void tookBack(Unseen one) {
    writes.remove(one.token().id());
    bytes -= one.token().cost();
  }

  /** It is over: what it has locked and written is of no use any more. */
  void forget() {
    stakes.clear();
    writes.clear();
    bytes = 0;
  }

  List<Unseen> writes() {
    return List.copyOf(writes.values());
  }

  /**
   * A token is locked for it.
   *
   * @return whether the segment has kept all that was locked in it before
   */
  boolean locked(SegmentId segment, Result.Locked locked, OpId op, boolean take) {
    Stake stake = stakes.computeIfAbsent(segment, any -> new Stake());
    boolean kept =
        stake.epoch == 0 || stake.epoch == locked.epoch() && stake.number == locked.stake();
    stake.epoch = locked.epoch();
    stake.number = locked.stake();
    TokenId token = locked.token().id();
    if (take) {
      stake.reads.remove(token);
      stake.takes.put(token, op);
    } else if (!stake.takes.containsKey(token)) {
      stake.reads.add(token);
    }
    return kept;
  }

  /** Where it has locked something. */
  List<SegmentId> lockedAt() {
    return stakes.entrySet().stream()
        .filter(each -> each.getValue().epoch > 0)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** What each segment has to do, in the order in which it came to them. */
  List<Portion> portions() {
    List<Portion> portions = new ArrayList<>();
    stakes.forEach(
        (segment, stake) -> {
          List<Portion.Take> takes = new ArrayList<>();
          stake.takes.forEach((token, op) -> takes.add(new Portion.Take(op, token)));
          List<Portion.Write> incoming = new ArrayList<>();
          for (Unseen one : writes.values()) {
            if (one.segment().equals(segment)) {
              Envelope token = one.token();
              incoming.add(new Portion.Write(token.id(), token.type(), token.fields(), one.term()));
            }
          }
          if (stake.epoch > 0 || !incoming.isEmpty()) {
            portions.add(
                new Portion(
                    segment, stake.epoch, stake.number, List.copyOf(stake.reads), takes, incoming));
          }
        });
    return portions;
  }
}
