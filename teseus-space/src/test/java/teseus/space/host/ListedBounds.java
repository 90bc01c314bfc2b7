package teseus.space.host;

import java.util.SplittableRandom;

/**
 * The limits of a host that is asked beside a {@link ListedSpace}.
 *
 * @param budget bytes that it keeps
 * @param tokens that it keeps
 * @param open operations that are under way at it
 * @param transactions that are open at it
 * @param perClient of these, of one client
 * @param operations of one transaction
 * @param bytes that one transaction writes
 */
record ListedBounds(
    long budget,
    int tokens,
    int open,
    int transactions,
    int perClient,
    int operations,
    long bytes) {
  /** Nothing that is asked comes near these. */
  static final ListedBounds WIDE =
      new ListedBounds(8 << 20, 1 << 20, 1 << 16, 1_024, 64, 1_000, 8 << 20);

  private static final int TOKEN = 180; // bytes, about

  /** As the limits of hosts under this seed: narrow for every third. */
  static ListedBounds drawn(long seed) {
    if (seed % 3 != 0) {
      return WIDE;
    }
    SplittableRandom random = new SplittableRandom(seed);
    boolean fewSteps = random.nextBoolean();
    return new ListedBounds(
        random.nextBoolean() ? WIDE.budget : random.nextLong(2 * TOKEN, 10 * TOKEN),
        random.nextBoolean() ? WIDE.tokens : 1 + random.nextInt(6),
        random.nextBoolean() ? WIDE.open : 1 + random.nextInt(4),
        random.nextBoolean() ? WIDE.transactions : 1 + random.nextInt(3),
        1,
        fewSteps ? 1 + random.nextInt(4) : WIDE.operations,
        fewSteps ? WIDE.bytes : 1 << 10);
  }

  /** These, but for what a host keeps. */
  ListedBounds withRoom() {
    return new ListedBounds(
        WIDE.budget, WIDE.tokens, open, transactions, perClient, operations, bytes);
  }

  LoadLimits load() {
    return new LoadLimits(
        tokens,
        open,
        open,
        LoadLimits.DEFAULT.pending(),
        LoadLimits.DEFAULT.pendingPerClient(),
        LoadLimits.DEFAULT.pendingPerPeer());
  }

  TransactionLimits transacted() {
    return new TransactionLimits(
        transactions, perClient, operations, bytes, TransactionLimits.DEFAULT.leaseMs());
  }
}
