package teseus.space.host;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import teseus.space.OpId;
import teseus.space.TokenId;
import teseus.space.store.Slot;
import teseus.space.store.TokenStore;
import teseus.space.wire.Portion;
import teseus.space.wire.Result;

/**
 * What transactions have locked in one segment and not prepared (PROTOCOL.md, rule 16): memory of
 * its primary, for as long as that leads it without a break. A lock ends with its transaction's
 * lease, whatever is lost. That a transaction is over is remembered for a while, so that a late
 * lock of its is not granted; after that one would be, under another number, and agrees to nothing
 * that was locked before.
 */
final class Locks {
  /** Hears of a token that can be had again. */
  interface Freed {
    void freed(Slot slot, long now);
  }

  private static final class Holder {
    private final long number;
    private final Map<OpId, Result.Locked> granted = new LinkedHashMap<>();
    private final Set<Slot> taken = new LinkedHashSet<>();
    private final Set<Slot> shared = new LinkedHashSet<>();
    private boolean over;
    private boolean agreed;
    private Timers.@Nullable Timer end;

    private Holder(long number) {
      this.number = number;
    }

    private void stop() {
      if (end != null) {
        end.cancel();
        end = null;
      }
    }
  }

  private final Segment segment;
  private final Timers timers;
  private final long remembered;
  private final Freed listener;
  private final Map<OpId, Holder> holders = new HashMap<>();
  private final Map<OpId, Result.Locked> granted = new HashMap<>();
  private long number;

  /**
   * Nothing is locked.
   *
   * @param remembered for how long a transaction that is over is known, in milliseconds
   */
  Locks(Segment segment, Timers timers, long remembered, Freed listener) {
    this.segment = segment;
    this.timers = timers;
    this.remembered = remembered;
    this.listener = listener;
  }

  /** Transactions that hold a lock here. */
  int size() {
    return (int) holders.values().stream().filter(holder -> !holder.over).count();
  }

  /** What an operation has locked, so that it is answered the same again. */
  @Nullable Result granted(OpId op) {
    return granted.get(op);
  }

  /** Whether a transaction is known to be over. */
  boolean over(OpId transaction) {
    Holder holder = holders.get(transaction);
    return holder != null && holder.over;
  }

  /**
   * Locks a token that can be locked.
   *
   * @param op the operation
   * @param take whether it takes
   * @param lease what is left of the transaction's lease
   */
  Result lock(OpId transaction, OpId op, Slot slot, boolean take, long lease, long now) {
    Holder holder = holders.computeIfAbsent(transaction, any -> new Holder(++number));
    TokenStore store = segment.store();
    if (take) {
      store.lock(slot, transaction);
      holder.shared.remove(slot);
      holder.taken.add(slot);
    } else {
      store.share(slot, transaction);
      holder.shared.add(slot);
    }
    Result.Locked locked = new Result.Locked(slot.token(), segment.since(), holder.number);
    holder.granted.put(op, locked);
    granted.put(op, locked);
    lease(transaction, holder, lease, now);
    return locked;
  }

  private void lease(OpId transaction, Holder holder, long lease, long now) {
    holder.stop();
    long until = lease > Long.MAX_VALUE - now ? Long.MAX_VALUE : now + lease;
    holder.end = timers.at(until, due -> end(transaction, due));
  }

  /** The transaction's lease was renewed. */
  void extend(OpId transaction, long lease, long now) {
    Holder holder = holders.get(transaction);
    if (holder != null && !holder.over && holder.end != null) {
      lease(transaction, holder, lease, now);
    }
  }

  /** It is being decided here: its lease does not end its locks any more. */
  void deciding(OpId transaction) {
    Holder holder = holders.get(transaction);
    if (holder != null) {
      holder.stop();
    }
  }

  /** Whether a transaction still holds all that a portion says it has locked. */
  boolean hold(OpId transaction, Portion portion) {
    boolean locks = !portion.reads().isEmpty() || !portion.takes().isEmpty();
    Holder holder = holders.get(transaction);
    if (locks
        && (holder == null
            || holder.number != portion.stake()
            || portion.epoch() != segment.since())) {
      return false;
    }
    if (holder != null && holder.agreed) {
      return true; // it was asked before
    }
    for (TokenId read : portion.reads()) {
      Slot slot = segment.store().get(read);
      if (slot == null || !slot.sharedBy(transaction)) {
        return false;
      }
    }
    for (Portion.Take take : portion.takes()) {
      Slot slot = segment.store().get(take.token());
      if (slot == null || !transaction.equals(slot.lockedBy())) {
        return false;
      }
    }
    return true;
  }

  /** What it has taken is the log's now; what it has only read is free. */
  void handOver(OpId transaction, long now) {
    Holder holder = holders.get(transaction);
    if (holder != null) {
      holder.taken.clear();
    }
    end(transaction, now);
  }

  /** It has only read here, and that has been agreed to: it is free, and agreed to again. */
  void agreed(OpId transaction, long now) {
    end(transaction, now);
    Holder holder = holders.get(transaction);
    if (holder != null) {
      holder.agreed = true;
    }
  }

  /** The segment is led here no more: nothing is locked, but for what is prepared. */
  void close() {
    for (Map.Entry<OpId, Holder> each : holders.entrySet()) {
      Holder holder = each.getValue();
      holder.stop();
      holder.taken.forEach(segment.store()::unlock);
      holder.shared.forEach(slot -> segment.store().unshare(slot, each.getKey()));
    }
    holders.clear();
    granted.clear();
  }

  /** The transaction is over: its locks are. */
  void end(OpId transaction, long now) {
    Holder holder = holders.computeIfAbsent(transaction, any -> new Holder(0));
    if (holder.over) {
      return;
    }
    holder.over = true;
    holder.stop();
    holder.granted.keySet().forEach(granted::remove);
    holder.granted.clear();
    holder.end = timers.at(now + remembered, due -> holders.remove(transaction));
    holder.taken.forEach(segment.store()::unlock);
    holder.shared.forEach(slot -> segment.store().unshare(slot, transaction));
    holder.taken.forEach(slot -> listener.freed(slot, now));
    holder.shared.forEach(slot -> listener.freed(slot, now));
    holder.taken.clear();
    holder.shared.clear();
  }
}
