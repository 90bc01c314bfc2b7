package teseus.space.store;

import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import teseus.space.Explanation;
import teseus.space.LookUp;
import teseus.space.OpId;
import teseus.space.SessionId;
import teseus.space.Template;
import teseus.space.TokenId;
import teseus.space.wire.Envelope;

/**
 * The tokens of one segment, found by what they contain. A token is put, shown once its PUT is
 * committed, hidden when a take or an expiry of it is appended, and then either forgotten or
 * restored. Reads find what is shown. A change of it is amended when it is appended, for takes, and
 * settled once it is committed, for reads: another slot then stands in its place.
 *
 * <p>Look-ups take the oldest match, through the index, or several, that leaves the fewest
 * candidates. A field gets an index when templates have examined as many tokens in vain as its type
 * has (at least 1,024), or by {@link #declareIndex} and {@link #declareOrderedIndex}. Held tokens
 * are passed one at a time; hidden ones are not met at all.
 *
 * <p>One thread at a time may call, look-ups included. Slots are this store's own: one of another
 * store must not be given to it.
 */
public final class TokenStore {
  private final Shelves shelves;
  private final Lookup lookup;
  private final IdTable ids = new IdTable();
  private final SharedSessions sessions = new SharedSessions();
  private final LeaseHeap leases = new LeaseHeap();
  private final Amendments amendments = new Amendments();
  private int size;
  private long bytes;
  private long largest;
  private long arrivals;
  private long changes;

  /** An empty store. */
  public TokenStore(FieldReader reader) {
    shelves = new Shelves(reader);
    lookup = new Lookup(shelves, reader);
  }

  /**
   * Takes in a token whose PUT was appended. It is not visible until {@link #show}.
   *
   * @param token the token; its bytes are kept, not copied
   * @param lsn of its PUT, which is its age; below others' if the token comes back to an old place
   * @return its slot
   * @throws IllegalStateException if a token of that id is in the store and not gone; nothing
   *     changes
   */
  public Slot put(Envelope token, long lsn) {
    Slot slot = slot(token, lsn);
    requireAbsent(slot);
    slot.shelf().admit(slot);
    ids.add(slot);
    live(slot, 1);
    return slot;
  }

  /** A slot for a token, in nothing yet. */
  private Slot slot(Envelope token, long lsn) {
    TypeShelf shelf = shelves.make(token.type(), token.fields(), arrivals);
    SessionId session = sessions.shared(token.id().write().session());
    return token.version() == 1
        ? new Slot(token, session, shelf, lsn)
        : new ChangedSlot(token, session, shelf, lsn);
  }

  /**
   * The token's PUT is committed: visible from now on, unless it is gone already.
   *
   * @throws IllegalStateException if it was visible before, or is forgotten
   */
  public void show(Slot slot) {
    require(!slot.visible() && !slot.forgotten(), slot, "was shown before or is forgotten");
    slot.setVisible();
    if (slot.shown()) {
      appear(slot);
    }
  }

  /** The slot of a token, whatever its state; null if there is none or it is forgotten. */
  public @Nullable Slot get(TokenId id) {
    return ids.find(id);
  }

  /**
   * A take or an expiry of it was appended: gone for everyone, and held for nobody. The PUT need
   * not be committed yet.
   *
   * @throws IllegalStateException if it is gone already
   */
  public void hide(Slot slot) {
    require(!slot.gone(), slot, "is gone already");
    release(slot);
    if (slot.shown()) {
      leases.remove(latest(slot));
      shelf(slot).hide(slot);
    }
    if (slot.lockedBy() != null) {
      slot.setLockedBy(null);
    }
    slot.setGone(true);
    live(slot, -1);
  }

  /**
   * A token as all that was appended leaves it, which a take gets; the slot itself unless a change
   * of it waits to be committed.
   */
  public Slot latest(Slot slot) {
    return amendments.latest(slot);
  }

  /**
   * A change of a token, or a renewal of its lease, was appended: takes get it as it will be, if
   * they match that too, and its lease ends when that says. Reads find it as it was until {@link
   * #settle}.
   *
   * @param to the token as it will be; its bytes are kept, not copied, and equal bytes in the same
   *     array say that its tuple stays
   * @throws IllegalStateException if it is gone
   */
  public void amend(Slot slot, Envelope to) {
    require(!slot.gone(), slot, "is gone");
    Slot before = latest(slot);
    Slot after = slot(to, slot.lsn());
    bytes += after.cost() - before.cost();
    largest = Math.max(largest, after.cost());
    if (slot.shown()) {
      leases.remove(before);
      leases.add(after);
    }
    amendments.add(slot, after);
    changes++;
  }

