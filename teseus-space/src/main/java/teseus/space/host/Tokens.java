package teseus.space.host;

import java.time.Duration;
import java.time.Instant;
import teseus.space.SegmentId;
import teseus.space.Token;
import teseus.space.wire.Envelope;
import teseus.space.wire.TupleCodec;

/** Turns what hosts keep into what users get. */
final class Tokens {
  private Tokens() {}

  /** A token as its segment gave it. */
  static Token exact(Envelope token, SegmentId segment) {
    return aged(token, segment, 0);
  }

  /** A token as it was some milliseconds ago. */
  static Token aged(Envelope token, SegmentId segment, long age) {
    return new Token(
        token.id(),
        token.version(),
        TupleCodec.decode(token.type(), token.fields()),
        token.fields().length,
        Instant.ofEpochMilli(HybridClock.ms(token.born())),
        Instant.ofEpochMilli(token.until()),
        segment,
        Duration.ofMillis(age));
  }
}
