package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import teseus.space.Event;
import teseus.space.HostId;
import teseus.space.Lease;
import teseus.space.OpId;
import teseus.space.Order;
import teseus.space.SegmentId;
import teseus.space.Template;
import teseus.space.Token;
import teseus.space.TokenId;
import teseus.space.Tuple;

/**
 * A space as docs/promises.md tells it, by going through a list. It does what it is asked to at
 * once, and says of what hosts answer whether that is right.
 */
class ListedSpace {
  /** A tuple, from its write on. */
  static final class Item {
    final TokenId id;
    final long term;
    Tuple tuple;
    long version = 1;
    long born;
    long until;
    @Nullable SegmentId segment;
    boolean gone;

    /** The transaction that has written it and is open. */
    @Nullable OpId writer;

    /** The transaction that has taken it and is open. */
    @Nullable OpId taker;

    /** The transactions that have read it and are open. */
    final Set<OpId> readers = new HashSet<>();

    Item(TokenId id, Tuple tuple, long term) {
      this.id = id;
      this.tuple = tuple;
      this.term = term;
    }

    boolean locked() {
      return taker != null || !readers.isEmpty();
    }

    void keep(long now) {
      born = now;
      until = term > Long.MAX_VALUE - now ? Long.MAX_VALUE : now + term;
    }

    @Override
    public String toString() {
      return id + " " + tuple.fields() + " version " + version + " until " + until;
    }
  }

  /**
   * A search that was not answered yet.
   *
   * @param number later ones have higher numbers
   * @param at which host
   * @param template what matches
   * @param take or read
   * @param transaction it is part of, if any
   * @param order which match
   * @param strict whether "none" says that there was none, locked or not
   * @param waits for what comes, and not only for what is locked
   * @param deadline until when it waits
   */
  record Search(
      int number,
      HostId at,
      Template template,
      boolean take,
      @Nullable OpId transaction,
      Order order,
      boolean strict,
      boolean waits,
      long deadline) {}

  final Map<OpId, Long> transactions = new HashMap<>();
  private final List<Item> items = new ArrayList<>(); // from old to young, in each segment
  private final Map<TokenId, List<String>> happened = new HashMap<>();
  private final Template told;
  long now;

  /**
   * Nothing is there.
   *
   * @param told what a subscriber is told of
   */
  ListedSpace(Template told) {
    this.told = told;
  }

  /** Leases end: of transactions first, since what they have locked does not expire before. */
  void time(long ms) {
    now = ms;
    for (OpId each : List.copyOf(transactions.keySet())) {
      if (Objects.requireNonNull(transactions.get(each)) <= now) {
        abort(each);
      }
    }
    expire();
  }

  private void expire() {
    for (Item item : items) {
      if (seen(item) && lapses(item)) {
        end(item, Event.Kind.EXPIRED);
      }
    }
  }

  boolean lapses(Item item) {
    return !item.locked() && item.until <= now;
  }

  /** It is in the space, for all to see that no lock hides it from. */
  private static boolean seen(Item item) {
    return !item.gone && item.writer == null;
  }

  private void end(Item item, Event.Kind how) {
    item.gone = true;
    tell(item, how);
  }

  final void tell(Item item, Event.Kind what) {
    if (told.matches(item.tuple)) {
      happened.computeIfAbsent(item.id, any -> new ArrayList<>()).add(what + " " + item.version);
    }
  }

  /** What a subscriber is told of each token, in this order. */
  Map<TokenId, List<String>> happened() {
    return happened;
  }

  void write(TokenId id, Tuple tuple, long term, @Nullable OpId transaction) {
    Item item = new Item(id, tuple, term);
    item.writer = transaction;
    item.keep(now);
    items.add(item);
    if (transaction == null) {
      tell(item, Event.Kind.WRITTEN);
    }
  }

  void placed(Lease lease) {
    Item item = Objects.requireNonNull(find(lease.token()), "a lease of what was not written");
    item.segment = lease.segment();
    assertThat(lease.until()).as("lease of %s", item).isEqualTo(Instant.ofEpochMilli(item.until));
  }

  void begin(OpId transaction, long lease) {
    transactions.put(transaction, now + lease);
  }

  void extend(OpId transaction, long lease) {
    transactions.replace(transaction, now + lease);
  }

  /** What it has read is free, what it has taken is gone, what it has written is there. */
  void commit(OpId transaction) {
    transactions.remove(transaction);
    for (Item item : List.copyOf(items)) {
      item.readers.remove(transaction);
      if (transaction.equals(item.taker)) {
        item.taker = null;
        end(item, Event.Kind.TAKEN);
      } else if (transaction.equals(item.writer)) {
        item.writer = null;
        show(item);
      }
    }
    expire();
  }

