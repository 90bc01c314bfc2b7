package teseus.snapshot;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * The layout of a global snapshot's file, {@code <cluster>-<round>.snapshot}. Numbers have their
 * high bytes first; every bit is covered by a checksum or compared.
 *
 * <pre>
 * file     = header, blocks numbered 0, 1, 2 ..., manifest, footer
 * header   = "TESEUSSN" (8 bytes), format version (4), crc32c of these 12 bytes (4)
 * block    = number (4), length of the body (4), crc32c of number, length and body (4), body
 * body     = segment (text), then until its end: length (varint), envelope
 * manifest = a block with the number -1, its body JSON:
 *            { "cluster": "teseus", "round": 3, "begun": "2026-11-22T10:00:00Z",
 *              "committed": "2026-11-22T10:00:01Z", "teseus": "0.1.0", "hosts": ["hera"],
 *              "segments": [{ "segment": "hera/0", "lsn": 44, "tokens": 2, "bytes": 310 }],
 *              "tokens": 2, "bytes": 310, "blocks": 1 }
 * footer   = where the manifest starts (8), SHA-256 of all bytes before the footer (32),
 *            crc32c of these 40 bytes (4), "TESEUSEN" (8)
 * </pre>
 *
 * <p>Text and varint are {@link teseus.space.wire.BytesOut}'s, an envelope is {@link
 * teseus.space.wire.EnvelopeCodec}'s. A block holds tokens of one segment, and is closed before it
 * outgrows {@value #BLOCK} bytes unless a single token is larger; a body has at most {@value
 * #MAX_BODY} bytes. The manifest comes last because counts are known only then; it is found from
 * the end of the file without reading the blocks. {@code bytes} counts the envelopes without their
 * lengths. A reader passes over keys of the manifest that it does not know; any other change of the
 * layout gets a new format version.
 */
final class SnapshotFile {
  static final int FORMAT = 1;
  static final int HEADER = 16;
  static final int FRAME = 12;
  static final int FOOTER = 52;
  static final int MANIFEST = -1;
  static final int BLOCK = 256 << 10;
  static final int MAX_BODY = (16 << 20) + (64 << 10); // the largest tuple there can be, enveloped
  static final String SUFFIX = ".snapshot";
  static final String UNFINISHED = SUFFIX + ".tmp";

  private static final long MAGIC = magic("TESEUSSN");
  private static final long END = magic("TESEUSEN");
  private static final int SHA = 32;
  private static final Pattern CLUSTER = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  /** What comes before a body. */
  record Frame(int number, int length, int crc) {
    static Frame of(int number, byte[] body) {
      return new Frame(number, body.length, sum(number, body));
    }

    static Frame read(ByteBuffer bytes) {
      return new Frame(bytes.getInt(), bytes.getInt(), bytes.getInt());
    }

    ByteBuffer bytes() {
      return ByteBuffer.allocate(FRAME).putInt(number).putInt(length).putInt(crc).flip();
    }

    /** What its checksum should be, with this body. */
    static int sum(int number, byte[] body) {
      CRC32C sum = new CRC32C();
      sum.update(ByteBuffer.allocate(8).putInt(number).putInt(body.length).flip());
      sum.update(body);
      return (int) sum.getValue();
    }
  }

  /** The end of a file. */
  record Footer(long manifest, byte[] sha, int crc, long magic) {
    static Footer of(long manifest, byte[] sha) {
      return new Footer(manifest, sha, sum(manifest, sha), END);
    }

    static Footer read(ByteBuffer bytes) {
      long manifest = bytes.getLong();
      byte[] sha = new byte[SHA];
      bytes.get(sha);
      return new Footer(manifest, sha, bytes.getInt(), bytes.getLong());
    }

    ByteBuffer bytes() {
      return ByteBuffer.allocate(FOOTER)
          .putLong(manifest)
          .put(sha)
          .putInt(crc)
          .putLong(magic)
          .flip();
    }

    boolean marked() {
      return magic == END;
    }

    int sum() {
      return sum(manifest, sha);
    }

    private static int sum(long manifest, byte[] sha) {
      CRC32C sum = new CRC32C();
      sum.update(ByteBuffer.allocate(8).putLong(manifest).flip());
      sum.update(sha);
      return (int) sum.getValue();
    }
  }

  /** The start of a file. */
  record Header(long magic, int format, int crc) {
    static Header ofFormat(int format) {
      return new Header(MAGIC, format, sum(MAGIC, format));
    }

    static Header read(ByteBuffer bytes) {
      return new Header(bytes.getLong(), bytes.getInt(), bytes.getInt());
    }

    ByteBuffer bytes() {
      return ByteBuffer.allocate(HEADER).putLong(magic).putInt(format).putInt(crc).flip();
    }

    boolean marked() {
      return magic == MAGIC;
    }

    int sum() {
      return sum(magic, format);
    }

    private static int sum(long magic, int format) {
      CRC32C sum = new CRC32C();
      sum.update(ByteBuffer.allocate(12).putLong(magic).putInt(format).flip());
      return (int) sum.getValue();
    }
  }

  private SnapshotFile() {}

  static String name(String cluster, long round) {
    return cluster + "-" + round + SUFFIX;
  }

  static boolean isCluster(String name) {
    return CLUSTER.matcher(name).matches();
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static long magic(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)).getLong();
  }
}
