package teseus.space.wire;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import teseus.space.Limits;
import teseus.space.Tuple;
import teseus.space.TupleBuilder;
import teseus.space.ValueOrder;

/** The values of tuples, as {@link TupleCodec} lays them out. */
final class Values {
  /** As deep as any limits allow; deeper input would end the stack, so it is not followed. */
  static final int MAX_DEPTH = 512;

  /** As many fields of one object as any limits allow. */
  static final int MAX_FIELDS = 65_536;

  /** Some 2,400 digits; the arithmetic of longer ones would hold up whoever compares them. */
  static final int MAX_DECIMAL = 1024;

  private static final Limits WIDEST = new Limits(16 << 20, MAX_DEPTH, MAX_FIELDS);

  private static final int NULL = 0;
  private static final int FALSE = 1;
  private static final int TRUE = 2;
  private static final int LONG = 3;
  private static final int DOUBLE = 4;
  private static final int DECIMAL = 5;
  private static final int TEXT = 6;
  private static final int LIST = 7;
  private static final int OBJECT = 8;

  private Values() {}

  static void write(BytesOut out, @Nullable Object value) {
    if (value == null) {
      out.octet(NULL);
    } else if (value instanceof String text) {
      out.octet(TEXT);
      out.text(text);
    } else if (value instanceof Long number) {
      out.octet(LONG);
      out.zigzag(number);
    } else if (value instanceof Boolean flag) {
      out.octet(flag ? TRUE : FALSE);
    } else if (value instanceof Double number) {
      out.octet(DOUBLE);
      out.real(number);
    } else if (value instanceof BigDecimal number) {
      decimal(out, number);
    } else if (value instanceof Map<?, ?> object) {
      out.octet(OBJECT);
      writeFields(out, object);
    } else if (value instanceof List<?> list) {
      out.octet(LIST);
      out.varint(list.size());
      list.forEach(element -> write(out, element));
    } else {
      throw new IllegalArgumentException("no tuple holds a " + value.getClass().getName());
    }
  }

  static void writeFields(BytesOut out, Map<?, ?> fields) {
    out.varint(fields.size());
    fields.forEach(
        (name, value) -> {
          out.text((String) name);
          write(out, value);
        });
  }

  private static void decimal(BytesOut out, BigDecimal number) {
    byte[] unscaled = number.unscaledValue().toByteArray();
    if (unscaled.length > MAX_DECIMAL) {
      throw new IllegalArgumentException(
          "a number's digits take at most "
              + MAX_DECIMAL
              + " bytes, these take "
              + unscaled.length);
    }
    Object kept = Tuple.value(number);
    if (kept instanceof BigDecimal) {
      out.octet(DECIMAL);
      out.zigzag(number.scale());
      out.bytes(unscaled);
    } else { // so that equal numbers are equal bytes, and read as what a tuple keeps
      write(out, kept);
    }
  }

  /**
   * Reads a value.
   *
   * @param depth of the object or list that it stands in, the tuple's own being 1
   */
  static @Nullable Object read(BytesIn in, int depth) {
    return read(in, in.octet(), depth);
  }

  private static @Nullable Object read(BytesIn in, int tag, int depth) {
    return switch (tag) {
      case NULL -> null;
      case FALSE -> false;
      case TRUE -> true;
      case LONG -> in.zigzag();
      case DOUBLE -> readDouble(in);
      case DECIMAL -> readDecimal(in);
      case TEXT -> in.text();
      case LIST -> readList(in, depth + 1);
      case OBJECT -> readFields(in, depth + 1);
      default -> throw unknown(in, tag);
    };
  }

  private static Double readDouble(BytesIn in) {
    double value = in.real();
    if (!Double.isFinite(value)) {
      throw in.before(Double.BYTES, "expected a finite number, found " + value);
    }
    return value;
  }

  private static BigDecimal readDecimal(BytesIn in) {
    int start = in.offset();
    int scale = in.int32();
    byte[] unscaled = in.bytes();
    if (unscaled.length == 0 || unscaled.length > MAX_DECIMAL) {
      throw new MalformedException(
          start, "expected digits of 1 to " + MAX_DECIMAL + " bytes, found " + unscaled.length);
    }
    BigDecimal number = new BigDecimal(new BigInteger(unscaled), scale);
    if (!number.equals(Tuple.value(number))) {
      throw new MalformedException(start, "expected a number that only a decimal holds");
    }
    return number;
  }

