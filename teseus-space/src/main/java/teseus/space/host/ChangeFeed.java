package teseus.space.host;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import teseus.space.SegmentId;
import teseus.space.TokenId;
import teseus.space.wire.Beacon;
import teseus.space.wire.Envelope;
import teseus.space.wire.Message.ViewPart;

/**
 * The recent changes of one segment, as the views of other hosts are told of them. Fed with
 * committed records only, in lsn order, at the primary (and at a follower that wants to know them
 * when it is promoted).
 *
 * <p>A reader is at a <i>position</i>. At an lsn {@code p} it knows every token that is there after
 * the records below {@code p}, save some that went out at or above it. A part takes it from {@code
 * from} to {@code to}: it names what came in within that range and is still there, and what went
 * out within it after coming in below {@code from}. Apply what went out first; a token may come
 * back under its id. Parts end where the last beacon ended, so that the next beacon fits on.
 *
 * <p>A position that is not known any more is answered with {@code reset}: pages over the tokens
 * that are there. Between pages the reader is at a cursor, a negative number that only the feed can
 * read; see {@link PageCursors}.
 *
 * <p>One thread owns it.
 */
final class ChangeFeed {
  /** The most changes kept. */
  static final int MAX_CHANGES = 8_192;

  /** The most bytes of tokens kept, fields as they travel. */
  static final long MAX_BYTES = 4 << 20;

  /** The most that the lists of one part are encoded to, in bytes. */
  static final int PART_BYTES = 192 << 10;

  /** The most changes since the last beacon that are worked out for the next one. */
  static final int MOST_SAID = 1_024;

  private static final long UNKNOWN = -1;

  private final SegmentId segment;
  private final int most;
  private final PageCursors cursors;
  private final LsnQueue<Change> changes = new LsnQueue<>();
  private final Map<TokenId, Long> cameIn = new HashMap<>();
  private final LsnQueue<Change> fresh = new LsnQueue<>(); // not made use of yet
  private long floor; // the least position whose following changes are all known
  private long next;
  private long announced;

  /**
   * A change at an lsn.
   *
   * @param token which
   * @param in what came in, as it travels; null if it went out, or came in and is gone since
   * @param out whether it went out; with {@code in}, the token became another
   * @param cameIn if it went out, the lsn it had come in at; {@link #UNKNOWN} if not known any more
   * @param placed its place among the tokens that are there: below the lsn if it was there before,
   *     or had been; {@link #UNKNOWN} if not known any more
   */
  private record Change(
      TokenId token, @Nullable Envelope in, boolean out, long cameIn, long placed) {

    /** What came in by it is not there any more. */
    Change gone() {
      return new Change(token, null, out, cameIn, placed);
    }
  }

  /**
   * The net changes from a position up to another.
   *
   * @param to the first lsn not covered
   * @param added still there
   * @param removed to be applied first
   * @param bytes the most the lists are encoded to
   */
  private record Net(long to, List<Envelope> added, List<TokenId> removed, int bytes) {}

  /**
   * A feed that knows nothing yet.
   *
   * @param segment whose changes
   * @param next the lsn of the next record that commits
   * @param random draws where cursors begin, so that those of another life are not mistaken
   */
  ChangeFeed(SegmentId segment, long next, RandomGenerator random) {
    this(segment, next, MAX_CHANGES, random);
  }

  /** A feed that keeps at most {@code most} changes. */
  ChangeFeed(SegmentId segment, long next, int most, RandomGenerator random) {
    this.segment = segment;
    this.most = most;
    this.cursors = new PageCursors(random);
    this.floor = next;
    this.next = next;
    this.announced = next;
  }

  /** Whose changes. */
  SegmentId segment() {
    return segment;
  }

  /** The lsn of the next record that commits. */
  long next() {
    return next;
  }

  /**
   * A committed record let a token in, for the first time or again.
   *
   * @param placed its place among the tokens that are there
   */
  void added(long lsn, Envelope token, long placed) {
    fresh(lsn, new Change(token.id(), Carried.of(token), false, UNKNOWN, placed));
  }

