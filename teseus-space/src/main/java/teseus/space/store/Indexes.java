package teseus.space.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import teseus.space.Condition;
import teseus.space.Template;

/** The indexes of one shelf, and which of them serves a template best. */
final class Indexes {
  private final FieldReader reader;
  private final Map<IndexName, Index> indexes = new HashMap<>();
  private final List<Index> all = new ArrayList<>(); // the same, gone through for every token

  Indexes(FieldReader reader) {
    this.reader = reader;
  }

  boolean has(IndexName name) {
    return indexes.containsKey(name);
  }

  int size() {
    return indexes.size();
  }

  /** A slot's entries, chained, in no index yet. Only reads: if it fails, nothing has changed. */
  @Nullable IndexEntry entries(Slot slot) {
    IndexEntry chain = null;
    for (int i = 0; i < all.size(); i++) {
      chain = entry(all.get(i), slot, chain);
    }
    return chain;
  }

  /**
   * Adds an index, which there must not be, and with it an entry to each slot; one that is shown
   * enters. Reads all slots before it changes anything, in case that fails.
   */
  void make(IndexName name, List<Slot> slots) {
    Index index =
        name.ordered() ? new OrderIndex(reader, name.path()) : new ValueIndex(reader, name.path());
    List<IndexEntry> entries = new ArrayList<>(slots.size());
    for (Slot slot : slots) {
      IndexEntry chain = entry(index, slot, slot.entries);
      if (chain != null && chain != slot.entries) {
        entries.add(chain);
      }
    }
    for (IndexEntry entry : entries) {
      entry.slot().entries = entry;
      if (entry.slot().shown()) {
        entry.enter();
      }
    }
    indexes.put(name, index);
    all.add(index);
  }

  private static @Nullable IndexEntry entry(Index index, Slot slot, @Nullable IndexEntry next) {
    IndexEntry entry = index.entry(slot, next);
    return entry == null ? next : entry;
  }

  /** The fewest slots known to hold every match; null if no index helps. */
  @Nullable Source source(Template template) {
    return indexes.isEmpty() ? null : least(template.conditions());
  }

  private @Nullable Source least(List<Condition> all) {
    Source least = null;
    for (Condition each : all) {
      Source source = source(each);
      if (source != null && (least == null || source.size() < least.size())) {
        least = source;
      }
    }
    return least;
  }

  private @Nullable Source source(Condition condition) {
    if (condition instanceof Condition.Equal equal) {
      return equal(equal.path(), equal.value());
    }
    if (condition instanceof Condition.In in) {
      List<@Nullable Source> each = new ArrayList<>();
      in.values().forEach(value -> each.add(equal(in.path(), value)));
      return union(each);
    }
    if (condition instanceof Condition.Range range) {
      return span(range.path(), Span.of(range));
    }
    if (condition instanceof Condition.Prefix prefix) {
      return span(prefix.path(), Span.of(prefix));
    }
    if (condition instanceof Condition.All all) {
      return least(all.of());
    }
    if (condition instanceof Condition.AnyOf any) {
      List<@Nullable Source> each = new ArrayList<>();
      any.of().forEach(one -> each.add(source(one)));
      return union(each);
    }
    return null; // what is not so, or there at all, is most of the shelf
  }

  private @Nullable Source equal(String path, @Nullable Object value) {
    IndexName name = new IndexName(path, false);
    if (!(indexes.get(name) instanceof ValueIndex index)) {
      return value != null && SortKey.has(value) ? span(path, Span.of(value)) : null;
    }
    ValueIndex.Cell cell = index.find(value);
    return cell == null
        ? new Source(List.of(name), 0, () -> new TreeWalk(null))
        : new Source(List.of(name), cell.size(), () -> new TreeWalk(cell.first()));
  }

  private @Nullable Source span(String path, Span span) {
    IndexName name = new IndexName(path, true);
    return indexes.get(name) instanceof OrderIndex index
        ? new Source(List.of(name), index.size(span), () -> index.walk(span))
        : null;
  }

  private static @Nullable Source union(List<@Nullable Source> each) {
    List<Source> sources = new ArrayList<>(each.size());
    for (Source source : each) {
      if (source == null) {
        return null;
      }
      sources.add(source);
    }
    if (sources.size() == 1) {
      return sources.get(0);
    }
    return new Source(
        sources.stream().flatMap(source -> source.by().stream()).distinct().toList(),
        sources.stream().mapToLong(Source::size).sum(),
        () -> new Merge(sources.stream().map(source -> source.walks().get()).toList()));
  }
}
