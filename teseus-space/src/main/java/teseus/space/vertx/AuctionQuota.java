package teseus.space.vertx;

import java.util.OptionalLong;

/**
 * Which auctions people are told of: {@value #MAX_AUCTIONS} a second; the others are counted. Asked
 * where they are held, so that those that nobody is told of wake no other thread. Owned by the
 * host's turns.
 */
public final class AuctionQuota {
  /** Auctions a second. */
  public static final int MAX_AUCTIONS = 50;

  private final Quota quota = new Quota(MAX_AUCTIONS, 0);
  private long skipped;

  /**
   * An auction was held.
   *
   * @param now milliseconds, never going back
   * @return how many were left out before it; nothing if it is left out itself
   */
  public OptionalLong next(long now) {
    if (!quota.allows(now, 0)) {
      skipped++;
      return OptionalLong.empty();
    }
    quota.spend(0);
    long before = skipped;
    skipped = 0;
    return OptionalLong.of(before);
  }
}
