package teseus.olimpo;

/**
 * What a host lends and what of it is taken.
 *
 * @param budgetBytes what it lends, above 0
 * @param usedBytes what its tokens cost, at least 0; above the budget where that was lowered under
 *     tokens it already kept, which it keeps on keeping
 */
public record Ledger(long budgetBytes, long usedBytes) {
  public Ledger {
    if (budgetBytes <= 0 || usedBytes < 0) {
      throw new IllegalArgumentException(
          "a ledger has budgetBytes > 0 and usedBytes >= 0, was " + usedBytes + "/" + budgetBytes);
    }
  }

  /** Bytes still to be had, at least 0. */
  public long free() {
    return Math.max(0, budgetBytes - usedBytes);
  }

  /**
   * Whether a token may be taken in.
   *
   * @param bytes what it costs, at least 0
   */
  public boolean fits(long bytes) {
    return bytes <= free();
  }
}
