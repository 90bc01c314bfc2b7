package teseus.space.host;

import java.util.Arrays;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Values by lsn, that come with rising lsns and leave from the lowest on, each with what it weighs.
 * A ring of arrays: a tree would cost an entry and its balance for each record of the log. Weights
 * are kept beside the values, so that one that leaves need not be looked at: it was last long ago.
 */
final class LsnQueue<V> {
  private static final int SMALLEST = 16;

  private long[] lsns = new long[SMALLEST];
  private int[] weights = new int[SMALLEST];
  private @Nullable Object[] values = new @Nullable Object[SMALLEST];
  private int head;
  private int size;
  private long weight;

  int size() {
    return size;
  }

  /** What all of them weigh. */
  long weight() {
    return weight;
  }

  /** Adds a value, whose lsn is above all others. */
  void add(long lsn, V value, int its) {
    if (size > 0 && lsn <= lsn(size - 1)) {
      throw new IllegalArgumentException("lsn " + lsn + " comes after " + lsn(size - 1));
    }
    if (size == values.length) {
      grow();
    }
    int at = at(size++);
    lsns[at] = lsn;
    weights[at] = its;
    values[at] = value;
    weight += its;
  }

  private void grow() {
    long[] moreLsns = new long[2 * size];
    int[] moreWeights = new int[2 * size];
    @Nullable Object[] moreValues = new @Nullable Object[2 * size];
    int first = size - head;
    System.arraycopy(lsns, head, moreLsns, 0, first);
    System.arraycopy(lsns, 0, moreLsns, first, head);
    System.arraycopy(weights, head, moreWeights, 0, first);
    System.arraycopy(weights, 0, moreWeights, first, head);
    System.arraycopy(values, head, moreValues, 0, first);
    System.arraycopy(values, 0, moreValues, first, head);
    lsns = moreLsns;
    weights = moreWeights;
    values = moreValues;
    head = 0;
  }

  /** Drops the value with the lowest lsn, and returns it. */
  V remove() {
    V lowest = value(0);
    values[head] = null;
    weight -= weights[head];
    head = at(1);
    size--;
    return lowest;
  }

  void clear() {
    if (size > 0) {
      Arrays.fill(values, null);
    }
    head = 0;
    size = 0;
    weight = 0;
  }

  /** The lsn at a place; place 0 is the lowest. */
  long lsn(int place) {
    return lsns[at(checked(place))];
  }

  /** The value at a place. */
  @SuppressWarnings("unchecked") // only values are put in
  V value(int place) {
    Object value = values[at(checked(place))];
    if (value == null) {
      throw new IllegalStateException("no value at place " + place);
    }
    return (V) value;
  }

  /** Another value at the same place. */
  void set(int place, V value, int its) {
    int at = at(checked(place));
    weight += its - weights[at];
    weights[at] = its;
    values[at] = value;
  }

  /** The first place with an lsn that is not below this one; {@link #size} if there is none. */
  int from(long lsn) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (lsns[at(middle)] < lsn) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The place of an lsn; -1 if it is not here. */
  int find(long lsn) {
    int place = from(lsn);
    return place < size && lsn(place) == lsn ? place : -1;
  }

  /** The values from an lsn on, in order; to go through before anything changes. */
  Iterable<V> valuesFrom(long lsn) {
    return () -> new Values(from(lsn));
  }

  private int checked(int place) {
    if (place < 0 || place >= size) {
      throw new NoSuchElementException("place " + place + " of " + size);
    }
    return place;
  }

  private int at(int place) {
    return head + place & values.length - 1;
  }

  private final class Values implements Iterator<V> {
    private final int begunHead = head;
    private final int begunSize = size;
    private int next;

    Values(int next) {
      this.next = next;
    }

    @Override
    public boolean hasNext() {
      return next < begunSize;
    }

    @Override
    public V next() {
      if (head != begunHead || size != begunSize) {
        throw new ConcurrentModificationException("values came or left since this began");
      }
      return value(next++);
    }
  }
}
