package teseus.space.sim;

import org.jspecify.annotations.Nullable;

/** A promise is broken; {@link Simulation} adds the seed and what happened before. */
final class Broken extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Broken(String what) {
    super(what);
  }

  static void unless(boolean right, String promise, @Nullable Object... details) {
    if (!right) {
      throw new Broken(promise.formatted(details));
    }
  }
}
