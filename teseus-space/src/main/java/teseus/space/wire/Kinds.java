package teseus.space.wire;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The records of one sealed family, each with its tag byte, its writer and its reader side by side.
 * A tag is never used again for something else.
 */
final class Kinds<T> {
  private final String family;
  private final Map<Class<?>, Kind<T>> byType = new HashMap<>();

  @SuppressWarnings({"unchecked", "rawtypes"}) // no array of a parameterized type can be made
  private final @Nullable Kind<T>[] byTag = new Kind[256];

  private record Kind<T>(
      int tag, BiConsumer<BytesOut, T> writer, Function<BytesIn, ? extends T> reader) {}

  /** A family with this name, of no kinds yet. */
  Kinds(String family) {
    this.family = family;
  }

  /** Adds a kind. */
  <K extends T> void add(
      int tag, Class<K> type, BiConsumer<BytesOut, K> writer, Function<BytesIn, K> reader) {
    Kind<T> kind = new Kind<>(tag, (out, value) -> writer.accept(out, type.cast(value)), reader);
    if (byTag[tag] != null || byType.put(type, kind) != null) {
      throw new IllegalArgumentException(
          family + " " + type.getName() + ": the tag " + tag + " or the type is taken");
    }
    byTag[tag] = kind;
  }

  /** The types that can be written. */
  Set<Class<?>> types() {
    return Set.copyOf(byType.keySet());
  }

  void write(BytesOut out, T value) {
    Kind<T> kind = byType.get(value.getClass());
    if (kind == null) {
      throw new IllegalArgumentException(family + " of no known kind: " + value.getClass());
    }
    out.octet(kind.tag());
    kind.writer().accept(out, value);
  }

  T read(BytesIn in) {
    int tag = in.octet();
    Kind<T> kind = byTag[tag];
    if (kind == null) {
      throw in.before(1, "expected the tag of " + family + ", found " + tag);
    }
    return kind.reader().apply(in);
  }
}
