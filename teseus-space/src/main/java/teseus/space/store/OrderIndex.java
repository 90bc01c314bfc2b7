package teseus.space.store;

import org.jspecify.annotations.Nullable;
import teseus.space.ValueOrder;

/**
 * The shown slots of one shelf by the value of one field, in the order of values: for ranges and
 * prefixes, and for equality where there is no {@link ValueIndex}. Only slots with a number or a
 * text are in it. Each place knows the size and the oldest of its subtree, so that counting a span,
 * finding its oldest slot and stepping to the next oldest take O(log n), however long the span is.
 */
final class OrderIndex extends Treap implements Index {
  private final FieldReader reader;
  private final String path;

  OrderIndex(FieldReader reader, String path) {
    this.reader = reader;
    this.path = path;
  }

  @Override
  public @Nullable RangeEntry entry(Slot slot, @Nullable IndexEntry next) {
    Object value = reader.field(slot.fields(), path);
    return value != null && SortKey.has(value)
        ? new RangeEntry(slot, this, SortKey.of(value), SortKey.isExact(value), next)
        : null;
  }

  void add(RangeEntry entry) {
    RangeEntry above = null;
    boolean left = false;
    for (RangeEntry at = top(); at != null; at = left ? at.left() : at.right()) {
      above = at;
      left = compare(entry, at) < 0;
    }
    attach(entry, above, left);
  }

  void remove(RangeEntry entry) {
    detach(entry);
  }

  /** How many slots have a value in this span. */
  int size(Span span) {
    return before(span, true) - before(span, false);
  }

  /** The slots with a value in this span, from old to young. */
  Walk walk(Span span) {
    return new RangeWalk(this, span);
  }

  @Nullable RangeEntry top() {
    return (RangeEntry) root();
  }

  /** Below 0 if the entry is before the span, 0 if it is in it, above 0 if it is after it. */
  int place(RangeEntry entry, Span span) {
    if (entry.key() < span.first()) {
      return -1;
    }
    if (entry.key() > span.last()) {
      return 1;
    }
    boolean within = entry.key() > span.first() && entry.key() < span.last();
    return within ? 0 : span.exactly().applyAsInt(value(entry));
  }

  private int before(Span span, boolean orIn) {
    int count = 0;
    RangeEntry at = top();
    while (at != null) {
      int place = place(at, span);
      if (place < 0 || orIn && place == 0) {
        RangeEntry left = at.left();
        count += 1 + (left == null ? 0 : left.size);
        at = at.right();
      } else {
        at = at.left();
      }
    }
    return count;
  }

  private int compare(RangeEntry entry, RangeEntry other) {
    int byKey = Long.compare(entry.key(), other.key());
    if (byKey != 0) {
      return byKey;
    }
    int byValue =
        entry.exact() && other.exact() ? 0 : ValueOrder.compare(value(entry), value(other));
    return byValue != 0 ? byValue : entry.isBefore(other) ? -1 : 1;
  }

  private Object value(RangeEntry entry) {
    Object value = reader.field(entry.slot().fields(), path);
    if (value == null) {
      throw new IllegalStateException(entry.slot() + " has lost its field " + path);
    }
    return value;
  }

  @Override
  void changed(Place place) {
    RangeEntry entry = (RangeEntry) place;
    entry.size = 1;
    entry.oldest = entry;
    add(entry, entry.left());
    add(entry, entry.right());
  }

  @Override
  void changedFrom(@Nullable Place place) {
    for (Place at = place; at != null; at = at.parent) {
      changed(at);
    }
  }

  private static void add(RangeEntry entry, @Nullable RangeEntry below) {
    if (below != null) {
      entry.size += below.size;
      if (below.oldest.isBefore(entry.oldest)) {
        entry.oldest = below.oldest;
      }
    }
  }
}
