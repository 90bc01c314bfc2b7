package teseus.space.wire;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import teseus.space.Condition;
import teseus.space.Limits;
import teseus.space.Template;
import teseus.space.Tuple;
import teseus.space.ValueOrder;

/**
 * The fields of a tuple as bytes; its type travels beside them.
 *
 * <pre>
 * fields  = version (1 byte), then
 *   1       an object
 *   2       supertypes (count as a varint, 1 to 16, so many texts), an object
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
  private static final int PLAIN = 1;
  private static final int WITH_SUPERTYPES = 2;
  private static final int EXPECTED = 128; // bytes that most tuples fit in

  private TupleCodec() {}

  /**
   * Encodes a tuple's fields.
   *
   * @param limits of which the size counts here
   * @throws IllegalArgumentException if the bytes are more than {@link Limits#bytes}, if a text
   *     holds half a surrogate pair, or if a decimal has more than 1,024 bytes of digits
   */
  public static byte[] encode(Tuple tuple, Limits limits) {
    BytesOut out = new BytesOut(EXPECTED);
    if (tuple.supertypes().isEmpty()) {
      out.octet(PLAIN);
    } else {
      out.octet(WITH_SUPERTYPES);
      out.list(tuple.supertypes(), BytesOut::text);
    }
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
    return BytesIn.whole(fields, 0, fields.length, in -> Values.readTuple(in, type, lineage(in)));
  }

  /**
   * The names of a tuple's supertypes.
   *
   * @throws MalformedException if the bytes up to the end of the names are not the fields of a
   *     tuple
   */
  public static List<String> supertypes(byte[] fields) {
    return lineage(new BytesIn(fields));
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
    passLineage(in);
    return Values.find(in, path);
  }

  /**
   * The {@link ValueOrder#hash} of one field, which is that of null if it is missing.
   *
   * @param path as {@link Tuple#at} takes it
   * @throws MalformedException if bytes that had to be read are not the fields of a tuple
   */
  public static int hash(byte[] fields, String path) {
    BytesIn in = new BytesIn(fields);
    passLineage(in);
    return Values.hash(in, path);
  }

  /**
   * Whether a template matches, as {@link Template#matches} says it of the decoded tuple; only the
   * fields that it names are decoded.
   *
   * @throws MalformedException if bytes that had to be read are not the fields of a tuple
   */
  public static boolean matches(Template template, String type, byte[] fields) {
    String wanted = template.type();
    if (wanted != null && !wanted.equals(type) && !supertypes(fields).contains(wanted)) {
      return false;
    }
    for (Condition condition : template.conditions()) {
      if (!holds(condition, fields)) {
        return false;
      }
    }
    return true;
  }

  private static boolean holds(Condition condition, byte[] fields) {
    if (condition instanceof Condition.Equal equal && equal.value() instanceof String text) {
      return isText(fields, equal.path(), text);
    }
    return condition.holds(path -> field(fields, path));
  }

  /** Whether a field is this text, found and compared in place. */
  private static boolean isText(byte[] fields, String path, String text) {
    BytesIn in = new BytesIn(fields);
    passLineage(in);
    return Values.isText(in, path, text);
  }

  private static List<String> lineage(BytesIn in) {
    if (!hasLineage(in)) {
      return List.of();
    }
    int count = names(in);
    List<String> names = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      names.add(in.name());
    }
    return names;
  }

  private static void passLineage(BytesIn in) {
    if (hasLineage(in)) {
      for (int left = names(in); left > 0; left--) {
        in.skipBytes();
      }
    }
  }

  private static boolean hasLineage(BytesIn in) {
    int version = in.octet();
    if (version != PLAIN && version != WITH_SUPERTYPES) {
      throw in.before(1, "expected a tuple of version 1 or 2, found version " + version);
    }
    return version == WITH_SUPERTYPES;
  }

  private static int names(BytesIn in) {
    int count = in.count(2, "supertypes");
    if (count == 0 || count > Tuple.MAX_SUPERTYPES) {
      throw in.malformed("expected 1 to " + Tuple.MAX_SUPERTYPES + " supertypes, found " + count);
    }
    return count;
  }
}
