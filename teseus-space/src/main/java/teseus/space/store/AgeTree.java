package teseus.space.store;

import org.jspecify.annotations.Nullable;

/**
 * Slots from old to young. Adding the youngest, removing any and stepping to the next take constant
 * time on average; adding anywhere else and searching take O(log n).
 */
class AgeTree extends Treap {
  private @Nullable Place first;
  private @Nullable Place last;
  private int size;

  /** How many there are. */
  public final int size() {
    return size;
  }

  /** The oldest; null if there is none. */
  public final @Nullable Place first() {
    return first;
  }

  /** The youngest; null if there is none. */
  final @Nullable Place last() {
    return last;
  }

  /** The oldest place whose slot has this lsn or a greater one. */
  final @Nullable Place from(long lsn) {
    Place found = null;
    Place at = root();
    while (at != null) {
      if (at.slot().lsn() >= lsn) {
        found = at;
        at = at.left;
      } else {
        at = at.right;
      }
    }
    return found;
  }

  /** Adds a place that is in no tree. */
  final void add(Place place) {
    size++;
    Place end = last;
    if (end == null) {
      first = place;
      last = place;
      attach(place, null, false);
    } else if (place.isBefore(end)) {
      addBefore(place, end);
    } else {
      last = place;
      attach(place, end, false);
    }
  }

  private void addBefore(Place place, Place end) {
    Place root = root();
    Place at = root == null ? end : root;
    while (true) {
      Place below = place.isBefore(at) ? at.left : at.right;
      if (below == null) {
        break;
      }
      at = below;
    }
    boolean left = place.isBefore(at);
    if (left && at == first) {
      first = place;
    }
    attach(place, at, left);
  }

  /** Removes a place that is in this tree. */
  final void remove(Place place) {
    if (place == first) {
      first = next(place);
    }
    if (place == last) {
      last = previous(place);
    }
    detach(place);
    size--;
  }
}
