package teseus.space.host;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import teseus.space.HostId;
import teseus.space.OpId;
import teseus.space.SegmentId;
import teseus.space.SessionId;
import teseus.space.Template;
import teseus.space.TokenId;
import teseus.space.store.Slot;
import teseus.space.store.TokenStore;
import teseus.space.wire.Message;

/** What operations share at the host that was asked: whom they know, and how they send. */
final class Asking {
  /** Hears when an operation is closed, and when a session is. */
  interface Closed {
    void closed(Operation operation, long now);

    void gone(SessionId session);
  }

  private final AskingParts parts;
  private final Closed listener;
  private final Map<Long, Operation> questions = new HashMap<>();
  private long asks;

  /**
   * Nothing is asked yet.
   *
   * @param firstAsk drawn, so that a late answer to a question of before this start is void
   */
  Asking(AskingParts parts, Closed listener, long firstAsk) {
    this.parts = parts;
    this.listener = listener;
    this.asks = firstAsk;
  }

  Timers timers() {
    return parts.timers();
  }

  Directory directory() {
    return parts.directory();
  }

  HostParts make() {
    return parts.make();
  }

  AskTimes times() {
    return parts.times();
  }

  Credit credit() {
    return parts.credit();
  }

  /** A number for one more question of an operation; the one before is void. */
  long ask(Operation asker, long before) {
    questions.remove(before);
    questions.put(++asks, asker);
    return asks;
  }

  /** How many questions are open. */
  int questions() {
    return questions.size();
  }

  /** Answers to a question are of no use any more. */
  void answered(long ask) {
    questions.remove(ask);
  }

  /** Who asked a question; null if it is void. */
  @Nullable Operation asked(long ask) {
    return questions.get(ask);
  }

  /** Leaves a queue for an operation that is over. */
  void leave(HostId host, OpId op, int turn, SegmentId segment) {
    parts.post().send(host, new Message.Unwait(op, turn, segment));
  }

  /** Sends to whoever leads a segment; false if nobody within reach does. */
  @CanIgnoreReturnValue
  boolean send(SegmentId segment, Message message) {
    Directory.Lead lead = directory().lead(segment);
    if (lead == null) {
      return false;
    }
    parts.post().send(lead.host(), message);
    return true;
  }

  /** The oldest free match in the segments led here, with its segment; null if there is none. */
  @Nullable Match ownFree(Template template) {
    return own(store -> store.oldestFree(template, null));
  }

  /** The oldest match in the segments led here, held for somebody or not; null if none. */
  @Nullable Match ownVisible(Template template) {
    return own(store -> store.oldestVisible(template));
  }

  /** The oldest match in the segments led here that a transaction may lock; null if none. */
  @Nullable Match ownLockable(Template template, OpId transaction, boolean take) {
    return own(store -> store.oldestLockable(template, transaction, null, take));
  }

  /**
   * Whether a match found here may be told without asking R: nobody else can have led its segment,
   * or nobody that was heard from had heard of it.
   *
   * @param sure whether R is to be asked as long as anybody can
   */
  boolean known(Match match, boolean sure) {
    return match.alone() || !sure && upToDate();
  }

  /** As {@link Post#upToDate}. */
  boolean upToDate() {
    return parts.post().upToDate();
  }

  /**
   * Whether R is to be asked before a client is told what a look found: it may have been told
   * things by hosts that knew more of META than this one does.
   *
   * @param heard as {@link Said} has it
   */
  boolean mustAsk(long heard) {
    return !parts.post().goesBy(heard);
  }

  /** The newest state of META that this host has heard of. */
  long heard() {
    return parts.post().heard();
  }

  private @Nullable Match own(Function<TokenStore, @Nullable Slot> look) {
    Match oldest = null;
    for (Led one : parts.led().values()) {
      if (one.segment().open()) {
        Slot slot = look.apply(one.segment().store());
        if (slot != null && (oldest == null || slot.born() < oldest.slot.born())) {
          oldest = new Match(one.segment().id(), slot, one.segment().alone());
        }
      }
    }
    return oldest;
  }

  /** The segments led here. */
  Collection<Led> led() {
    return parts.led().values();
  }

  /** The segment led here that has a token; null if none has. */
  @Nullable SegmentId own(TokenId token) {
    for (Led one : parts.led().values()) {
      if (one.segment().state().has(token)) {
        return one.segment().id();
      }
    }
    return null;
  }

  void closed(Operation operation, long now) {
    listener.closed(operation, now);
  }

  /** A segment has ended a session: nothing more can be done in it there. */
  void gone(SessionId session) {
    listener.gone(session);
  }

  /** Says why segments have not answered, and what would end it. */
  String unavailable(List<SegmentId> segments) {
    return directory().unavailable(segments);
  }

  /**
   * A token found here.
   *
   * @param segment where
   * @param slot its place
   * @param alone whether this store alone holds the segment, so that nobody else can have led it
   */
  record Match(SegmentId segment, Slot slot, boolean alone) {}
}
