package teseus.space;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of one object, checked one at a time and kept without another copy. */
final class FieldsBuilder {
  private final String path;
  private final Limits limits;
  private final int depth;
  private String[] names;
  private @Nullable Object[] values;
  private int size;
  private @Nullable Map<String, @Nullable Object> many;

  /**
   * No fields yet.
   *
   * @param path of the object, for whoever has to read what is wrong with it; empty for a tuple
   * @param expected how many fields will be added, about
   * @param depth of the object itself
   */
  FieldsBuilder(String path, int expected, Limits limits, int depth) {
    this.path = path;
    this.limits = limits;
    this.depth = depth;
    names = new String[Math.min(expected, FewFields.MOST)];
    values = new @Nullable Object[names.length];
  }

  /** Adds a field. */
  void add(String name, @Nullable Object value) {
    Tuple.name("a field's name", name);
    Object kept = Tuple.value(path, name, value, limits, depth);
    if (many == null && size == FewFields.MOST) {
      many = spilled();
    }
    if (many == null) {
      once(name, FewFields.find(names, size, name) >= 0);
      if (size == names.length) {
        names = Arrays.copyOf(names, FewFields.MOST);
        values = Arrays.copyOf(values, FewFields.MOST);
      }
      names[size] = name;
      values[size++] = kept;
    } else {
      once(name, many.containsKey(name));
      many.put(name, kept);
    }
  }

  private static void once(String name, boolean known) {
    if (known) {
      throw new IllegalArgumentException("expected each field once, found again \"" + name + "\"");
    }
  }

  private Map<String, @Nullable Object> spilled() {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      all.put(names[i], values[i]);
    }
    return all;
  }

  /** All fields, unmodifiable. Nothing may be added afterwards. */
  Map<String, @Nullable Object> fields() {
    if (many != null) {
      return Collections.unmodifiableMap(many);
    }
    return size == names.length
        ? new FewFields(names, values)
        : new FewFields(Arrays.copyOf(names, size), Arrays.copyOf(values, size));
  }
}
