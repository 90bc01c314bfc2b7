package teseus.space.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import teseus.space.ValueOrder;

/**
 * Bytes being read, in the order in which {@link BytesOut} wrote them. Every length and count is
 * checked against what remains before anything is allocated for it; every method throws {@link
 * MalformedException} if the bytes are not what it reads. One thread at a time.
 */
public final class BytesIn {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final int ROOM = 64; // elements to make room for before any was seen

  private final byte[] bytes;
  private final int start;
  private final int end;
  private int at;

  /** Reads all of an array, which it does not copy. */
  public BytesIn(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  /**
   * Reads a part of an array, which it does not copy.
   *
   * @throws IndexOutOfBoundsException if the array has no such part
   */
  public BytesIn(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    this.bytes = bytes;
    this.start = offset;
    this.end = offset + length;
    this.at = offset;
  }

  /** What one reader makes of all these bytes; values out of their bounds are malformed too. */
  static <T> T whole(byte[] bytes, int offset, int length, Function<BytesIn, T> reader) {
    BytesIn in = new BytesIn(bytes, offset, length);
    try {
      T value = reader.apply(in);
      in.end();
      return value;
    } catch (IllegalArgumentException e) {
      throw new MalformedException(in.offset(), String.valueOf(e.getMessage()), e);
    }
  }

  /** How many bytes were read. */
  public int offset() {
    return at - start;
  }

  /** How many bytes are left. */
  public int remaining() {
    return end - at;
  }

  /** Checks that nothing is left. */
  public void end() {
    if (at != end) {
      throw malformed("expected the end, " + remaining() + " bytes remain");
    }
  }

  /** One byte, 0 to 255. */
  public int octet() {
    need(1, "a byte");
    return bytes[at++] & 0xFF;
  }

  /** One byte, 0 or 1. */
  public boolean flag() {
    int value = octet();
    if (value > 1) {
      throw before(1, "expected 0 or 1, found " + value);
    }
    return value == 1;
  }

  /** 1 to 10 bytes, any 64 bits. */
  public long varint() {
    return at < end && bytes[at] >= 0 ? bytes[at++] : longVarint(); // most are small
  }

  private long longVarint() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      need(1, "a number");
      byte next = bytes[at++];
      if (shift == 63 && (next & 0xFE) != 0) {
        throw before(1, "expected a number of at most 64 bits");
      }
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        break;
      }
    }
    return value;
  }

  /** What {@link BytesOut#zigzag} wrote. */
  public long zigzag() {
    long value = varint();
    return (value >>> 1) ^ -(value & 1);
  }

  /** What {@link BytesOut#zigzag} wrote, if it has 32 bits. */
  public int int32() {
    int first = offset();
    long value = zigzag();
    if (value != (int) value) {
      throw new MalformedException(first, "expected a number of 32 bits, found " + value);
    }
    return (int) value;
  }

  /** 8 bytes. */
  public long fixed() {
    need(Long.BYTES, "8 bytes");
    long value = (long) LONGS.get(bytes, at);
    at += Long.BYTES;
    return value;
  }

  /** 8 bytes, IEEE 754; may be no number. */
  public double real() {
    return Double.longBitsToDouble(fixed());
  }

  /** A copy of so many bytes as their length says. */
  public byte[] bytes() {
    int length = length("bytes");
    at += length;
    return Arrays.copyOfRange(bytes, at - length, at);
  }

  /** A text, of which every byte must be sound UTF-8. */
  public String text() {
    return text(length("bytes of text"));
  }

  /** A text that is likely to come again: often the very string that was read the last time. */
  String name() {
    int length = length("bytes of text");
    String known = RecentNames.find(bytes, at, length);
    if (known == null) {
      return text(length);
    }
    at += length;
    return known;
  }

  private String text(int length) {
    String text = new String(bytes, at, length, StandardCharsets.UTF_8);
    if (text.indexOf('\uFFFD') >= 0) { // what unsound bytes are replaced by, unless it was written
      try {
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, at, length));
      } catch (CharacterCodingException e) {
        throw new MalformedException(offset(), "expected UTF-8", e);
      }
    }
    at += length;
    return text;
  }

  /** Reads a text, and says whether it is this part of another; makes no string of plain ASCII. */
  boolean textIs(String other, int from, int to) {
    int length = length("bytes of text");
    int first = at;
    at += length;
    for (int i = 0; i < to - from; i++) {
      char c = other.charAt(from + i);
      if (c >= 0x80) {
        return new String(bytes, first, length, StandardCharsets.UTF_8)
            .equals(other.substring(from, to));
      }
      if (i == length || bytes[first + i] != c) {
        return false;
      }
    }
    return length == to - from;
  }

  /** Reads a text, and gives the hash of it as a value; makes no string of plain ASCII. */
  int textHash() {
    int length = length("bytes of text");
    int all = 0;
    for (int i = 0; i < length; i++) {
      all |= bytes[at + i];
    }
    if (all < 0) {
      return ValueOrder.hash(text(length));
    }
    int first = at;
    at += length;
    return ValueOrder.hash(bytes, first, length);
  }

  /** Passes over 1 to 10 bytes. */
  void skipVarint() {
    long unused = varint();
  }

  /** Passes over a text or an array of bytes. */
  void skipBytes() {
    int length = length("bytes"); // on its own, as it moves where we are
    at += length;
  }

  /** Passes over 8 bytes. */
  void skipFixed() {
    need(Long.BYTES, "8 bytes");
    at += Long.BYTES;
  }

  private int length(String what) {
    return count(1, what);
  }

  /**
   * A count of things to follow.
   *
   * @param least the fewest bytes that one of them takes, at least 1
   * @param what they are, in the plural
   * @return how many, no more than can be there
   */
  public int count(int least, String what) {
    long count = varint();
    if (count < 0 || count > remaining() / least) {
      throw tooMany(count, what);
    }
    return (int) count;
  }

  private MalformedException tooMany(long count, String what) {
    return malformed(
        "expected "
            + Long.toUnsignedString(count)
            + " "
            + what
            + ", "
            + remaining()
            + " bytes remain");
  }

  /** A value, if there is one. */
  <T> @Nullable T optional(Function<BytesIn, T> reader) {
    return flag() ? reader.apply(this) : null;
  }

  /** A list of values of at least one byte each. */
  <T> List<T> list(Function<BytesIn, T> reader) {
    int count = count(1, "elements");
    List<T> list = new ArrayList<>(Math.min(count, ROOM));
    for (int i = 0; i < count; i++) {
      list.add(reader.apply(this));
    }
    return list;
  }

  /** A map; a key that comes twice is malformed. */
  <K, V> Map<K, V> map(Function<BytesIn, K> keys, Function<BytesIn, V> values) {
    int count = count(2, "entries");
    Map<K, V> map = new HashMap<>();
    for (int i = 0; i < count; i++) {
      K key = keys.apply(this);
      if (map.put(key, values.apply(this)) != null) {
        throw malformed("expected each key once, found again " + key);
      }
    }
    return map;
  }

  /** That these bytes are not what they should be, here. */
  MalformedException malformed(String problem) {
    return new MalformedException(offset(), problem);
  }

  /** That the bytes just read are not what they should be. */
  MalformedException before(int read, String problem) {
    return new MalformedException(offset() - read, problem);
  }

  private void need(int length, String what) {
    if (length > end - at) {
      throw malformed("expected " + what + ", " + remaining() + " bytes remain");
    }
  }
}
