package teseus.space.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Bytes being written, as many as an array holds; {@link BytesIn} reads them. Each method appends.
 * One thread at a time.
 */
public final class BytesOut {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final int MOST = Integer.MAX_VALUE - 8; // arrays of more are refused by some JVMs

  private byte[] bytes;
  private int size;

  /** Starts empty. */
  public BytesOut() {
    this(64);
  }

  /**
   * Starts empty.
   *
   * @param expected how many bytes to make room for at first, at least 0
   */
  public BytesOut(int expected) {
    bytes = new byte[Math.max(16, expected)];
  }

  /** One byte, the low 8 bits of the value. */
  public void octet(int value) {
    room(1);
    bytes[size++] = (byte) value;
  }

  /** One byte, 0 or 1. */
  public void flag(boolean value) {
    octet(value ? 1 : 0);
  }

  /**
   * 1 to 10 bytes, 7 bits each, the low ones first: short where the value is small and unsigned.
   */
  public void varint(long value) {
    room(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  /** 1 to 10 bytes: short where the value is close to 0 on either side. */
  public void zigzag(long value) {
    varint((value << 1) ^ (value >> 63));
  }

  /** 8 bytes, the high ones first: for what is rarely small. */
  public void fixed(long value) {
    room(Long.BYTES);
    LONGS.set(bytes, size, value);
    size += Long.BYTES;
  }

  /** 8 bytes, IEEE 754. */
  public void real(double value) {
    fixed(Double.doubleToLongBits(value));
  }

  /** A varint length, then so many bytes. */
  public void bytes(byte[] value) {
    varint(value.length);
    raw(value, value.length);
  }

  /**
   * A varint length, then so many bytes of UTF-8.
   *
   * @throws IllegalArgumentException if the text holds half a surrogate pair, which UTF-8 cannot
   *     say; nothing is written
   */
  public void text(String value) {
    int start = size;
    varint(value.length());
    room(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c >= 0x80) {
        size = start;
        wide(value);
        return;
      }
      bytes[size++] = (byte) c;
    }
  }

  private void wide(String value) {
    ByteBuffer utf8;
    try {
      utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(value));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "a text of " + value.length() + " characters holds half a surrogate pair", e);
    }
    varint(utf8.remaining());
    raw(utf8.array(), utf8.remaining());
  }

  /** A flag, and the value if there is one. */
  <T> void optional(@Nullable T value, BiConsumer<BytesOut, T> writer) {
    flag(value != null);
    if (value != null) {
      writer.accept(this, value);
    }
  }

  /** A varint count, then the elements in their order. */
  <T> void list(List<T> elements, BiConsumer<BytesOut, T> writer) {
    varint(elements.size());
    for (int i = 0; i < elements.size(); i++) {
      writer.accept(this, elements.get(i));
    }
  }

  /** A varint count, then the elements sorted: equal sets give equal bytes. */
  <T extends Comparable<? super T>> void set(
      Collection<T> elements, BiConsumer<BytesOut, T> writer) {
    list(elements.stream().sorted().toList(), writer);
  }

  /** A varint count, then the entries sorted by key: equal maps give equal bytes. */
  <K, V> void map(
      Map<K, V> entries,
      Comparator<? super K> order,
      BiConsumer<BytesOut, K> keys,
      BiConsumer<BytesOut, V> values) {
    list(
        entries.entrySet().stream().sorted(Map.Entry.comparingByKey(order)).toList(),
        (out, entry) -> {
          keys.accept(out, entry.getKey());
          values.accept(out, entry.getValue());
        });
  }

  /** How many bytes were written. */
  public int size() {
    return size;
  }

  /** A copy of what was written. */
  public byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  private void raw(byte[] value, int length) {
    room(length);
    System.arraycopy(value, 0, bytes, size, length);
    size += length;
  }

  private void room(int more) {
    if (more > bytes.length - size) {
      if (more > MOST - size) {
        throw new IllegalArgumentException("more than " + MOST + " bytes cannot be encoded");
      }
      int doubled = (int) Math.min(MOST, bytes.length * 2L);
      bytes = Arrays.copyOf(bytes, Math.max(doubled, size + more));
    }
  }
}
