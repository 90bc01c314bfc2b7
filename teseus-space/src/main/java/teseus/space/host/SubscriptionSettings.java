package teseus.space.host;

/**
 * What subscriptions may cost a host.
 *
 * @param perHost how many may be open at one host, 1 to 65,536; default 1,024
 * @param historyBytes what a segment remembers of what happened in it, so that a subscriber that
 *     was away for a while is told of it, 0 to 1 GiB; default 8 MiB
 */
public record SubscriptionSettings(int perHost, long historyBytes) {
  /** What holds where nothing is set. */
  public static final SubscriptionSettings DEFAULT = new SubscriptionSettings(1_024, 8L << 20);

  public SubscriptionSettings {
    if (perHost < 1 || perHost > 65_536) {
      throw new IllegalArgumentException("notify.subscriptions must be 1..65536, was " + perHost);
    }
    if (historyBytes < 0 || historyBytes > 1L << 30) {
      throw new IllegalArgumentException("notify.history must be 0..1 GiB, was " + historyBytes);
    }
  }
}
