package teseus.space.wire;

import teseus.space.TokenId;

/**
 * A token as hosts keep and send it: the tuple encoded, so that it passes through a host that knows
 * nothing of its type.
 *
 * @param id its name
 * @param type the tuple's type
 * @param fields the tuple's fields, as {@link TupleCodec} encodes them; not to be changed
 * @param born hybrid logical time of its write: milliseconds since 1970 shifted left by 16, plus a
 *     counter
 * @param until end of its lease in milliseconds since 1970, {@link Long#MAX_VALUE} if never
 * @param version 1 as it was written, one more with each update
 */
public record Envelope(
    TokenId id, String type, byte[] fields, long born, long until, long version) {
  /** What a token costs its host beside its bytes: slot, index entries and envelope. */
  public static final int OVERHEAD = 160;

  /** A token as it is written. */
  public Envelope(TokenId id, String type, byte[] fields, long born, long until) {
    this(id, type, fields, born, until, 1);
  }

  /** This token after an update. */
  public Envelope updated(String type, byte[] fields) {
    return new Envelope(id, type, fields, born, until, version + 1);
  }

  /** This token with a lease that ends at another time. */
  public Envelope renewed(long until) {
    return new Envelope(id, type, fields, born, until, version);
  }

  /** What a host's ledger counts for it, in bytes. */
  public long cost() {
    return cost(type, fields);
  }

  /** What a host's ledger counts for a token of this type with these fields, in bytes. */
  public static long cost(String type, byte[] fields) {
    return (long) fields.length + type.length() + OVERHEAD;
  }
}
