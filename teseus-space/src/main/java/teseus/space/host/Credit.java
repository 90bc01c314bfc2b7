package teseus.space.host;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import teseus.space.HostId;
import teseus.space.wire.Action;
import teseus.space.wire.Frame;
import teseus.space.wire.FrameCodec;
import teseus.space.wire.Message;
import teseus.space.wire.Portion;

/**
 * How many bytes of aimed messages each other host has been sent and has not answered. What is
 * beyond that waits here, in the order in which it came, and is sent as answers come; the first
 * passes however large it is. So a peer that reads slowly, or is paused, has no more of this host's
 * memory than that, and what goes to others is not held up by it.
 *
 * <p>A message counts once, however often it is sent. It is sent again once the peer has answered
 * what was sent no earlier, which says that it has read it, or the link has lost it. Of what
 * nothing is known about, one at a time is sent again, ever more rarely: else a paused peer would
 * have all of it queued for it again every second.
 */
class Credit {
  /** What a message takes beyond the fields that it carries, about. */
  static final int HEAD = 128;

  /** Above that a message goes in chunks, and those sent after it may come before it. */
  static final int CHUNKED = 192 << 10;

  private static final int MOST_PAUSES = 16;

  /** One aimed message, for as long as it is in flight. */
  static final class Debit {
    private final LongConsumer send;
    private @Nullable Lane lane;
    private long bytes;
    private long sent;

    /**
     * Counts nowhere yet.
     *
     * @param send sends it when there is room for it; it is counted then
     */
    Debit(LongConsumer send) {
      this.send = send;
    }
  }

  private static final class Lane {
    final HostId host;

    /** The one sent longest ago first. */
    final LinkedHashSet<Debit> sent = new LinkedHashSet<>();

    final LinkedHashSet<Debit> waiting = new LinkedHashSet<>();
    long used;
    long sends;
    long answered;
    long answeredChunks;
    long probe;
    long pause;
    boolean pumping;

    Lane(HostId host, long pause) {
      this.host = host;
      this.pause = pause;
    }

    @Nullable Debit next() {
      return waiting.isEmpty() ? null : waiting.iterator().next();
    }

    void count(Debit debit) {
      used += debit.bytes;
      debit.sent = ++sends;
      sent.add(debit);
    }
  }

  private final long most;
  private final long resend;
  private final Map<HostId, Lane> lanes = new HashMap<>(); // of those with a link, used or not

  /**
   * Nothing is under way.
   *
   * @param most bytes, for each host
   * @param resend after how many milliseconds a message that is not answered would be sent again
   */
  Credit(long most, long resend) {
    this.most = most;
    this.resend = resend;
  }

  /**
   * How many bytes an aim takes on a link, about: what it carries, and its head. Reckoned, and not
   * encoded, where it carries a tuple.
   */
  static long bytes(Message.Aim aim) {
    Action action = aim.action();
    if (action instanceof Action.Entry entry) {
      return bytes(entry.fields());
    }
    if (action instanceof Action.Update update) {
      return bytes(update.fields());
    }
    if (action instanceof Action.Commit commit) {
      long all = HEAD;
      for (Portion portion : commit.portions()) {
        all += (long) HEAD * (1 + portion.reads().size() + portion.takes().size());
        for (Portion.Write write : portion.writes()) {
          all += bytes(write.fields());
        }
      }
      return all;
    }
    return action instanceof Action.Cancel
        ? HEAD
        : FrameCodec.encode(new Frame(0, 0, 0, aim)).length;
  }

  /** How many bytes an aim that brings in a tuple takes on a link, about. */
  static long bytes(byte[] fields) {
    return HEAD + fields.length;
  }

  /** The most bytes for one host. */
  long most() {
    return most;
  }

  /**
   * A message is to be sent to a host, for the first time or again. If it counts at another host,
   * it does so no more.
   *
   * @param bytes how many it takes, asked if it does not count there yet
   * @param always whether it is sent even if there is no room for it
   * @return whether it is to be sent now; else it waits, and its {@code send} is called later
   */
  final boolean take(Debit debit, HostId host, LongSupplier bytes, boolean always, long now) {
    Lane before = debit.lane;
    if (before == null || before.host.equals(host)) {
      return take(debit, host, bytes, always);
    }
    leave(debit, before);
    boolean taken = take(debit, host, bytes, always);
    left(before, now); // after that, so that those which waited there do not come before it
    return taken;
  }

