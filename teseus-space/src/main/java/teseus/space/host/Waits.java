package teseus.space.host;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import teseus.space.HostId;
import teseus.space.OpId;
import teseus.space.SessionId;
import teseus.space.TokenId;
import teseus.space.store.Slot;
import teseus.space.store.TokenStore;
import teseus.space.wire.Envelope;
import teseus.space.wire.Message;
import teseus.space.wire.TupleCodec;

/**
 * Who waits in one segment (PROTOCOL.md, rule 6 d to f): a match is held for the first in the queue
 * that holds nothing here, and that one is called. A hold binds nobody: it lapses.
 */
class Waits {
  /** Serves those who wait at this very host. */
  interface Here {
    /** Takes a token that is held for nobody; false if nothing was done. */
    boolean takes(Message.Wait wait, Slot slot, long now);
  }

  private final Segment segment;
  private final HostId self;
  private final Here here;
  private final Post post;
  private final Timers timers;
  private final long holdMs;
  private final WaitQueue queue = new WaitQueue();
  private long order;

  /**
   * Nobody waits yet.
   *
   * @param here serves those who wait at this host without calling them, if it can
   * @param holdMs how long a token is held for one called
   */
  Waits(Segment segment, HostId self, Here here, Post post, Timers timers, long holdMs) {
    this.segment = segment;
    this.self = self;
    this.here = here;
    this.post = post;
    this.timers = timers;
    this.holdMs = holdMs;
  }

  WaitQueue queue() {
    return queue;
  }

  void onWait(HostId asker, Message.Wait wait, long now) {
    Waiter waiter = queue.get(wait.op());
    if (waiter != null && waiter.newerThan(wait.turn(), wait.number())) {
      return;
    }
    if (waiter == null) {
      waiter = new Waiter(asker, wait, since(wait, now), order++);
      queue.add(waiter);
    } else if (!waiter.is(wait.turn(), wait.number())) {
      waiter = renew(waiter, asker, wait, now);
    }
    post.send(
        asker,
        new Message.Armed(wait.op(), wait.turn(), wait.number(), segment.id(), segment.epoch()));
    if (waiter.held() == null) {
      look(waiter, now);
    }
  }

  /** When it began to wait: its place in the queue. */
  long since(Message.Wait wait, long now) {
    return now - wait.age();
  }

  private Waiter renew(Waiter waiter, HostId asker, Message.Wait wait, long now) {
    Slot slot = letGo(waiter);
    queue.remove(waiter);
    Waiter next = new Waiter(asker, wait, waiter.since(), waiter.order());
    queue.add(next); // in the same place, with nothing declined
    if (slot != null) {
      offer(slot, now);
    }
    return next;
  }

  void onUnwait(Message.Unwait unwait, long now) {
    Waiter waiter = queue.get(unwait.op());
    if (waiter != null && waiter.asked().turn() <= unwait.turn()) {
      gone(waiter, now);
    }
  }

  void onDecline(Message.Decline decline, long now) {
    Waiter waiter = queue.get(decline.op());
    if (waiter != null
        && waiter.is(decline.turn(), decline.number())
        && decline.token().equals(waiter.held())) {
      waiter.decline(decline.token());
      release(waiter, now);
    }
  }

  /**
   * An operation of this very host waits from now on, which has found no match; nothing is said.
   */
  void stand(Message.Wait wait, long now) {
    queue.add(new Waiter(self, wait, since(wait, now), order++));
  }

  /** An operation waits no more: it has taken here, or is over. */
  void leave(OpId op, long now) {
    Waiter waiter = queue.get(op);
    if (waiter != null) {
      gone(waiter, now);
    }
  }

  /**
   * A change of a token, or the end of its lease, was appended: whoever was called for it and
   * cannot have it any more may be called for another at once.
   *
   * @param holder who was called for it until then, if anybody
   */
  void changed(Slot slot, @Nullable OpId holder, long now) {
    Waiter called = holder == null ? null : queue.get(holder);
    if (called == null) {
      if (slot.visible() && !slot.gone()) {
        arriving(slot, now);
      }
    } else if (slot.gone() || !matches(called, latest(slot))) {
      release(called, now);
      look(called, now);
    }
  }

  /** The link to a host broke: what was held for those it asked for goes to the next. */
  void lost(HostId asker, long now) {
    for (Waiter waiter : queue.all()) {
      if (waiter.asker().equals(asker)) {
        gone(waiter, now);
      }
    }
  }

  /** The segment is led here no more: whoever waits goes on at its next primary. */
  void close() {
    for (Waiter waiter : queue.all()) {
      Slot unused = letGo(waiter);
      queue.remove(waiter);
    }
  }

  /** A session has ended: nobody asks for its operations any more. */
  void ended(SessionId session, long now) {
    for (Waiter waiter : queue.all()) {
      if (waiter.op().session().equals(session)) {
        gone(waiter, now);
      }
    }
  }

  /** A token became free: readers are shown it, the first taker is called. */
  void offer(Slot slot, long now) {
    if (queue.idle() || slot.gone() || !slot.visible() || slot.lockedBy() != null) {
      return;
    }
    show(slot, now);
    if (slot.heldBy() == null) {
      Waiter first = firstFor(latest(slot), waiter -> mayTake(waiter, slot));
      if (first != null) {
        call(first, slot, now);
      }
    }
  }

