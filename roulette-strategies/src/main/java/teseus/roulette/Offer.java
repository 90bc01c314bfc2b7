package teseus.roulette;

/**
 * A host's standing bid: the figures that every strategy may reckon with.
 *
 * @param bidder who bids
 * @param freeBytes what its budget still has room for, at least 0
 * @param budgetBytes its memory budget, above 0
 * @param cpuIdle idle share of its processors, 0 to 1
 * @param diskIdle idle share of its disk, 0 to 1
 * @param availability share of the time that its peers have seen it, 0 to 1
 */
public record Offer(
    String bidder,
    long freeBytes,
    long budgetBytes,
    double cpuIdle,
    double diskIdle,
    double availability) {
  public Offer {
    if (freeBytes < 0 || budgetBytes <= 0) {
      throw new IllegalArgumentException(
          "an offer has freeBytes >= 0 and budgetBytes > 0, was " + freeBytes + "/" + budgetBytes);
    }
    share("cpuIdle", cpuIdle);
    share("diskIdle", diskIdle);
    share("availability", availability);
  }

  private static void share(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " is a share of 0 to 1, was " + value);
    }
  }

  /** This offer with less or more room; never below 0. */
  public Offer withFree(long bytes) {
    return new Offer(bidder, Math.max(0, bytes), budgetBytes, cpuIdle, diskIdle, availability);
  }

  /** Free share of the budget, 0 to 1. */
  public double memoryFree() {
    return Math.min(1, (double) freeBytes / budgetBytes);
  }
}
