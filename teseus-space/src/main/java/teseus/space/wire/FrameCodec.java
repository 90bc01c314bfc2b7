package teseus.space.wire;

/**
 * Messages as bytes on a peer link.
 *
 * <pre>
 * frame   = version (1 byte, 1), colour, roster, meta (zigzag varints), message
 * message = tag (1 byte), then the record's components in their order
 * </pre>
 *
 * <p>Of the components, texts, byte arrays, lists and maps start with their length or count as a
 * varint, maps and sets are sorted by key, what may be missing follows a byte 0 or 1, an enum is
 * its place. Numbers are zigzag varints as in {@link TupleCodec}; nonces, stores and times of
 * tokens are 8 bytes, an operation's number is a plain varint. Equal frames are equal bytes. Pure
 * functions, to be called from any thread.
 */
public final class FrameCodec {
  private static final int VERSION = 1;
  private static final int EXPECTED = 192; // bytes that most frames fit in, a token's among them
  static final Kinds<Message> KINDS = new Kinds<>("a message");

  static {
    Operations.addTo(KINDS);
    Waits.addTo(KINDS);
    Sessions.addTo(KINDS);
    Hosts.addTo(KINDS);
    Follows.addTo(KINDS);
    Voters.addTo(KINDS);
    Transactions.addTo(KINDS);
    Moves.addTo(KINDS);
    Replications.addTo(KINDS);
  }

  private FrameCodec() {}

  /**
   * Encodes a frame, of any size; the link limits it.
   *
   * @throws IllegalArgumentException if a text in it holds half a surrogate pair, or a template a
   *     decimal that {@link TupleCodec} refuses
   */
  public static byte[] encode(Frame frame) {
    BytesOut out = new BytesOut(EXPECTED);
    out.octet(VERSION);
    out.zigzag(frame.colour());
    out.zigzag(frame.roster());
    out.zigzag(frame.meta());
    KINDS.write(out, frame.message());
    return out.toBytes();
  }

  /**
   * Decodes a frame, which shares nothing with the array.
   *
   * @throws MalformedException if the bytes are not one whole frame of this version
   */
  public static Frame decode(byte[] bytes) {
    return decode(bytes, 0, bytes.length);
  }

  /**
   * Decodes a frame that is a part of an array, with which it shares nothing.
   *
   * @param offset where it starts
   * @param length of it, in bytes
   * @throws MalformedException if the part is not one whole frame of this version; its offset
   *     counts from the part's start
   * @throws IndexOutOfBoundsException if the array has no such part
   */
  public static Frame decode(byte[] bytes, int offset, int length) {
    return BytesIn.whole(
        bytes,
        offset,
        length,
        in -> {
          Versions.check(in, "a frame", VERSION);
          return new Frame(in.zigzag(), in.zigzag(), in.zigzag(), KINDS.read(in));
        });
  }
}
