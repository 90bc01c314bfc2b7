package teseus.space.host;

/**
 * How much transactions may have open at the host that they were begun at: the {@code transactions}
 * object of {@code cluster.json}. What is beyond is refused, undone.
 *
 * @param open transactions of all clients together, 1 to 100,000; key {@code open}, default 1,024
 * @param perClient transactions of one client, which is one address, 1 to {@code open}; key {@code
 *     open-per-client}, default 64
 * @param operations reads, takes and writes of one transaction, and so the most that it locks, 1 to
 *     10,000; key {@code operations}, default 1,000
 * @param bytes what one transaction writes, 1 KiB to 16 MiB; key {@code bytes}, default 8 MiB
 * @param leaseMs the longest lease, 1 s to 24 h; key {@code lease}, default 1 h
 */
public record TransactionLimits(int open, int perClient, int operations, long bytes, long leaseMs) {
  /** What holds where nothing is set. */
  public static final TransactionLimits DEFAULT =
      new TransactionLimits(1_024, 64, 1_000, 8 << 20, 3_600_000);

  /** The key of each in {@code cluster.json}. */
  public static final String OPEN = "transactions.open";

  public static final String PER_CLIENT = "transactions.open-per-client";
  public static final String OPERATIONS = "transactions.operations";
  public static final String BYTES = "transactions.bytes";
  public static final String LEASE = "transactions.lease";

  public TransactionLimits {
    within(OPEN, open, 1, 100_000);
    within(PER_CLIENT, perClient, 1, open);
    within(OPERATIONS, operations, 1, 10_000);
    within(BYTES, bytes, 1 << 10, 16 << 20);
    within(LEASE, leaseMs, 1_000, 86_400_000);
  }

  private static void within(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " must be " + least + ".." + most + ", was " + value);
    }
  }
}
