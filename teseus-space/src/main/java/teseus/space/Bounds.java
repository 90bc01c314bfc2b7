package teseus.space;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What conditions are checked for when they are made. */
final class Bounds {
  private Bounds() {}

  static void path(String path) {
    if (path.length() > Condition.MAX_PATH) {
      throw new IllegalArgumentException(
          "a path has at most " + Condition.MAX_PATH + " characters, was " + path.length());
    }
    int names = 1;
    for (int i = path.indexOf('.'); i >= 0; i = path.indexOf('.', i + 1)) {
      names++;
    }
    if (names > Condition.MAX_NAMES) {
      throw new IllegalArgumentException(
          "a path has at most " + Condition.MAX_NAMES + " names, was " + names);
    }
  }

  static void count(String what, int count, int most) {
    if (count < 1 || count > most) {
      throw new IllegalArgumentException(what + " are 1 to " + most + ", were " + count);
    }
  }

  /** A value that others can be less or greater than, in the form that a tuple keeps. */
  static Object ordered(Object value) {
    Object kept = Tuple.value(value);
    if (kept instanceof Number || kept instanceof String) {
      return kept;
    }
    throw new IllegalArgumentException(
        "a range goes from and to a number or a text, not a " + value.getClass().getSimpleName());
  }

  static void range(String path, Condition.@Nullable Bound low, Condition.@Nullable Bound high) {
    if (low == null && high == null) {
      throw new IllegalArgumentException("the range of \"" + path + "\" has no bound");
    }
    if (low == null || high == null) {
      return;
    }
    if (!ValueOrder.comparable(low.value(), high.value())) {
      throw new IllegalArgumentException(
          "the range of \"" + path + "\" goes from a number to a text, or the reverse");
    }
    if (ValueOrder.compare(low.value(), high.value()) > 0) {
      throw new IllegalArgumentException(
          "the range of \"" + path + "\" begins above its end: no value lies in it");
    }
  }

  /** The conditions that stand within another. */
  static List<Condition> within(List<Condition> conditions) {
    count("conditions to combine", conditions.size(), Condition.MAX_CONDITIONS - 1);
    List<Condition> kept = List.copyOf(conditions);
    whole(kept, 1, Condition.MAX_DEPTH - 1);
    return kept;
  }

  /** The conditions of a template. */
  static List<Condition> template(List<Condition> conditions) {
    most(conditions.size());
    List<Condition> kept = List.copyOf(conditions);
    whole(kept, 0, Condition.MAX_DEPTH);
    return kept;
  }

  private static void whole(List<Condition> conditions, int before, int levels) {
    int count = before;
    for (Condition condition : conditions) {
      count += count(condition, levels);
    }
    most(count);
  }

  private static void most(int count) {
    if (count > Condition.MAX_CONDITIONS) {
      throw new IllegalArgumentException(
          "a template has at most " + Condition.MAX_CONDITIONS + " conditions, was " + count);
    }
  }

  /** How many conditions one is, itself counted. */
  private static int count(Condition condition, int levels) {
    if (levels == 0) {
      throw new IllegalArgumentException(
          "conditions stand at most " + Condition.MAX_DEPTH + " deep within each other");
    }
    int count = 1;
    for (Condition part : parts(condition)) {
      count += count(part, levels - 1);
    }
    return count;
  }

  private static List<Condition> parts(Condition condition) {
    if (condition instanceof Condition.All all) {
      return all.of();
    }
    if (condition instanceof Condition.AnyOf any) {
      return any.of();
    }
    return condition instanceof Condition.Not not ? List.of(not.of()) : List.of();
  }

  static String joined(List<Condition> conditions, String by) {
    return conditions.stream().map(Condition::toString).collect(Collectors.joining(by));
  }
}