  /**
   * A token was appended and is not committed yet. If the first who waits for it asks from this
   * very host, it has it or is called at once, so that its take goes into the same batch (rule 6j).
   * A transaction locks only what is committed, and is called then.
   */
  void arriving(Slot slot, long now) {
    if (queue.idle()) {
      return;
    }
    Waiter first = firstFor(latest(slot), waiter -> true);
    if (first != null
        && first.asker().equals(self)
        && first.asked().transaction() == null
        && !here.takes(first.asked(), slot, now)) {
      call(first, slot, now);
    }
  }

  /** The oldest taker that is called next if such a token comes, and is wanted; null if none. */
  @Nullable Waiter firstFor(Envelope token, Predicate<Waiter> wanted) {
    return queue.first(
        token,
        true,
        waiter -> !waiter.declined(token.id()) && matches(waiter, token) && wanted.test(waiter));
  }

  void look(Waiter waiter, long now) {
    Slot match = oldest(waiter.asked());
    if (match != null && !waiter.asked().take()) {
      show(waiter, match, now);
    } else if (match != null && !waiter.declined(match.id())) {
      call(waiter, match, now);
    }
  }

  private @Nullable Slot oldest(Message.Wait wait) {
    TokenStore store = segment.store();
    if (wait.transaction() != null) {
      return store.oldestLockable(wait.template(), wait.transaction(), null, wait.take());
    }
    return wait.take()
        ? store.oldestFree(wait.template(), null)
        : store.oldestVisible(wait.template());
  }

  private boolean mayTake(Waiter waiter, Slot slot) {
    OpId transaction = waiter.asked().transaction();
    return transaction == null
        ? !slot.locked()
        : segment.store().lockable(slot, transaction, null, true);
  }

  private boolean mayRead(Waiter waiter, Slot slot) {
    OpId transaction = waiter.asked().transaction();
    return transaction == null || segment.store().lockable(slot, transaction, null, false);
  }

  private void call(Waiter waiter, Slot slot, long now) {
    TokenId token = slot.id();
    segment.store().hold(slot, waiter.op());
    queue.busy(waiter);
    waiter.hold(token, timers.at(now + holdMs, due -> lapsed(waiter, due)));
    Message.Wait wait = waiter.asked();
    post.send(
        waiter.asker(),
        new Message.Call(
            wait.op(), wait.turn(), wait.number(), segment.id(), segment.epoch(), token));
  }

  private void show(Slot slot, long now) {
    for (Waiter next = reader(slot); next != null; next = reader(slot)) {
      show(next, slot, now);
    }
  }

  private @Nullable Waiter reader(Slot slot) {
    Envelope token = slot.token();
    return queue.first(token, false, waiter -> matches(waiter, token) && mayRead(waiter, slot));
  }

  /** Shows a reader a match; it is shown one again later, unless it says that it has it. */
  private void show(Waiter reader, Slot slot, long now) {
    queue.busy(reader);
    reader.hold(slot.id(), timers.at(now + holdMs, due -> lapsed(reader, due)));
    Message.Wait wait = reader.asked();
    Message.Shown shown =
        new Message.Shown(wait.op(), wait.turn(), wait.number(), segment.id(), slot.token());
    segment.whenLed(wait.sure() || !post.upToDate(), () -> post.send(reader.asker(), shown));
  }

  /** A hold lapses: the next in the queue comes first now, this one again if there is no other. */
  private void lapsed(Waiter waiter, long now) {
    Slot slot = letGo(waiter);
    queue.ready(waiter);
    if (slot != null) {
      Waiter next = firstFor(latest(slot), other -> other != waiter && mayTake(other, slot));
      if (next != null) {
        call(next, slot, now);
      }
    }
    look(waiter, now); // also for what came while it could not be called
  }

  /** Lets go of what is held for a waiter, to the next; it may be called again. */
  private void release(Waiter waiter, long now) {
    Slot slot = letGo(waiter);
    queue.ready(waiter);
    if (slot != null) {
      offer(slot, now);
    }
  }

  private void gone(Waiter waiter, long now) {
    Slot slot = letGo(waiter);
    queue.remove(waiter);
    if (slot != null) {
      offer(slot, now);
    }
  }

  /** The token that was held for it and is free again; null if there is none. */
  private @Nullable Slot letGo(Waiter waiter) {
    TokenId held = waiter.held();
    waiter.letGo();
    if (held == null || !waiter.asked().take()) {
      return null;
    }
    Slot slot = segment.store().get(held);
    if (slot == null || !waiter.op().equals(slot.heldBy())) {
      return null;
    }
    segment.store().release(slot);
    return slot.gone() || slot.lockedBy() != null ? null : slot; // unlocked, it is offered again
  }

  /** A token as takes get it. */
  private Envelope latest(Slot slot) {
    return segment.store().latest(slot).token();
  }

  private static boolean matches(Waiter waiter, Envelope token) {
    return TupleCodec.matches(waiter.asked().template(), token.type(), token.fields());
  }
}
