package teseus.space;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a read or a take matches on: a type, if named, and conditions on fields. Fields not named
 * are wildcards. As bytes it takes at most 64 KiB; whoever asks with a longer one is refused.
 *
 * @param type the type, whose subtypes match too, or null for any
 * @param conditions all of which must hold, at most {@value Condition#MAX_CONDITIONS} with those
 *     within others
 */
public record Template(@Nullable String type, List<Condition> conditions) {
  public Template {
    if (type != null) {
      Tuple.name("type", type);
    }
    conditions = Bounds.template(conditions);
  }

  /** Matches every tuple. */
  public static Template any() {
    return new Template(null, List.of());
  }

  /** Matches every tuple of a type and of its subtypes. */
  public static Template ofType(String type) {
    return new Template(type, List.of());
  }

  /**
   * This template with one more condition.
   *
   * @param path field names joined by dots
   * @param value what the field must equal; null is null or missing
   * @throws IllegalArgumentException if the condition is one too many, or not allowed
   */
  public Template where(String path, @Nullable Object value) {
    return and(Condition.eq(path, value));
  }

  /**
   * This template with one more condition.
   *
   * @throws IllegalArgumentException if it is one too many
   */
  public Template and(Condition condition) {
    List<Condition> more = new ArrayList<>(conditions);
    more.add(condition);
    return new Template(type, more);
  }

  /** Whether the tuple is of the type or a subtype of it, and meets every condition. */
  public boolean matches(Tuple tuple) {
    if (type != null && !tuple.is(type)) {
      return false;
    }
    for (Condition condition : conditions) {
      if (!condition.holds(tuple::at)) {
        return false;
      }
    }
    return true;
  }
}
