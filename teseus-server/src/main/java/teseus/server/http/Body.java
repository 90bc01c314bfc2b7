package teseus.server.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request's outermost object, whose keys are all known. */
final class Body {
  private final Map<String, @Nullable Object> members;

  /**
   * The body, if it holds nothing that would be ignored.
   *
   * @throws ProblemException naming the keys that are not among {@code known}
   */
  Body(Map<String, @Nullable Object> members, String... known) {
    List<String> keys = Arrays.asList(known);
    List<String> unknown = members.keySet().stream().filter(key -> !keys.contains(key)).toList();
    if (!unknown.isEmpty()) {
      throw ProblemException.of(
          ProblemType.INVALID,
          "unknown keys " + unknown + "; known are " + keys,
          Map.of("unknown", unknown));
    }
    this.members = members;
  }

  boolean has(String key) {
    return members.get(key) != null;
  }

  String text(String key) {
    return optionalText(key).orElseThrow(() -> invalid(key, "is missing"));
  }

  Optional<String> optionalText(String key) {
    return optional(key, String.class, "is a text");
  }

  /** Texts; none if the key is missing. */
  List<String> texts(String key) {
    List<?> values = optional(key, List.class, "is a list of texts").orElse(List.of());
    for (Object value : values) {
      if (!(value instanceof String)) {
        throw invalid(key, "is a list of texts");
      }
    }
    return values.stream().map(String.class::cast).toList();
  }

  /** A whole number within bounds. */
  long whole(String key, long least, long most) {
    Number number =
        optional(key, Number.class, "is a number").orElseThrow(() -> invalid(key, "is missing"));
    boolean whole = number instanceof Long || number instanceof Integer;
    if (!whole || number.longValue() < least || number.longValue() > most) {
      throw invalid(key, "is a whole number, " + least + " to " + most);
    }
    return number.longValue();
  }

  boolean flag(String key) {
    return optional(key, Boolean.class, "is true or false").orElse(false);
  }

  @SuppressWarnings("unchecked") // JsonIn makes no other maps
  Optional<Map<String, @Nullable Object>> object(String key) {
    return optional(key, Map.class, "is an object")
        .map(object -> (Map<String, @Nullable Object>) object);
  }

  /** A list of objects, whose keys are all known. */
  List<Body> objects(String key, String... known) {
    List<?> list =
        optional(key, List.class, "is a list").orElseThrow(() -> invalid(key, "is missing"));
    List<Body> bodies = new ArrayList<>();
    for (Object element : list) {
      bodies.add(new Body(asObject(key, element), known));
    }
    return bodies;
  }

  @SuppressWarnings("unchecked") // JsonIn makes no other maps
  private static Map<String, @Nullable Object> asObject(String key, @Nullable Object element) {
    if (element instanceof Map<?, ?> object) {
      return (Map<String, @Nullable Object>) object;
    }
    throw invalid(key, "is a list of objects");
  }

  /** Any value, null if it is that or is missing. */
  @Nullable Object value(String key) {
    return members.get(key);
  }

  /** Whether it is there, be it null. */
  boolean names(String key) {
    return members.containsKey(key);
  }

  private <T> Optional<T> optional(String key, Class<T> kind, String want) {
    Object value = members.get(key);
    if (value == null) {
      return Optional.empty();
    }
    if (!kind.isInstance(value)) {
      throw invalid(key, want);
    }
    return Optional.of(kind.cast(value));
  }

  static ProblemException invalid(String key, String why) {
    return ProblemException.of(ProblemType.INVALID, "\"" + key + "\" " + why);
  }
}
