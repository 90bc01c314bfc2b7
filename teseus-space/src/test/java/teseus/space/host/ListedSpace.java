package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
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
import teseus.space.Template;
import teseus.space.Token;
import teseus.space.TokenId;
import teseus.space.Tuple;

/**
 * A space as docs/promises.md tells it, by going through a list. It does what it is asked to at
 * once, and says of what hosts answer whether that is right.
 */
class ListedSpace {
  /** What a subscriber is told of. */
  static final Template TOLD = Template.ofType("job").where("n", 1);

  /** A transaction that is open. */
  static final class Begun {
    final HostId at;
    final @Nullable String client;
    long until;
    int steps;

    Begun(HostId at, @Nullable String client, long until) {
      this.at = at;
      this.client = client;
      this.until = until;
    }
  }

  final Map<OpId, Begun> transactions = new HashMap<>();
  private final List<ListedItem> items = new ArrayList<>(); // from old to young, in each segment
  private final Map<TokenId, List<String>> happened = new HashMap<>();
  final ListedActives actives = new ListedActives(this::next);
  final ListedRoom room;
  long now;

  /**
   * Nothing is there.
   *
   * @param bounds the limits of each host
   */
  ListedSpace(ListedBounds bounds) {
    this.room = new ListedRoom(bounds, items, this::costs);
  }

  /** Leases end: of transactions first, since what they have locked does not expire before. */
  void time(long ms) {
    now = ms;
    for (OpId each : List.copyOf(transactions.keySet())) {
      if (begun(each).until <= now) {
        abort(each);
      }
    }
    expire();
  }

  private void expire() {
    for (ListedItem item : items) {
      if (item.seen() && lapses(item)) {
        end(item, Event.Kind.EXPIRED);
      }
      item.gone |= item.active() && lapses(item);
    }
  }

  boolean lapses(ListedItem item) {
    return !item.locked() && item.until <= now;
  }

  private void end(ListedItem item, Event.Kind how) {
    item.gone = true;
    tell(item, how);
  }

  final void tell(ListedItem item, Event.Kind what) {
    if (TOLD.matches(item.tuple())) {
      happened.computeIfAbsent(item.id, any -> new ArrayList<>()).add(what + " " + item.version);
    }
  }

  /** What a subscriber is told of each token, in this order. */
  Map<TokenId, List<String>> happened() {
    return happened;
  }

  void write(TokenId id, Tuple tuple, long term, @Nullable OpId transaction) {
    ListedItem item = new ListedItem(id, tuple, term);
    item.writer = transaction;
    item.keep(now);
    items.add(item);
    if (transaction == null) {
      tell(item, Event.Kind.WRITTEN);
    }
  }

  void placed(Lease lease) {
    ListedItem item =
        Objects.requireNonNull(find(lease.token()), "a lease of what was not written");
    item.segment = lease.segment();
    assertThat(lease.until()).as("lease of %s", item).isEqualTo(Instant.ofEpochMilli(item.until));
  }

  void begin(OpId transaction, HostId at, @Nullable String client, long lease) {
    transactions.put(transaction, new Begun(at, client, now + lease));
  }

  Begun begun(OpId transaction) {
    return Objects.requireNonNull(transactions.get(transaction));
  }

  /** How many are open that were begun at a host, by one client or, if that is null, by all. */
  long open(HostId at, @Nullable String client) {
    return transactions.values().stream()
        .filter(one -> one.at.equals(at) && (client == null || client.equals(one.client)))
        .count();
  }

  void extend(OpId transaction, long lease) {
    begun(transaction).until = now + lease;
  }