  /**
   * The first change of a token that was not committed is: it stands as that left it, at the age it
   * had, held for whom it was.
   *
   * @return the slot in the place of this one, which is forgotten
   * @throws IllegalStateException if it was not amended
   */
  public Slot settle(Slot slot) {
    require(slot.amended(), slot, "was not amended");
    Slot after = amendments.settle(slot);
    TypeShelf from = shelf(slot);
    TypeShelf to = shelves.make(after.shelf().type(), after.fields(), arrivals);
    to.admit(after); // aside, as the other will be
    after.setShelf(to);
    if (slot.visible()) {
      after.setVisible();
    }
    if (slot.shown()) {
      from.hide(slot);
      to.show(after);
      if (after.fields() != slot.fields()) {
        arrived(to);
      }
    } else {
      after.setGone(slot.gone());
    }
    if (from.held().remove(slot)) {
      to.held().add(after);
      after.setHeldBy(slot.heldBy());
    }
    from.drop(slot);
    ids.remove(slot);
    ids.add(after);
    slot.setForgotten(true);
    changes++;
    return after;
  }

  /**
   * What was taken comes back, forgotten or not: under the same id, at the same age, held for
   * nobody, and visible if it was.
   *
   * @throws IllegalStateException if it is not gone, or if a token of that id came in meanwhile;
   *     nothing changes
   */
  public void restore(Slot slot) {
    require(slot.gone(), slot, "is not gone");
    requireAbsent(slot);
    if (slot.forgotten()) {
      TypeShelf shelf = shelves.make(slot.shelf().type(), slot.fields(), arrivals);
      shelf.admit(slot);
      slot.setShelf(shelf);
      ids.add(slot);
      slot.setForgotten(false);
    }
    slot.setGone(false);
    live(slot, 1);
    if (slot.shown()) {
      appear(slot);
    }
  }

  /**
   * The take or the expiry is committed: drops the slot. Only {@link #restore} may use it again.
   *
   * @return the token
   * @throws IllegalStateException if it is not gone, or was forgotten before
   */
  public Envelope forget(Slot slot) {
    require(slot.gone() && !slot.forgotten(), slot, "is not gone or was forgotten before");
    shelf(slot).drop(slot);
    ids.remove(slot);
    slot.setForgotten(true);
    changes++;
    return slot.token();
  }

  /**
   * Keeps a token for a waiter: hidden from other takes, not from reads. Its PUT need not be
   * committed yet; the waiter's own transaction may have read it.
   *
   * @throws IllegalStateException if it is gone, held for another, or taken by a transaction
   */
  public void hold(Slot slot, OpId by) {
    boolean free = slot.heldBy() == null || by.equals(slot.heldBy());
    require(free && !slot.gone() && slot.lockedBy() == null, slot, "cannot be held");
    slot.setHeldBy(by);
    shelf(slot).held().add(slot);
  }

  /** Ends a hold; nothing happens if there is none. */
  public void release(Slot slot) {
    if (slot.heldBy() != null) {
      slot.setHeldBy(null);
      if (slot.readers().isEmpty()) {
        shelf(slot).held().remove(slot);
      }
    }
  }

  /**
   * A transaction takes a token and is not decided yet: hidden from everybody, held for nobody, and
   * its lease waits. It may have read it before.
   *
   * @throws IllegalStateException if it is not visible, a change of it was appended, or another
   *     transaction has locked it
   */
  public void lock(Slot slot, OpId transaction) {
    require(lockable(slot, transaction, slot.heldBy(), true), slot, "is not free");
    unshare(slot, transaction);
    release(slot);
    leases.remove(slot);
    shelf(slot).hide(slot);
    slot.setLockedBy(transaction);
    changes++;
  }

  /** The transaction that took it is aborted: it can be found as before. */
  public void unlock(Slot slot) {
    require(slot.lockedBy() != null, slot, "is not locked");
    slot.setLockedBy(null);
    if (slot.shown()) {
      appear(slot);
    }
  }

  /**
   * A token is on its way to another segment: hidden from everybody until it has gone, by {@link
   * #hide}, or comes back, by {@link #unlock}; its lease waits. What locks it is its own write,
   * that no transaction is named by.
   *
   * @throws IllegalStateException if it is not visible, a change of it was appended, or a
   *     transaction has read or locked it
   */
  public void depart(Slot slot) {
    lock(slot, slot.id().write());
  }

