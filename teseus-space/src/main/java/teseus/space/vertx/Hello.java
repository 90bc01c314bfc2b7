package teseus.space.vertx;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import teseus.space.HostId;

/**
 * The first frame of either side. Its body is {@code u32 magic, u16 version, i64 process, u8 length
 * and cluster, u8 length and host}, text in UTF-8.
 *
 * @param cluster the sender's cluster
 * @param host the sender
 * @param process drawn at random when the sender's process started: tells a host that came back
 *     from one that never went, and two processes of one name apart
 */
record Hello(String cluster, HostId host, long process) {
  static final int MAGIC = 0x54455345;
  static final short VERSION = 1;

  /** What is said of anything that is not a greeting at all. */
  static final String NONE = "no greeting of a Teseus host";

  byte[] encode() {
    byte[] clusterBytes = cluster.getBytes(StandardCharsets.UTF_8);
    byte[] hostBytes = host.name().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(16 + clusterBytes.length + hostBytes.length)
        .putInt(MAGIC)
        .putShort(VERSION)
        .putLong(process)
        .put((byte) clusterBytes.length)
        .put(clusterBytes)
        .put((byte) hostBytes.length)
        .put(hostBytes)
        .array();
  }

  /**
   * Reads a greeting.
   *
   * @throws BadFrameException if it is not one, or of another version; the message says what to do
   */
  static Hello decode(byte[] body) throws BadFrameException {
    ByteBuffer in = ByteBuffer.wrap(body);
    if (in.remaining() < 6 || in.getInt() != MAGIC) {
      throw new BadFrameException(NONE);
    }
    int version = Short.toUnsignedInt(in.getShort());
    if (version != VERSION) {
      throw new BadFrameException(
          "version "
              + version
              + " of the link protocol, this host speaks "
              + VERSION
              + ": run the same release on all hosts");
    }
    if (in.remaining() < 8) {
      throw new BadFrameException("a greeting cut short");
    }
    long process = in.getLong();
    String cluster = text(in);
    String host = text(in);
    if (in.hasRemaining()) {
      throw new BadFrameException("a greeting with more behind it");
    }
    try {
      return new Hello(cluster, new HostId(host), process);
    } catch (IllegalArgumentException e) {
      throw new BadFrameException("a greeting of a host without a proper name");
    }
  }

  private static String text(ByteBuffer in) throws BadFrameException {
    int length = in.hasRemaining() ? Byte.toUnsignedInt(in.get()) : Integer.MAX_VALUE;
    if (length > in.remaining()) {
      throw new BadFrameException("a greeting cut short");
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
