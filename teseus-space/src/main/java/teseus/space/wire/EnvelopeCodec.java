package teseus.space.wire;

/**
 * A token with its envelope as bytes, as frames, log records and files of snapshots hold it.
 *
 * <pre>
 * envelope = id, type (text), fields (bytes, as in {@link TupleCodec}), born (8 bytes),
 *            until (8 bytes), version (varint)
 * id       = era (zigzag varint), nonce (8 bytes), number (varint) of the operation that wrote it
 * </pre>
 *
 * <p>The layout has no version: whoever keeps envelopes keeps one beside them. Equal envelopes are
 * equal bytes. The fields are not looked into. Pure functions, to be called from any thread.
 */
public final class EnvelopeCodec {
  private EnvelopeCodec() {}

  /**
   * Encodes a token.
   *
   * @throws IllegalArgumentException if its type holds half a surrogate pair
   */
  public static byte[] encode(Envelope token) {
    BytesOut out = new BytesOut(token.fields().length + Envelope.OVERHEAD);
    Ids.envelope(out, token);
    return out.toBytes();
  }

  /**
   * Decodes a token, which shares nothing with the array.
   *
   * @throws MalformedException if the bytes are not one whole envelope
   */
  public static Envelope decode(byte[] bytes) {
    return BytesIn.whole(bytes, 0, bytes.length, Ids::envelope);
  }
}
