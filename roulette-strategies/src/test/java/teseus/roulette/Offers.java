package teseus.roulette;

/** Offers to test with. */
final class Offers {
  static final long MIB = 1 << 20;

  private Offers() {}

  /** An idle, ever-seen host with that much of 64 MiB free. */
  static Offer free(String bidder, long bytes) {
    return new Offer(bidder, bytes, 64 * MIB, 1, 1, 1);
  }
}