  /** Whether a token may be sent to another segment: visible, and in nobody's hands. */
  public boolean free(Slot slot) {
    return slot.shown() && !slot.amended() && slot.heldBy() == null && !slot.locked();
  }

  /**
   * A transaction has read a token and is not decided yet: nobody else takes it or changes it, and
   * its lease waits.
   *
   * @throws IllegalStateException if it is not visible, or a change of it was appended
   */
  public void share(Slot slot, OpId transaction) {
    require(lockable(slot, transaction, null, false), slot, "cannot be read");
    if (slot.readers().isEmpty()) {
      leases.remove(slot);
      shelf(slot).held().add(slot);
    }
    Set<OpId> readers = new HashSet<>(slot.readers());
    readers.add(transaction);
    slot.setReaders(readers);
  }

  /** A transaction that has read it is over; nothing happens if it had not. */
  public void unshare(Slot slot, OpId transaction) {
    if (!slot.readers().contains(transaction)) {
      return;
    }
    Set<OpId> readers = new HashSet<>(slot.readers());
    readers.remove(transaction);
    slot.setReaders(readers);
    if (slot.readers().isEmpty()) {
      leases.add(slot);
      if (slot.heldBy() == null) {
        shelf(slot).held().remove(slot);
      }
    }
  }

  /**
   * The oldest match that a transaction may lock.
   *
   * @param op the operation, which may have what is held for it; null for none
   * @param take whether to take it
   */
  public @Nullable Slot oldestLockable(
      Template template, OpId transaction, @Nullable OpId op, boolean take) {
    return lookup.oldest(template, slot -> lockable(slot, transaction, op, take));
  }

  /**
   * Whether an operation of a transaction may lock this very token: not while a change of it is
   * being made safe, for what it locks stays as it is.
   */
  public boolean lockable(Slot slot, OpId transaction, @Nullable OpId op, boolean take) {
    return slot.shown() && !slot.amended() && (!take || slot.freeWithin(transaction, op));
  }

  /**
   * The oldest match that a take may have: visible, not gone, not held for another, and a match
   * still if a change of it was appended.
   *
   * @param forOp the take, which may have what is held for it; null for none
   */
  public @Nullable Slot oldestFree(Template template, @Nullable OpId forOp) {
    return lookup.oldest(
        template,
        slot -> slot.freeFor(forOp) && (!slot.amended() || lookup.suits(template, latest(slot))));
  }

  /** The oldest match that a read may have: visible and not gone, held or not. */
  public @Nullable Slot oldestVisible(Template template) {
    return lookup.oldest(template, slot -> true);
  }

  /**
   * Whether some match is on its way: held, locked by a transaction, not yet visible, being changed
   * to or from one, or gone and not yet forgotten. Costs as much as there are such tokens of the
   * type, and tokens being changed.
   */
  public boolean busy(Template template) {
    return lookup.busy(template, slot -> true) || changing(template);
  }

  /** As {@link #busy(Template)}, for a transaction: what it has locked itself does not count. */
  public boolean busy(Template template, OpId transaction) {
    return lookup.busy(template, slot -> !slot.ownedBy(transaction)) || changing(template);
  }

  private boolean changing(Template template) {
    for (Slot slot : amendments.slots()) {
      if (lookup.suits(template, latest(slot)) || lookup.suits(template, slot)) {
        return true;
      }
    }
    return false;
  }

  /** How many matches are visible and not gone. Without conditions nothing is examined. */
  public long count(Template template) {
    return lookup.count(template);
  }

  /**
   * Goes through the matches that reads find, from old to young, those of one record all or none.
   *
   * @param from the least lsn
   * @param end the first lsn that is not wanted
   * @param most candidates to look at, about
   * @param wantsMore is given each match, and says whether the next is wanted
   * @return the lsn to go on from; {@code end} if there is nothing before it
   */
  public long walk(Template template, long from, long end, int most, Predicate<Slot> wantsMore) {
    return lookup.walk(template, from, end, most, wantsMore);
  }

  /**
   * A number that rises by one whenever a token of a type or a subtype becomes visible, by {@link
   * #show}, {@link #restore} or {@link #settle}, and never falls. It starts at 0; for a type that
   * was long without a token, among thousands of others, it may have jumped ahead.
   *
   * @param type null for the count over all types
   */
  public long arrivals(@Nullable String type) {
    return type == null ? arrivals : shelves.arrivals(type);
  }

  /** Tokens that are not gone, visible or not. */
  public int size() {
    return size;
  }

  /** The {@link Envelope#cost} of these tokens, in bytes. */
  public long bytes() {
    return bytes;
  }

