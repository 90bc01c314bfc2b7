package teseus.space.store;

import org.jspecify.annotations.Nullable;

/**
 * A binary tree whose nodes are the places themselves, kept flat by giving each a weight as good as
 * a coin: the heavier is nearer to the root. In which order it is, the heir says.
 */
abstract class Treap {
  private @Nullable Place root;

  final @Nullable Place root() {
    return root;
  }

  /** Something below this place, or the place itself, is new: what it sums up must be renewed. */
  void changed(Place place) {}

  /**
   * The same of this place and of all above it. Nothing is done unless the heir sums up, as going
   * all the way up costs more than all the rest.
   */
  void changedFrom(@Nullable Place place) {}

  /** Adds a place that is in no tree, as a leaf below another, or as the root if that is null. */
  final void attach(Place place, @Nullable Place above, boolean left) {
    place.parent = above;
    if (above == null) {
      root = place;
    } else if (left) {
      above.left = place;
    } else {
      above.right = place;
    }
    changed(place);
    Place top = place.parent;
    while (top != null && place.isHeavier(top)) {
      rotateUp(place, top);
      top = place.parent;
    }
    changedFrom(top);
  }

  /** Removes a place that is in this tree. */
  final void detach(Place place) {
    for (Place below = heavierChild(place); below != null; below = heavierChild(place)) {
      rotateUp(below, place);
    }
    Place above = place.parent;
    replace(place, null, above);
    place.parent = null;
    changedFrom(above);
  }

  /** The next place of its tree. */
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

  static @Nullable Place previous(Place place) {
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
    changed(above);
    changed(place);
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
