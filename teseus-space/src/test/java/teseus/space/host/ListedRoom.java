package teseus.space.host;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import teseus.space.HostId;
import teseus.space.OpId;

/** What room hosts have for what comes in, as a {@link ListedSpace} says. */
final class ListedRoom {
  private final ListedBounds bounds;
  private final List<ListedItem> items;
  private final BiPredicate<ListedItem, HostId> costs;

  /**
   * Of hosts with these limits.
   *
   * @param items what is in the space; read whenever this is asked
   * @param costs whether an item counts at a host
   */
  ListedRoom(ListedBounds bounds, List<ListedItem> items, BiPredicate<ListedItem, HostId> costs) {
    this.bounds = bounds;
    this.items = items;
    this.costs = costs;
  }

  /** Bytes that a host has room for; none if it keeps as many tokens as it may. */
  long free(HostId at) {
    long used = bytes(items.stream().filter(item -> costs.test(item, at)));
    return kept(at) < bounds.tokens() ? Math.max(0, bounds.budget() - used) : 0;
  }

  private long kept(HostId at) {
    return items.stream().filter(item -> item.isKept(at)).count();
  }

  private static long bytes(Stream<ListedItem> items) {
    return items.mapToLong(ListedItem::cost).sum();
  }

  /** Bytes that an open transaction has written. */
  long written(OpId transaction) {
    return bytes(items.stream().filter(item -> transaction.equals(item.writer)));
  }

  /** Whether each host has room for what a transaction has written, beside what that takes. */
  boolean fits(OpId transaction) {
    Map<HostId, List<ListedItem>> coming =
        items.stream()
            .filter(item -> transaction.equals(item.writer))
            .collect(Collectors.groupingBy(item -> Objects.requireNonNull(item.segment).founder()));
    return coming.entrySet().stream().allMatch(each -> fits(each.getKey(), each.getValue()));
  }

  private boolean fits(HostId at, List<ListedItem> all) {
    return kept(at) + all.size() <= bounds.tokens() && bytes(all.stream()) <= free(at);
  }
}