  private static List<@Nullable Object> readList(BytesIn in, int depth) {
    shallow(in, depth);
    int count = in.count(1, "elements");
    List<@Nullable Object> list = new ArrayList<>(Math.min(count, 64));
    for (int i = 0; i < count; i++) {
      list.add(read(in, depth));
    }
    return list;
  }

  /** Reads the fields of a tuple of this type, from their count on. */
  static Tuple readTuple(BytesIn in, String type, List<String> supertypes) {
    int count = fieldCount(in);
    TupleBuilder tuple = new TupleBuilder(type, supertypes, count, WIDEST);
    for (int i = 0; i < count; i++) {
      String name = in.name();
      tuple.add(name, read(in, 1));
    }
    return tuple.build();
  }

  /** Reads the fields of an object which itself stands at this depth. */
  private static Map<String, @Nullable Object> readFields(BytesIn in, int depth) {
    shallow(in, depth);
    int count = fieldCount(in);
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      String name = in.name();
      if (fields.containsKey(name)) {
        throw in.malformed("expected each field once, found again \"" + name + "\"");
      }
      fields.put(name, read(in, depth));
    }
    return fields;
  }

  /** Passes over a value, which stands in an object or list of this depth. */
  static void skip(BytesIn in, int depth) {
    int tag = in.octet();
    switch (tag) {
      case NULL, FALSE, TRUE -> {}
      case LONG -> in.skipVarint();
      case DOUBLE -> in.skipFixed();
      case DECIMAL -> {
        in.skipVarint();
        in.skipBytes();
      }
      case TEXT -> in.skipBytes();
      case LIST -> {
        shallow(in, depth + 1);
        for (int left = in.count(1, "elements"); left > 0; left--) {
          skip(in, depth + 1);
        }
      }
      case OBJECT -> {
        shallow(in, depth + 1);
        for (int left = fieldCount(in); left > 0; left--) {
          in.skipBytes();
          skip(in, depth + 1);
        }
      }
      default -> throw unknown(in, tag);
    }
  }

  /** The value at a path of names joined by dots, below the object that comes next. */
  static @Nullable Object find(BytesIn in, String path) {
    int depth = toValue(in, path);
    return depth == 0 ? null : read(in, depth);
  }

  /** The hash of the value at a path of names joined by dots, below the object that comes next. */
  static int hash(BytesIn in, String path) {
    int depth = toValue(in, path);
    if (depth == 0) {
      return ValueOrder.hash(null);
    }
    int tag = in.octet();
    return tag == TEXT ? in.textHash() : ValueOrder.hash(read(in, tag, depth));
  }

  /** Goes to the value at a path; returns the depth of what it stands in, 0 if there is none. */
  private static int toValue(BytesIn in, String path) {
    int depth = 1;
    int start = 0;
    while (true) {
      int dot = path.indexOf('.', start);
      int stop = dot < 0 ? path.length() : dot;
      if (!seek(in, path, start, stop, depth)) {
        return 0;
      }
      if (dot < 0) {
        return depth;
      }
      if (in.octet() != OBJECT) {
        return 0;
      }
      shallow(in, ++depth);
      start = dot + 1;
    }
  }

  /** Whether the value at a path of names joined by dots is this text. */
  static boolean isText(BytesIn in, String path, String text) {
    return toValue(in, path) > 0 && in.octet() == TEXT && in.textIs(text, 0, text.length());
  }

  /** Goes to the value of one field of the object that comes next, if it has it. */
  private static boolean seek(BytesIn in, String path, int from, int to, int depth) {
    for (int left = fieldCount(in); left > 0; left--) {
      if (in.textIs(path, from, to)) {
        return true;
      }
      skip(in, depth);
    }
    return false;
  }

  private static int fieldCount(BytesIn in) {
    int count = in.count(2, "fields");
    if (count > MAX_FIELDS) {
      throw in.malformed("expected at most " + MAX_FIELDS + " fields, found " + count);
    }
    return count;
  }

  private static void shallow(BytesIn in, int depth) {
    if (depth > MAX_DEPTH) {
      throw in.malformed("expected at most " + MAX_DEPTH + " levels");
    }
  }

  private static MalformedException unknown(BytesIn in, int tag) {
    return in.before(1, "expected the tag of a value, 0 to " + OBJECT + ", found " + tag);
  }
}
