package teseus.space.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import teseus.space.OpId;
import teseus.space.SegmentId;
import teseus.space.Tuple;
import teseus.space.wire.Envelope;
import teseus.space.wire.LogRecord;
import teseus.space.wire.TupleCodec;

/** A token that is safe in a log, and what became of it. Steps are those of the agenda. */
final class Kept {
  /** A token as one record left it. */
  static final class Stand {
    private final long version;
    private final OpId by;
    private final Tuple tuple;
    private final Map<String, Long> told = new HashMap<>();
    private long acknowledged = Long.MAX_VALUE;
    private long touched = Long.MAX_VALUE;

    private Stand(Envelope token, OpId by) {
      this.version = token.version();
      this.by = by;
      this.tuple = TupleCodec.decode(token.type(), token.fields());
    }

    long version() {
      return version;
    }

    /** The write or the update that made it so. */
    OpId by() {
      return by;
    }

    Tuple tuple() {
      return tuple;
    }

    /** Whoever made it so is told that it is. */
    void acknowledged(long step) {
      acknowledged = Math.min(acknowledged, step);
    }

    /** The step at which whoever made it so was first told that it is. */
    long acknowledged() {
      return acknowledged;
    }

    /** A client is told that it is so, or was. */
    void told(String client, long step) {
      told.putIfAbsent(client, step);
    }

    /** The step at which a client was first told of it. */
    long told(String client) {
      return told.getOrDefault(client, Long.MAX_VALUE);
    }

    /** The step at which the first record after it on the token was appended, safe or not. */
    long touched() {
      return touched;
    }

    @Override
    public String toString() {
      return tuple + " version " + version;
    }
  }

  private final List<Stand> stands = new ArrayList<>();
  private SegmentId segment;
  private Envelope token;
  private long left = Long.MAX_VALUE;
  private @Nullable OpId taken;
  private long takenAt;
  private boolean expired;

  /** A token that has come in. */
  Kept(Envelope token, OpId by, SegmentId segment) {
    this.token = token;
    this.segment = segment;
    stands.add(new Stand(token, by));
  }

  Envelope token() {
    return token;
  }

  SegmentId segment() {
    return segment;
  }

  Tuple tuple() {
    return last().tuple;
  }

  /** As it was and is, from the first version on. */
  List<Stand> stands() {
    return stands;
  }

  private Stand last() {
    return stands.get(stands.size() - 1);
  }

  /** As it was in a version that is safe; null if there is none. */
  @Nullable Stand stand(long version) {
    return version >= 1 && version <= stands.size() ? stands.get((int) version - 1) : null;
  }

  /**
   * A record on it was appended, which may get lost.
   *
   * @param leaves whether it takes the token away
   */
  void touched(boolean leaves, long step) {
    Stand last = last();
    last.touched = Math.min(last.touched, step);
    if (leaves) {
      left = Math.min(left, step);
    }
  }

  /** The step at which the first record that takes it away was appended, safe or not. */
  long left() {
    return left;
  }

  /** Its lease ends at another time. */
  void renewed(long until) {
    token = token.renewed(until);
  }

  /** It has become another, under its name. */
  void updated(LogRecord.Update update) {
    token = token.updated(update.type(), update.fields());
    stands.add(new Stand(token, update.op()));
  }

  /** It has gone to another segment. */
  void moved(SegmentId to) {
    segment = to;
  }

  /** Somebody has it. */
  void taken(OpId by, long at) {
    taken = by;
    takenAt = at;
  }

  /** Who took it; null if nobody did, or it was put back. */
  @Nullable OpId taken() {
    return taken;
  }

  /** When the record of that was safe, in milliseconds since 1970. */
  long takenAt() {
    return takenAt;
  }

  /** Whoever took it has put it back. */
  void returned() {
    taken = null;
  }

  /** Its lease has ended. */
  void expired() {
    expired = true;
  }

  boolean there() {
    return taken == null && !expired;
  }

  @Override
  public String toString() {
    String fate = expired ? "expired" : taken == null ? "there" : "taken by " + taken;
    return last() + " as " + token.id() + " in " + segment + ", " + fate;
  }
}