  /**
   * A committed record made a token another, under its id and in its place.
   *
   * @param placed its place among the tokens that are there
   */
  void changed(long lsn, Envelope token, long placed) {
    fresh(lsn, new Change(token.id(), Carried.of(token), true, UNKNOWN, placed));
  }

  /**
   * A change is made use of when somebody asks; by then there may have been so many that this one
   * need not be.
   */
  private void fresh(long lsn, Change change) {
    advance(lsn);
    fresh.add(lsn, change, cost(change));
    if (fresh.size() > most) {
      changes.clear();
      cameIn.clear();
      floor = fresh.lsn(0) + 1;
      Change unused = fresh.remove();
    } else if (fresh.weight() > MAX_BYTES) {
      absorb();
    }
  }

  /** Whether a beacon may have room for all since the last one; if so they are worked out. */
  private boolean few() {
    if (fresh.size() - fresh.from(announced) > MOST_SAID) {
      return false;
    }
    absorb();
    return true;
  }

  private void absorb() {
    for (int place = 0; place < fresh.size(); place++) {
      long lsn = fresh.lsn(place);
      Change change = fresh.value(place);
      long before = change.out() ? leave(change.token()) : UNKNOWN;
      if (change.in() == null) {
        long placed = before == UNKNOWN ? UNKNOWN : placed(before);
        keep(lsn, new Change(change.token(), null, true, before, placed));
      } else {
        keep(lsn, new Change(change.token(), change.in(), change.out(), before, change.placed()));
        cameIn.put(change.token(), lsn);
      }
      trim();
    }
    fresh.clear();
  }

  private void keep(long lsn, Change change) {
    changes.add(lsn, change, cost(change));
  }

  /** What a token came in as need not be told any more; the lsn of that, if it is known. */
  private long leave(TokenId token) {
    Long in = cameIn.remove(token);
    if (in == null) {
      return UNKNOWN;
    }
    int place = changes.find(in);
    if (place >= 0) {
      Change gone = changes.value(place).gone();
      changes.set(place, gone, cost(gone));
    }
    return in;
  }

  /** A committed record let a token out. */
  void removed(long lsn, TokenId token) {
    fresh(lsn, new Change(token, null, true, UNKNOWN, UNKNOWN));
  }

  private long placed(long in) {
    int place = changes.find(in);
    return place < 0 ? UNKNOWN : changes.value(place).placed();
  }

  /** A committed record changed no token. */
  void passed(long lsn) {
    advance(lsn);
  }

  private void advance(long lsn) {
    if (lsn < next) {
      throw new IllegalArgumentException(
          segment + " has passed lsn " + lsn + ", the next is " + next);
    }
    next = lsn + 1;
  }

  private void trim() {
    while (changes.size() > most || changes.weight() > MAX_BYTES) {
      long lsn = changes.lsn(0);
      Change oldest = changes.remove();
      floor = lsn + 1;
      cameIn.remove(oldest.token(), lsn);
    }
  }

  private static int cost(Change change) {
    return change.in() == null ? Envelope.OVERHEAD : (int) change.in().cost(); // it is small
  }

  /**
   * What the next beacon says of this segment: all since the last one if that is known, at most
   * {@value #MOST_SAID} changes, and its lists are encoded to at most {@code budget} bytes; else
   * only how far it goes.
   *
   * @param epoch led under
   */
  Beacon.Changes announce(long epoch, int budget) {
    boolean few = few();
    long from = announced;
    announced = next;
    if (few && from >= floor) {
      Net net = net(from, next, budget);
      if (net.to() == next) {
        return new Beacon.Changes(epoch, from, next, true, net.added(), net.removed());
      }
    }
    return new Beacon.Changes(epoch, from, next, false, List.of(), List.of());
  }

  /** The most that the lists of the next beacon would be encoded to, in bytes. */
  int announcing() {
    return !few() || announced < floor ? 0 : net(announced, next, Integer.MAX_VALUE).bytes();
  }