  private boolean take(Debit debit, HostId host, LongSupplier bytes, boolean always) {
    Lane lane = lanes.computeIfAbsent(host, this::lane);
    debit.lane = lane;
    if (lane.sent.remove(debit)) {
      debit.sent = ++lane.sends;
      lane.sent.add(debit);
      return true;
    }
    debit.bytes = bytes.getAsLong();
    if (always) {
      lane.waiting.remove(debit);
    } else if (usedUp(lane, debit.bytes)) {
      lane.waiting.add(debit); // where it stands, if it waits already
      return false;
    }
    lane.count(debit);
    return true;
  }

  private Lane lane(HostId host) {
    return new Lane(host, 2 * resend);
  }

  private boolean fits(Lane lane, long bytes) {
    return lane.used == 0 || lane.used + bytes <= most;
  }

  /**
   * Whether a message that was not answered for a while is to be sent again now; else it is asked
   * again after another while.
   */
  final boolean again(Debit debit, long now) {
    Lane lane = debit.lane;
    if (lane == null || debit.sent <= (chunked(debit) ? lane.answeredChunks : lane.answered)) {
      return true;
    }
    if (lane.sent.iterator().next() != debit || now < lane.probe) {
      return false;
    }
    lane.probe = now + lane.pause;
    lane.pause = Math.min(2 * lane.pause, MOST_PAUSES * resend);
    return true;
  }

  private static boolean chunked(Debit debit) {
    return debit.bytes > CHUNKED;
  }

  /** Its host has said something about a message: so it has read what was sent before that. */
  final void answered(Debit debit, long now) {
    Lane lane = debit.lane;
    if (lane != null) {
      lane.answered = Math.max(lane.answered, debit.sent);
      if (chunked(debit)) {
        lane.answeredChunks = Math.max(lane.answeredChunks, debit.sent);
      }
      lane.pause = 2 * resend;
      lane.probe = Math.min(lane.probe, now + resend);
    }
  }

  /** A message is not in flight to its host any more; others are sent in its place. */
  void give(Debit debit, long now) {
    Lane lane = debit.lane;
    if (lane != null) {
      leave(debit, lane);
      left(lane, now);
    }
  }

  private static void leave(Debit debit, Lane lane) {
    debit.lane = null;
    if (lane.sent.remove(debit)) {
      lane.used -= debit.bytes;
    } else {
      lane.waiting.remove(debit);
    }
  }

  private void left(Lane lane, long now) {
    if (lane.pumping) {
      return; // one that was to be sent goes elsewhere instead: the loop below goes on
    }
    lane.pumping = true;
    try {
      for (Debit next = lane.next(); next != null && fits(lane, next.bytes); next = lane.next()) {
        lane.waiting.remove(next);
        lane.count(next);
        next.send.accept(now);
      }
    } finally {
      lane.pumping = false;
    }
  }

  /**
   * The link with a host is gone, and all that was on its way with it. What waited is not called:
   * all of it is sent when somebody leads its segment again.
   */
  final void lost(HostId host) {
    Lane lane = lanes.remove(host);
    if (lane != null) {
      lane.sent.forEach(debit -> debit.lane = null);
      lane.waiting.forEach(debit -> debit.lane = null);
    }
  }

  /** The hosts that a message of so many bytes would have to wait for; the caller's own, if any. */
  final Set<HostId> usedUp(long bytes) {
    Set<HostId> hosts = Set.of();
    for (Lane lane : lanes.values()) {
      if (usedUp(lane, bytes)) {
        hosts = hosts.isEmpty() ? new HashSet<>() : hosts;
        hosts.add(lane.host);
      }
    }
    return hosts;
  }

  /** Whether a message of so many bytes would have to wait for a host. */
  final boolean usedUp(HostId host, long bytes) {
    Lane lane = lanes.get(host);
    return lane != null && usedUp(lane, bytes);
  }

  private boolean usedUp(Lane lane, long bytes) {
    return !lane.waiting.isEmpty() || !fits(lane, bytes);
  }

  /** Bytes that a host was sent and has not answered. */
  final long used(HostId host) {
    Lane lane = lanes.get(host);
    return lane == null ? 0 : lane.used;
  }

  /** How many messages count, or wait for room. */
  final int size() {
    return lanes.values().stream().mapToInt(lane -> lane.sent.size() + lane.waiting.size()).sum();
  }
}
