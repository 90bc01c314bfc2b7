package teseus.space.store;

import org.jspecify.annotations.Nullable;

/**
 * Slots from old to young: a treap whose nodes are the places themselves. Adding the youngest,
 * removing any and stepping to the next take constant time on average; adding anywhere else and
 * searching take O(log n).
 */
class AgeTree {
  private @Nullable Place root;
  private @Nullable Place first;
  private @Nullable Place last;
  private int size;

  final int size() {
    return size;
  }

  final @Nullable Place first() {
    return first;
  }

  /** The oldest place whose slot has this lsn or a greater one. */
  final @Nullable Place from(long lsn) {
    Place found = null;
    Place at = root;
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
    Place end = last;
    if (end == null) {
      root = place;
      first = place;
      last = place;
    } else if (place.isBefore(end)) {
      addBefore(place, end);
    } else {
      end.right = place;
      place.parent = end;
      last = place;
    }
    size++;
    for (Place above = place.parent;
        above != null && place.isHeavier(above);
        above = place.parent) {
      rotateUp(place, above);
    }
  }

  private void addBefore(Place place, Place end) {
    Place at = root == null ? end : root;
    while (true) {
      Place below = place.isBefore(at) ? at.left : at.right;
      if (below == null) {
        break;
      }
      at = below;
    }
    place.parent = at;
    if (place.isBefore(at)) {
      at.left = place;
      if (at == first) {
        first = place;
      }
    } else {
      at.right = place;
    }
  }

  /** Removes a place that is in this tree. */
  final void remove(Place place) {
    if (place == first) {
      first = next(place);
    }
    if (place == last) {
      last = previous(place);
    }
    for (Place below = heavierChild(place); below != null; below = heavierChild(place)) {
      rotateUp(below, place);
    }
    replace(place, null, place.parent);
    place.parent = null;
    size--;
  }

  /** The next younger place of its tree. */
  static @Nullable Place next(Place place) {
    Place below = place.right;
    if (below != null) {
      while (below.left != null) {
        below = below.left;
      }
      return below;
    }
    Place at = place;
    Place above = at.parent;
    while (above != null && above.right == at) {
      at = above;
      above = at.parent;
    }
    return above;
  }

  private static @Nullable Place previous(Place place) {
    Place below = place.left;
    if (below != null) {
      while (below.right != null) {
        below = below.right;
      }
      return below;
    }
    Place at = place;
    Place above = at.parent;
    while (above != null && above.left == at) {
      at = above;
      above = at.parent;
    }
    return above;
  }

  private static @Nullable Place heavierChild(Place place) {
    Place left = place.left;
    Place right = place.right;
    if (left == null || right == null) {
      return left == null ? right : left;
    }
    return left.isHeavier(right) ? left : right;
  }

  private void rotateUp(Place place, Place above) {
    Place top = above.parent;
    Place moved;
    if (above.left == place) {
      moved = place.right;
      above.left = moved;
      place.right = above;
    } else {
      moved = place.left;
      above.right = moved;
      place.left = above;
    }
    if (moved != null) {
      moved.parent = above;
    }
    above.parent = place;
    replace(above, place, top);
    place.parent = top;
  }

  private void replace(Place old, @Nullable Place by, @Nullable Place above) {
    if (above == null) {
      root = by;
    } else if (above.left == old) {
      above.left = by;
    } else {
      above.right = by;
    }
  }
}
