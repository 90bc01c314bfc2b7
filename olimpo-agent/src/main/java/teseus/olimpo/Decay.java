package teseus.olimpo;

/** Exponential smoothing over uneven steps of time. */
final class Decay {
  private Decay() {}

  /**
   * Where a smoothed figure stands after its target held for a while: half-way there after each
   * half life.
   *
   * @param elapsed milliseconds; below 0, as after a clock was set back, counts as none
   * @param halfLife milliseconds, above 0
   */
  static double toward(double from, double target, long elapsed, long halfLife) {
    return target + (from - target) * Math.pow(0.5, Math.max(0, elapsed) / (double) halfLife);
  }
}