  /** The cost of the largest token that ever came, in bytes; 0 if none did. */
  public long largest() {
    return largest;
  }

  /**
   * The visible slots that are not gone, from old to young, found as the iterator goes.
   *
   * @param lsn the least to give
   * @return to go through before the store is changed again: afterwards its iterators throw {@link
   *     ConcurrentModificationException}; go on from the next lsn then
   */
  public Iterable<Slot> fromLsn(long lsn) {
    return () -> new Scan(lsn);
  }

  /** The youngest visible slots that are not gone, the youngest first; a copy. */
  public List<Slot> newest(int most) {
    PriorityQueue<Place> next = new PriorityQueue<>((a, b) -> a.isBefore(b) ? 1 : -1);
    for (TypeShelf shelf : shelves.all()) {
      Place last = shelf.shown().last();
      if (last != null) {
        next.add(last);
      }
    }
    List<Slot> newest = new ArrayList<>();
    for (Place at = next.poll(); at != null && newest.size() < most; at = next.poll()) {
      newest.add(at.slot());
      Place before = Treap.previous(at);
      if (before != null) {
        next.add(before);
      }
    }
    return newest;
  }

  /**
   * Every token that is not gone, visible or not yet, from old to young, as all that was appended
   * leaves it; a copy. What a slot says of its token never changes, so that any thread may read
   * that later.
   */
  public List<Slot> live() {
    List<Slot> live = new ArrayList<>(size);
    for (TypeShelf shelf : shelves.all()) {
      shelf.addLive(live);
    }
    if (!amendments.isEmpty()) {
      live.replaceAll(this::latest);
    }
    live.sort((a, b) -> a.isBefore(b) ? -1 : b.isBefore(a) ? 1 : 0); // merges runs that are sorted
    return live;
  }

  /**
   * The visible token that is not gone and whose lease ends first, as the renewals appended say;
   * null if none ends.
   */
  public @Nullable Slot firstExpiring() {
    return leases.first();
  }

  /**
   * Makes an index on a field now, for good, that serves equality; nothing happens if there is one.
   * Reads every token of the type and its subtypes once.
   *
   * @param type the type, whether or not it has tokens yet
   * @param path field names joined by dots
   */
  public void declareIndex(String type, String path) {
    shelves.declareIndex(type, new IndexName(path, false));
  }

  /**
   * Makes an ordered index, as {@link #declareIndex} one for equality: it serves ranges and
   * prefixes, and equality where nothing else does.
   */
  public void declareOrderedIndex(String type, String path) {
    shelves.declareIndex(type, new IndexName(path, true));
  }

  /**
   * Looks for the oldest visible match of each type (the first {@value Explanation#MOST_TYPES}),
   * and says how. No index comes of it.
   */
  public List<LookUp> explain(Template template) {
    return lookup.explain(template);
  }

  /** Candidates looked at by all look-ups so far. */
  long examined() {
    return lookup.examined();
  }

  private void appear(Slot slot) {
    shelf(slot).show(slot);
    leases.add(latest(slot));
    arrived(shelf(slot));
    changes++;
  }

  private void arrived(TypeShelf shelf) {
    shelf.arrived();
    arrivals++;
  }

  private void live(Slot slot, int sign) {
    long cost = latest(slot).cost();
    size += sign;
    bytes += sign * cost;
    largest = Math.max(largest, cost);
    changes++;
  }

  private static TypeShelf shelf(Slot slot) {
    require(!slot.forgotten(), slot, "is not in this store");
    return slot.shelf();
  }

  private void requireAbsent(Slot slot) {
    Slot known = ids.find(slot.id());
    require(known == null || known.gone(), slot, "is in the store already");
  }

  private static void require(boolean right, Slot slot, String wrong) {
    if (!right) {
      throw new IllegalStateException(slot + " " + wrong);
    }
  }

  /** Goes through all types in the order of age. */
  private final class Scan implements Iterator<Slot> {
    private final Merge merge;
    private final long begun = changes;

    Scan(long lsn) {
      List<Walk> walks = new ArrayList<>();
      for (TypeShelf shelf : shelves.all()) {
        walks.add(new TreeWalk(shelf.shown().from(lsn)));
      }
      merge = new Merge(walks);
    }

    @Override
    public boolean hasNext() {
      return merge.slot() != null;
    }

    @Override
    public Slot next() {
      if (begun != changes) {
        throw new ConcurrentModificationException("the store has changed since the scan began");
      }
      Slot slot = merge.slot();
      if (slot == null) {
        throw new NoSuchElementException();
      }
      merge.step();
      return slot;
    }
  }
}
