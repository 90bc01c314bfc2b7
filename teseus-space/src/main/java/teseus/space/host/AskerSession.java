package teseus.space.host;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import teseus.space.OpId;
import teseus.space.SessionId;

/**
 * A session that this host asks in: its own, which numbers operations, or a client's, whose answers
 * it keeps until the client needs them no more.
 */
final class AskerSession {
  /** How far numbers may run ahead of the lowest open one before a new session is begun. */
  static final long WINDOW = 1_024;

  private final SessionId id;
  private final boolean own;
  private final Set<Long> open = new LinkedHashSet<>(); // its own in order, as they are numbered
  private final NavigableMap<Long, Answered> answered = new TreeMap<>();
  private long next = 1;
  private long clientLow = 1;
  private long heard;
  private boolean ending;
  private boolean openedHere;

  /**
   * What a client was told.
   *
   * @param turn under which turn of its session
   * @param part whether it is part of a transaction
   * @param reply which answers every repetition
   */
  record Answered(int turn, boolean part, Reply reply) {}

  AskerSession(SessionId id, boolean own, long now) {
    this.id = id;
    this.own = own;
    this.heard = now;
  }

  SessionId id() {
    return id;
  }

  boolean own() {
    return own;
  }

  /** The lowest number that is still open, or may still be asked for. */
  long low() {
    if (!own) {
      return clientLow;
    }
    return open.isEmpty() ? next : open.iterator().next();
  }

  /** The client says what it still may ask for; answers below are forgotten. */
  void low(long told) {
    if (told > clientLow) {
      clientLow = told;
      answered.headMap(told).clear();
    }
  }

  /** Keeps an answer of a client's, unless it has said that it needs it no more. */
  void answered(OpId op, int turn, boolean part, Reply reply) {
    if (!own && op.number() >= clientLow) {
      answered.put(op.number(), new Answered(turn, part, reply));
    }
  }

  /** What was answered to an operation, if it is kept. */
  @Nullable Answered answer(OpId op) {
    return answered.get(op.number());
  }

  /** An operation that was answered is under way again. */
  void reopened(OpId op) {
    answered.remove(op.number());
    joined(op);
  }

  /** When its client was last heard of. */
  long heard() {
    return heard;
  }

  void heard(long now) {
    heard = now;
  }

  /** A number of its own for one more operation. */
  OpId number() {
    OpId op = new OpId(id, next++);
    open.add(op.number());
    return op;
  }

  void joined(OpId op) {
    open.add(op.number());
  }

  void closed(OpId op) {
    open.remove(op.number());
  }

  /** Its client began it at this very host, which has not forgotten it since. */
  void opened() {
    openedHere = true;
  }

  boolean openedHere() {
    return openedHere;
  }

  /** It ends as soon as it is idle, and needs no answers until then. */
  void ends() {
    ending = true;
    answered.clear();
  }

  /** The operations under way; a copy. */
  List<OpId> open() {
    return open.stream().map(number -> new OpId(id, number)).toList();
  }

  boolean ending() {
    return ending;
  }

  boolean idle() {
    return open.isEmpty();
  }

  /**
   * Whether an operation that takes long holds so many answers back that a new one should begin.
   */
  boolean stuck() {
    return next - low() >= WINDOW;
  }
}
