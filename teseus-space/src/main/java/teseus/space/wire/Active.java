package teseus.space.wire;

import teseus.space.TokenId;

/**
 * An active tuple as hosts keep it: a function that is to be computed, and what of.
 *
 * @param id its name, which what comes of it keeps
 * @param function the name the function is registered under
 * @param type the type of its argument
 * @param fields the fields of its argument, as {@link TupleCodec} encodes them; not to be changed
 * @param until end of its lease in milliseconds since 1970, {@link Long#MAX_VALUE} if never
 */
public record Active(TokenId id, String function, String type, byte[] fields, long until) {
  /** This one with a lease that ends at another time. */
  public Active renewed(long until) {
    return new Active(id, function, type, fields, until);
  }

  /** What a host's ledger counts for it, in bytes. */
  public long cost() {
    return (long) fields.length + type.length() + function.length() + Envelope.OVERHEAD;
  }
}
