package teseus.space;

import java.time.Instant;

/**
 * What a write was granted.
 *
 * @param token the token's name
 * @param segment where the auction put it
 * @param until when it expires; {@link #FOREVER} if never
 */
public record Lease(TokenId token, SegmentId segment, Instant until) {
  /** The end of a lease that does not end. */
  public static final Instant FOREVER = Instant.ofEpochMilli(Long.MAX_VALUE);
}