  /** What a transaction has written is born when that is committed. */
  void show(Item item) {
    item.keep(now);
    items.remove(item);
    items.add(item);
    tell(item, Event.Kind.WRITTEN);
  }

  /** All is as if it had never been. */
  void abort(OpId transaction) {
    transactions.remove(transaction);
    items.removeIf(item -> transaction.equals(item.writer));
    for (Item item : items) {
      item.readers.remove(transaction);
      item.taker = transaction.equals(item.taker) ? null : item.taker;
    }
    expire();
  }

  /** A token that anybody may change, renew or end, unless it is locked. */
  @Nullable Item seen(TokenId id) {
    Item item = find(id);
    return item == null || !seen(item) ? null : item;
  }

  @Nullable Item find(TokenId id) {
    return items.stream().filter(item -> item.id.equals(id)).findFirst().orElse(null);
  }

  void change(Item item, Tuple to) {
    item.tuple = to;
    item.version++;
    tell(item, Event.Kind.UPDATED);
  }

  void renew(Item item, long term) {
    item.until = term > Long.MAX_VALUE - now ? Long.MAX_VALUE : now + term;
  }

  void cancelLease(Item item) {
    end(item, Event.Kind.EXPIRED);
  }

  long count(Template template) {
    return there(template).count();
  }

  /** What a walk over all finds. */
  List<TokenId> contents(Template template) {
    return there(template).map(item -> item.id).toList();
  }

  private Stream<Item> there(Template template) {
    return items.stream()
        .filter(item -> seen(item) && item.taker == null && template.matches(item.tuple));
  }

  /** Whether a search may have it. */
  boolean suits(Search search, Item item) {
    boolean visible = item.writer == null || item.writer.equals(search.transaction);
    boolean unread =
        item.readers.isEmpty() || item.readers.equals(asSet(search.transaction)) || !search.take;
    return !item.gone
        && visible
        && item.taker == null
        && unread
        && search.template.matches(item.tuple);
  }

  private static Set<OpId> asSet(@Nullable OpId one) {
    return one == null ? Set.of() : Set.of(one);
  }

  List<Item> candidates(Search search) {
    return items.stream().filter(item -> suits(search, item)).toList();
  }

  /** Whether a transaction, not its own, has locked what it would have else. */
  boolean blocked(Search search) {
    return items.stream()
        .anyMatch(
            item ->
                seen(item)
                    && search.template.matches(item.tuple)
                    && !suits(search, item)
                    && !Objects.equals(item.taker, search.transaction));
  }

  /** A search found a match; it is what is there. */
  Item check(Search search, Token token) {
    Item item = find(token.id());
    assertThat(item).as("%s is given %s, which is not there", search, token).isNotNull();
    Item there = Objects.requireNonNull(item);
    assertThat(token.tuple()).as("%s: %s", search, there).isEqualTo(there.tuple);
    assertThat(token.version()).as("%s: %s", search, there).isEqualTo(there.version);
    assertThat(token.until())
        .as("%s: %s", search, there)
        .isEqualTo(Instant.ofEpochMilli(there.until));
    assertThat(search.template.matches(there.tuple))
        .as("%s is given %s, which does not match", search, there)
        .isTrue();
    return there;
  }

  /** Of several it is the right one: looked for where nothing else goes on. */
  void checkOrder(Search search, Item given) {
    List<Item> all = candidates(search);
    assertThat(all).as("%s may not have %s", search, given).contains(given);
    List<Item> own = all.stream().filter(item -> item.writer != null).toList();
    if (!own.isEmpty()) {
      assertThat(given).as("%s: its own come first", search).isSameAs(own.get(0));
      return;
    }
    assertThat(given)
        .as("%s: the oldest of its segment", search)
        .isSameAs(first(all, item -> Objects.equals(item.segment, given.segment)));
    if (search.order == Order.OLDEST) {
      assertThat(all).as("%s: the oldest", search).noneMatch(item -> item.born < given.born);
    } else if (search.order == Order.NEAR) {
      Item near = first(all, item -> isAt(item, search.at));
      assertThat(near == null || isAt(given, search.at)).as("%s: the nearest", search).isTrue();
    }
  }

  private static @Nullable Item first(List<Item> all, Predicate<Item> wanted) {
    return all.stream().filter(wanted).findFirst().orElse(null);
  }

  private static boolean isAt(Item item, HostId host) {
    return item.segment != null && item.segment.founder().equals(host);
  }

  /** A search has it now. */
  void give(Search search, Item item) {
    if (search.transaction == null) {
      if (search.take) {
        end(item, Event.Kind.TAKEN);
      }
    } else if (search.transaction.equals(item.writer)) {
      if (search.take) {
        items.remove(item);
      }
    } else if (search.take) {
      item.readers.remove(search.transaction);
      item.taker = search.transaction;
    } else {
      item.readers.add(search.transaction);
    }
  }
}
