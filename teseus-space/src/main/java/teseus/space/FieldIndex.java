package teseus.space;

import java.util.Comparator;

/**
 * An index on a field of the tuples of a type and of its subtypes.
 *
 * @param type 1 to {@value Tuple#MAX_NAME} characters; whether or not there are such tuples
 * @param path the field: names joined by dots, as in a {@link Condition}
 * @param ordered whether it serves ranges and prefixes too; it is larger and slower for equality
 */
public record FieldIndex(String type, String path, boolean ordered)
    implements Comparable<FieldIndex> {
  /** The most that a cluster has declared. */
  public static final int MOST = 1_024;

  /** The most that are declared for one type: each costs every token of it memory. */
  public static final int MOST_OF_A_TYPE = 16;

  private static final Comparator<FieldIndex> ORDER =
      Comparator.comparing(FieldIndex::type)
          .thenComparing(FieldIndex::path)
          .thenComparing(FieldIndex::ordered);

  /**
   * An index.
   *
   * @throws IllegalArgumentException if the type or the path is beyond its bounds
   */
  public FieldIndex {
    if (type.isEmpty() || type.length() > Tuple.MAX_NAME) {
      throw new IllegalArgumentException(
          "a type has 1 to " + Tuple.MAX_NAME + " characters, had " + type.length());
    }
    Bounds.path(path);
  }

  @Override
  public int compareTo(FieldIndex other) {
    return ORDER.compare(this, other);
  }

  /** Such as {@code ordered index on Order.price}. */
  @Override
  public String toString() {
    return (ordered ? "ordered index on " : "index on ") + type + "." + path;
  }
}
