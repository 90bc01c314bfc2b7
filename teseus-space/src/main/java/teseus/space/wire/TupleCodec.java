package teseus.space.wire;

import org.jspecify.annotations.Nullable;
import teseus.space.Limits;
import teseus.space.Template;
import teseus.space.Tuple;

/**
 * The fields of a tuple as bytes; its type travels beside them.
 *
 * <pre>
 * fields  = version (1 byte, 1), object
 * object  = count (varint), count times: name (text), value
 * value   = tag (1 byte), then
 *   0 null     nothing
 *   1 false    nothing
 *   2 true     nothing
 *   3 long     zigzag varint, 1 to 10 bytes
 *   4 double   8 bytes, IEEE 754, high ones first; finite
 *   5 decimal  scale (zigzag varint), unscaled value (length as a varint, two's complement,
 *              high bytes first, at most 1,024); only what neither of the two above holds
 *   6 text     length in bytes (varint), UTF-8
 *   7 list     count (varint), so many values
 *   8 object   an object
 * varint  = 7 bits a byte, low ones first, the high bit set on all but the last
 * zigzag  = 0, -1, 1, -2, 2 ... as 0, 1, 2, 3, 4 ...
 * </pre>
 *
 * <p>Fields keep their order and come once each; an object has at most 65,536 of them, and nests at
 * most 512 deep. Pure functions, to be called from any thread; no argument is changed or kept.
 */
public final class TupleCodec {
  private static final int VERSION = 1;
  private static final Limits WIDEST = new Limits(16 << 20, Values.MAX_DEPTH, Values.MAX_FIELDS);

  private TupleCodec() {}

  /**
   * Encodes a tuple's fields.
   *
   * @param limits of which the size counts here
   * @throws IllegalArgumentException if the bytes are more than {@link Limits#bytes}, if a text
   *     holds half a surrogate pair, or if a decimal has more than 1,024 bytes of digits
   */
  public static byte[] encode(Tuple tuple, Limits limits) {
    BytesOut out = new BytesOut();
    out.octet(VERSION);
    Values.writeFields(out, tuple.fields());
    if (out.size() > limits.bytes()) {
      throw new IllegalArgumentException(
          "the tuple takes "
              + out.size()
              + " bytes encoded, at most "
              + limits.bytes()
              + " allowed (limits.tuple)");
    }
    return out.toBytes();
  }

  /**
   * Decodes a tuple, whatever limits it was encoded under.
   *
   * @throws MalformedException if these are not the fields of a tuple, or the type is no type
   */
  public static Tuple decode(String type, byte[] fields) {
    return BytesIn.whole(
        fields,
        0,
        fields.length,
        in -> {
          version(in);
          return Tuple.of(type, Values.readFields(in, 1), WIDEST);
        });
  }

  /**
   * One value, found without decoding those before it or reading those after it.
   *
   * @param path field names joined by dots
   * @return what {@link Tuple#at} of the decoded tuple gives
   * @throws MalformedException if the bytes up to the value are not the fields of a tuple
   */
  public static @Nullable Object field(byte[] fields, String path) {
    BytesIn in = new BytesIn(fields);
    version(in);
    return Values.find(in, path);
  }

  /**
   * Whether a template matches, as {@link Template#matches} says it of the decoded tuple; only the
   * fields that it names are decoded.
   *
   * @throws MalformedException if bytes that had to be read are not the fields of a tuple
   */
  public static boolean matches(Template template, String type, byte[] fields) {
    if (template.type() != null && !template.type().equals(type)) {
      return false;
    }
    for (Template.Equal condition : template.conditions()) {
      if (!Template.equal(condition.value(), field(fields, condition.path()))) {
        return false;
      }
    }
    return true;
  }

  private static void version(BytesIn in) {
    Versions.check(in, "a tuple", VERSION);
  }
}
