package teseus.space.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import teseus.space.OpId;
import teseus.space.Template;
import teseus.space.Tuple;
import teseus.space.wire.Envelope;

/** The store as its Javadoc says it, by scanning a list. */
final class ListModel {
  private static final Comparator<Item> BY_AGE =
      Comparator.<Item>comparingLong(item -> item.lsn).thenComparingLong(item -> item.born);

  /** What a token becomes once that is committed. */
  record Change(Envelope token, Tuple tuple) {}

  /** One token. */
  static final class Item {
    final long lsn;
    final long born;
    final ArrayDeque<Change> changes = new ArrayDeque<>();
    Slot slot;
    Tuple tuple;
    boolean visible;
    boolean gone;
    boolean forgotten;
    @Nullable OpId heldBy;

    Item(Slot slot, Tuple tuple) {
      this.slot = slot;
      this.tuple = tuple;
      this.lsn = slot.lsn();
      this.born = slot.token().born();
    }

    Envelope latest() {
      return changes.isEmpty() ? slot.token() : changes.getLast().token;
    }

    Tuple latestTuple() {
      return changes.isEmpty() ? tuple : changes.getLast().tuple;
    }

    boolean shown() {
      return visible && !gone;
    }
  }

  final List<Item> items = new ArrayList<>();

  @Nullable Slot oldestFree(Template template, @Nullable OpId op) {
    return oldest(
        template,
        item ->
            (item.heldBy == null || item.heldBy.equals(op))
                && template.matches(item.latestTuple()));
  }

  @Nullable Slot oldest(Template template, Predicate<Item> wanted) {
    return shown(template).filter(wanted).min(BY_AGE).map(item -> item.slot).orElse(null);
  }

  Stream<Item> shown(Template template) {
    return items.stream().filter(Item::shown).filter(item -> template.matches(item.tuple));
  }

  boolean busy(Template template) {
    return items.stream()
        .filter(item -> !item.forgotten)
        .anyMatch(
            item ->
                template.matches(item.tuple)
                    ? item.gone || !item.visible || item.heldBy != null || !item.changes.isEmpty()
                    : template.matches(item.latestTuple()));
  }

  List<Slot> between(Template template, long from, long end) {
    return shown(template)
        .filter(item -> item.lsn >= from && item.lsn < end)
        .sorted(BY_AGE)
        .map(item -> item.slot)
        .toList();
  }

  long firstEnd() {
    return shown(Template.any())
        .mapToLong(item -> item.latest().until())
        .min()
        .orElse(Long.MAX_VALUE);
  }

  Stream<Item> live() {
    return items.stream().filter(item -> !item.gone);
  }

  Optional<Item> pick(int random, Predicate<Item> wanted) {
    List<Item> fit = items.stream().filter(wanted).toList();
    return fit.isEmpty() ? Optional.empty() : Optional.of(fit.get(random % fit.size()));
  }
}
