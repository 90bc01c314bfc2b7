package teseus.space.host;

import teseus.space.wire.Envelope;

/**
 * How tokens travel to the views of others: small ones whole, the others as headers, which are
 * envelopes without fields.
 */
final class Carried {
  /** The longest fields that travel, in bytes. */
  static final int SMALL = 4 << 10;

  /** The most that the name of a token is encoded to, in bytes. */
  static final int ID_BYTES = 32;

  private static final byte[] NO_FIELDS = {};

  private Carried() {}

  /** The token as it travels. */
  static Envelope of(Envelope token) {
    return token.fields().length <= SMALL ? token : header(token);
  }

  /** The token without its fields. */
  static Envelope header(Envelope token) {
    return new Envelope(
        token.id(), token.type(), NO_FIELDS, token.born(), token.until(), token.version());
  }

  /** Whether the fields stayed behind. */
  static boolean isHeader(Envelope token) {
    return token.fields().length == 0;
  }

  /** The most that it is encoded to, in bytes: a character takes three at most, a long ten. */
  static int bytes(Envelope token) {
    return ID_BYTES + 3 * token.type().length() + token.fields().length + 32;
  }
}
