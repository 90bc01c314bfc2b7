package teseus.server.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import teseus.space.Condition;

/** Reads conditions as people type them: {@code size=3}, {@code 'size>3'}, {@code name^=Ab}. */
final class ConditionArguments {
  private static final Pattern CONDITION =
      Pattern.compile("([^=!<>^@?]+)(?:(=|!=|<=|>=|<|>|\\^=|@=)(.*)|\\?)", Pattern.DOTALL);

  private ConditionArguments() {}

  /**
   * The condition that an argument says; empty if it is none.
   *
   * @throws IllegalArgumentException if it says one that is not allowed
   */
  static Optional<Condition> read(String argument) {
    Matcher parts = CONDITION.matcher(argument);
    return parts.matches()
        ? Optional.of(condition(parts.group(1), parts.group(2), parts.group(3)))
        : Optional.empty();
  }

  private static Condition condition(String path, @Nullable String operator, String operand) {
    if (operator == null) {
      return Condition.exists(path);
    }
    Object value = FieldArguments.value(operand);
    return switch (operator) {
      case "=" -> Condition.eq(path, value);
      case "!=" -> Condition.ne(path, value);
      case "<" -> Condition.lt(path, ordered(operand, value));
      case "<=" -> Condition.le(path, ordered(operand, value));
      case ">" -> Condition.gt(path, ordered(operand, value));
      case ">=" -> Condition.ge(path, ordered(operand, value));
      case "^=" -> Condition.prefix(path, value instanceof String text ? text : operand);
      default -> Condition.in(path, some(operand, value));
    };
  }

  /** What is neither a number nor a text as JSON is compared as the text it is. */
  private static Object ordered(String operand, @Nullable Object value) {
    return value instanceof Number || value instanceof String ? value : operand;
  }

  private static List<?> some(String operand, @Nullable Object value) {
    return value instanceof List<?> values
        ? values
        : Arrays.stream(operand.split(",", -1)).map(FieldArguments::value).toList();
  }
}
