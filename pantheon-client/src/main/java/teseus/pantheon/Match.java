package teseus.pantheon;

import org.jspecify.annotations.Nullable;
import teseus.space.Template;

/**
 * Which objects of a class a read or a take wants.
 *
 * @param javaType what a match is given out as
 * @param template what matches
 * @param <T> that class
 */
public record Match<T>(Class<T> javaType, Template template) {
  /** Every object of a class: every tuple of the type that the class stands for. */
  public static <T> Match<T> type(Class<T> javaType) {
    return new Match<>(javaType, Template.ofType(Mapping.type(javaType)));
  }

  /**
   * This match with one more condition.
   *
   * @param path field names joined by dots
   * @param value what the field must equal; null is null or missing; numbers are equal by value
   * @throws IllegalArgumentException if the value is none that a tuple holds
   */
  public Match<T> where(String path, @Nullable Object value) {
    return new Match<>(javaType, template.where(path, value));
  }
}
