package teseus.space.spi;

import java.util.Set;
import teseus.space.SegmentId;
import teseus.space.wire.Active;

/**
 * Computes the functions that a host has registered, beside it. Does not block and does not throw.
 */
public interface Computer {
  /** Names of the functions registered; always the same. */
  Set<String> functions();

  /** How many it takes at a time. */
  int most();

  /**
   * Begins to compute, and tells the host what came of it, once.
   *
   * @param segment where the active tuple is
   * @param active which, of a function that is registered
   */
  void compute(SegmentId segment, Active active);

  /** No functions. */
  Computer NONE =
      new Computer() {
        @Override
        public Set<String> functions() {
          return Set.of();
        }

        @Override
        public int most() {
          return 0;
        }

        @Override
        public void compute(SegmentId segment, Active active) {}
      };
}
