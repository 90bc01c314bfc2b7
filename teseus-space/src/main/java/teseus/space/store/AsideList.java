package teseus.space.store;

import org.jspecify.annotations.Nullable;

/**
 * Slots in no order, chained by the places that they have in a tree at other times: each token is
 * here twice in its life, for a moment, and while a transaction has taken it.
 */
final class AsideList {
  private @Nullable Place first;

  /** One of them; null if there is none. */
  @Nullable Place first() {
    return first;
  }

  /** The one after another; null if that is the last. */
  static @Nullable Place next(Place place) {
    return place.right;
  }

  /** Adds a place that is in no list and no tree. */
  void add(Place place) {
    Place after = first;
    if (after != null) {
      after.left = place;
    }
    place.right = after;
    first = place;
  }

  /** Removes a place that is in this list. */
  void remove(Place place) {
    Place before = place.left;
    Place after = place.right;
    if (before == null) {
      first = after;
    } else {
      before.right = after;
    }
    if (after != null) {
      after.left = before;
    }
    place.left = null;
    place.right = null;
  }
}