  /** What it has read is free, what it has taken is gone, what it has written is there. */
  void commit(OpId transaction) {
    transactions.remove(transaction);
    for (ListedItem item : List.copyOf(items)) {
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
  void show(ListedItem item) {
    item.keep(now);
    items.remove(item);
    items.add(item);
    tell(item, Event.Kind.WRITTEN);
  }

  /** All is as if it had never been. */
  void abort(OpId transaction) {
    transactions.remove(transaction);
    items.removeIf(item -> transaction.equals(item.writer));
    for (ListedItem item : items) {
      item.readers.remove(transaction);
      item.taker = transaction.equals(item.taker) ? null : item.taker;
    }
    expire();
  }

  /** A token that anybody may change, unless it is locked. */
  @Nullable ListedItem seen(TokenId id) {
    ListedItem item = find(id);
    return item == null || !item.seen() ? null : item;
  }

  /** A token whose lease anybody may renew or end, unless it is locked; it may be active. */
  @Nullable ListedItem leased(TokenId id) {
    ListedItem item = find(id);
    return item == null || !item.seen() && !item.active() ? null : item;
  }

  @Nullable ListedItem find(TokenId id) {
    return items.stream().filter(item -> item.id.equals(id)).findFirst().orElse(null);
  }

  void change(ListedItem item, Tuple to) {
    item.becomes(to);
    item.version++;
    tell(item, Event.Kind.UPDATED);
  }

  void renew(ListedItem item, long term) {
    item.until = ListedItem.until(term, now);
  }

  void cancelLease(ListedItem item) {
    if (item.active()) {
      item.gone = true;
    } else {
      end(item, Event.Kind.EXPIRED);
    }
  }

  /** Something is to be computed, where it is {@link #placed}. */
  void eval(TokenId id, String function, Tuple argument, long term) {
    ListedItem item = new ListedItem(id, argument, term);
    item.function = function;
    item.keep(now);
    items.add(item);
  }

  /** A host has it to compute. */
  void computes(HostId at, TokenId id) {
    actives.add(at, Objects.requireNonNull(find(id)));
  }

  /** Which of those that are due a host computes. */
  ListedItem next(List<ListedItem> due) {
    return due.remove(0);
  }

  /** What was computed takes the place, as old as it is then, for as long as the lease says. */
  void computed(HostId at, ListedItem item, Tuple result) {
    if (item.active()) {
      item.function = null;
      item.becomes(result);
      item.born = now;
      items.remove(item);
      items.add(item);
      tell(item, Event.Kind.WRITTEN);
    }
    actives.ended(at, item);
  }

  /** Whether an item counts at a host: what a transaction writes, at the one it was begun at. */
  boolean costs(ListedItem item, HostId at) {
    return item.writer == null ? item.isKept(at) : begun(item.writer).at.equals(at);
  }

  long count(Template template) {
    return there(template).count();
  }

  /** What a walk over all finds. */
  List<TokenId> contents(Template template) {
    return there(template).map(item -> item.id).toList();
  }

  private Stream<ListedItem> there(Template template) {
    return items.stream()
        .filter(item -> item.seen() && item.taker == null && template.matches(item.tuple()));
  }

  /** Whether a search may have it. */
  boolean suits(ListedSearch search, ListedItem item) {
    boolean visible =
        item.function == null && (item.writer == null || item.writer.equals(search.transaction()));
    boolean unread =
        item.readers.isEmpty()
            || item.readers.equals(asSet(search.transaction()))
            || !search.take();
    return !item.gone
        && visible
        && item.taker == null
        && unread
        && search.template().matches(item.tuple());
  }

  private static Set<OpId> asSet(@Nullable OpId one) {
    return one == null ? Set.of() : Set.of(one);
  }

  /** Whether a search that was not answered counts among what is under way at its host. */
  boolean underWay(ListedSearch search) {
    return true;
  }

  List<ListedItem> candidates(ListedSearch search) {
    return items.stream().filter(item -> suits(search, item)).toList();
  }

  /** Whether a transaction, not its own, has locked what it would have else. */
  boolean blocked(ListedSearch search) {
    return items.stream()
        .anyMatch(
            item ->
                item.seen()
                    && search.template().matches(item.tuple())
                    && !suits(search, item)
                    && !Objects.equals(item.taker, search.transaction()));
  }

  /** A search found a match; it is what is there. */
  ListedItem check(ListedSearch search, Token token) {
    ListedItem item = find(token.id());
    assertThat(item).as("%s is given %s, which is not there", search, token).isNotNull();
    ListedItem there = Objects.requireNonNull(item);
    assertThat(token.tuple()).as("%s: %s", search, there).isEqualTo(there.tuple());
    assertThat(token.version()).as("%s: %s", search, there).isEqualTo(there.version);
    assertThat(token.until())
        .as("%s: %s", search, there)
        .isEqualTo(Instant.ofEpochMilli(there.until));
    assertThat(search.template().matches(there.tuple()))
        .as("%s is given %s, which does not match", search, there)
        .isTrue();
    return there;
  }

  /** Of several it is the right one: looked for where nothing else goes on. */
  void checkOrder(ListedSearch search, ListedItem given) {
    List<ListedItem> all = candidates(search);
    assertThat(all).as("%s may not have %s", search, given).contains(given);
    List<ListedItem> own = all.stream().filter(item -> item.writer != null).toList();
    if (!own.isEmpty()) {
      assertThat(given).as("%s: its own come first", search).isSameAs(own.get(0));
      return;
    }
    assertThat(given)
        .as("%s: the oldest of its segment", search)
        .isSameAs(first(all, item -> Objects.equals(item.segment, given.segment)));
    if (search.order() == Order.OLDEST) {
      assertThat(all).as("%s: the oldest", search).noneMatch(item -> item.born < given.born);
    } else if (search.order() == Order.NEAR) {
      ListedItem near = first(all, item -> item.isAt(search.at()));
      assertThat(near == null || given.isAt(search.at())).as("%s: the nearest", search).isTrue();
    }
  }

  private static @Nullable ListedItem first(List<ListedItem> all, Predicate<ListedItem> wanted) {
    return all.stream().filter(wanted).findFirst().orElse(null);
  }

  /** A search has it now. */
  void give(ListedSearch search, ListedItem item) {
    if (search.transaction() == null) {
      if (search.take()) {
        end(item, Event.Kind.TAKEN);
      }
    } else if (search.transaction().equals(item.writer)) {
      if (search.take()) {
        items.remove(item);
      }
    } else if (search.take()) {
      item.readers.remove(search.transaction());
      item.taker = search.transaction();
    } else {
      item.readers.add(search.transaction());
    }
  }
}
