package teseus.space.host;

/**
 * How much one host bears at a time, a part of the {@code limits} object of {@code cluster.json}.
 * What is beyond is refused, undone. What ends a transaction is let in beyond {@code open} and
 * {@code openPerClient}, and counts for them: others may wait for what it lets go of. There is no
 * more of that than transactions are open, which has {@link TransactionLimits limits} of its own.
 *
 * @param tokens that it keeps, 1 to 1,000,000,000; key {@code tokens}, default 10,000,000
 * @param open operations that were asked at it and are under way, waiting or not, 1 to 10,000,000;
 *     key {@code open}, default 100,000
 * @param openPerClient as {@code open}, of one client, which is one address; at most {@code open};
 *     key {@code open-per-client}, default 10,000
 * @param pending bytes of what was sent to it and is not answered, changes of tuples too, 4 MiB to
 *     64 GiB; key {@code pending}, default 64 MiB
 * @param pendingPerClient as {@code pending}, of one client, at most {@code pending}; key {@code
 *     pending-per-client}, default 32 MiB
 * @param pendingPerPeer bytes of what it has sent to one other host and that has not answered, 1
 *     KiB to 32 MiB; what is beyond waits, and counts for {@code pending}; key {@code
 *     pending-per-peer}, default 16 MiB
 */
public record LoadLimits(
    int tokens,
    int open,
    int openPerClient,
    long pending,
    long pendingPerClient,
    long pendingPerPeer) {
  /** What holds where nothing is set. */
  public static final LoadLimits DEFAULT =
      new LoadLimits(10_000_000, 100_000, 10_000, 64L << 20, 32L << 20, 16L << 20);

  /** The key of each in {@code cluster.json}. */
  public static final String TOKENS = "limits.tokens";

  public static final String OPEN = "limits.open";
  public static final String OPEN_PER_CLIENT = "limits.open-per-client";
  public static final String PENDING = "limits.pending";
  public static final String PENDING_PER_CLIENT = "limits.pending-per-client";
  public static final String PENDING_PER_PEER = "limits.pending-per-peer";

  public LoadLimits {
    within(TOKENS, tokens, 1, 1_000_000_000);
    within(OPEN, open, 1, 10_000_000);
    within(OPEN_PER_CLIENT, openPerClient, 1, open);
    within(PENDING, pending, 4 << 20, 64L << 30);
    within(PENDING_PER_CLIENT, pendingPerClient, 4 << 20, pending);
    within(PENDING_PER_PEER, pendingPerPeer, 1 << 10, 32 << 20);
  }

  private static void within(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " must be " + least + ".." + most + ", was " + value);
    }
  }
}