  /**
   * Answers a pull.
   *
   * @param from the reader's position, as it asked
   * @param live what the segment holds now
   */
  ViewPart part(long from, LiveTokens live) {
    absorb();
    if (from >= floor && from <= next) {
      long end = Math.max(from, announced);
      Net net = net(from, end, PART_BYTES);
      return new ViewPart(
          segment, from, net.to(), false, net.added(), net.removed(), net.to() < end);
    }
    PageCursors.Page page = from < 0 ? cursors.find(from) : null;
    return page == null || page.asOf() < floor
        ? page(from, true, new PageCursors.Page(0, Math.max(announced, floor)), live)
        : page(from, false, page, live);
  }

  private ViewPart page(long from, boolean reset, PageCursors.Page at, LiveTokens live) {
    List<TokenId> removed = new ArrayList<>();
    List<Envelope> added = new ArrayList<>();
    long asOf = changedSince(at, removed, added);
    int room = PART_BYTES - bytes(removed, added);
    for (var tokens = live.from(at.lsn()); tokens.hasNext(); ) {
      LiveTokens.Placed placed = tokens.next();
      if (placed.lsn() >= asOf) {
        break;
      }
      if (!thereAt(asOf, placed.token().id())) {
        continue; // told as a change later; its end would not be, if it were told now
      }
      Envelope carried = Carried.of(placed.token());
      room -= Carried.bytes(carried);
      if (room < 0) {
        long cursor = cursors.keep(new PageCursors.Page(placed.lsn(), asOf));
        return new ViewPart(segment, from, cursor, reset, added, removed, true);
      }
      added.add(carried);
    }
    return new ViewPart(segment, from, asOf, reset, added, removed, asOf < announced);
  }

  /**
   * What has changed in the pages before this one, as far as half a part holds it; and up to where.
   */
  private long changedSince(PageCursors.Page at, List<TokenId> removed, List<Envelope> added) {
    long end = Math.max(at.asOf(), announced);
    int room = PART_BYTES / 2;
    int before = changes.from(end);
    for (int place = changes.from(at.asOf()); place < before; place++) {
      Change change = changes.value(place);
      if (change.placed() >= at.lsn()) {
        continue; // this page or a later one has it, or nobody was told
      }
      boolean out = change.out() && change.cameIn() < at.asOf();
      Envelope in = change.in();
      int more = (out ? Carried.ID_BYTES : 0) + (in == null ? 0 : Carried.bytes(in));
      if (more > room) {
        return changes.lsn(place);
      }
      room -= more;
      if (out) {
        removed.add(change.token());
      }
      if (in != null) {
        added.add(in);
      }
    }
    return end;
  }

  /** Whether a token that is there now was so, changed or not, after the records below an lsn. */
  private boolean thereAt(long lsn, TokenId token) {
    Long in = cameIn.get(token);
    while (in != null && in >= lsn) {
      int place = changes.find(in);
      if (place < 0 || !changes.value(place).out()) {
        return false;
      }
      in = changes.value(place).cameIn();
    }
    return true;
  }

  private static int bytes(List<TokenId> removed, List<Envelope> added) {
    return removed.size() * Carried.ID_BYTES + added.stream().mapToInt(Carried::bytes).sum();
  }

  private Net net(long from, long to, int budget) {
    List<Envelope> added = new ArrayList<>();
    List<TokenId> removed = new ArrayList<>();
    int size = 0;
    int before = changes.from(to);
    for (int place = changes.from(from); place < before; place++) {
      Change change = changes.value(place);
      Envelope in = change.in();
      boolean out = change.out() && change.cameIn() < from;
      int more = (in == null ? 0 : Carried.bytes(in)) + (out ? Carried.ID_BYTES : 0);
      if (size + more > budget) {
        return new Net(changes.lsn(place), added, removed, size);
      }
      size += more;
      if (in != null) {
        added.add(in);
      }
      if (out) {
        removed.add(change.token());
      }
    }
    return new Net(to, added, removed, size);
  }
}
