package teseus.space;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A function of a tuple's fields that travels as data: changes to single fields, done in their
 * order, all or none. What is not named stays as it is.
 *
 * @param list at least one, at most {@value #MOST}
 */
public record Edits(List<Edit> list) {
  /** The most changes in one. */
  public static final int MOST = 64;

  public Edits {
    if (list.isEmpty() || list.size() > MOST) {
      throw new IllegalArgumentException("1 to " + MOST + " edits, was " + list.size());
    }
    list = List.copyOf(list);
  }

  /** Sets a field; see {@link Edit.Set}. */
  public static Edits set(String path, @Nullable Object value) {
    return new Edits(List.of(new Edit.Set(path, value)));
  }

  /** Adds to a number; see {@link Edit.Increment}. */
  public static Edits increment(String path, Number by) {
    return new Edits(List.of(new Edit.Increment(path, by)));
  }

  /** Adds to a list; see {@link Edit.Append}. */
  public static Edits append(String path, @Nullable Object value) {
    return new Edits(List.of(new Edit.Append(path, value)));
  }

  /** Sets a field that is missing or null; see {@link Edit.PutIfAbsent}. */
  public static Edits putIfAbsent(String path, @Nullable Object value) {
    return new Edits(List.of(new Edit.PutIfAbsent(path, value)));
  }

  /** Takes a field away; see {@link Edit.Remove}. */
  public static Edits remove(String path) {
    return new Edits(List.of(new Edit.Remove(path)));
  }

  /** These edits, and others after them. */
  public Edits then(Edits others) {
    List<Edit> all = new ArrayList<>(list);
    all.addAll(others.list);
    return new Edits(all);
  }

  /**
   * What becomes of a tuple, which itself stays as it is.
   *
   * @param limits on the result; its size is checked when it is encoded
   * @throws EditRefusedException naming the field, if it does not take its edit, or the result is
   *     beyond a limit
   */
  public Tuple applyTo(Tuple tuple, Limits limits) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>(tuple.fields());
    for (Edit edit : list) {
      apply(edit, fields);
    }
    try {
      return Tuple.of(tuple.type(), tuple.supertypes(), fields, limits);
    } catch (IllegalArgumentException e) {
      throw new EditRefusedException(e.getMessage() + "; nothing was changed");
    }
  }

  private static void apply(Edit edit, Map<String, @Nullable Object> fields) {
    String[] names = edit.path().split("\\.", -1);
    boolean make = !(edit instanceof Edit.Remove);
    Map<String, @Nullable Object> object = fields;
    for (int i = 0; i < names.length - 1; i++) {
      Map<String, @Nullable Object> inner = inner(edit, object.get(names[i]), make);
      if (inner == null) {
        return; // nothing is there to be taken away
      }
      object.put(names[i], inner);
      object = inner;
    }
    field(edit, object, names[names.length - 1]);
  }

  /** A copy of an object on the way, which may be changed; null if it is missing, and stays so. */
  private static @Nullable Map<String, @Nullable Object> inner(
      Edit edit, @Nullable Object value, boolean make) {
    if (value == null) {
      return make ? new LinkedHashMap<>() : null;
    }
    if (!(value instanceof Map<?, ?> there)) {
      throw refused(edit, "stands below a field that is no object");
    }
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    there.forEach((name, member) -> copy.put((String) name, member));
    return copy;
  }

  private static void field(Edit edit, Map<String, @Nullable Object> object, String name) {
    Object before = object.get(name);
    if (edit instanceof Edit.Set set) {
      object.put(name, set.value());
    } else if (edit instanceof Edit.Increment increment) {
      object.put(name, sum(increment, before));
    } else if (edit instanceof Edit.Append append) {
      object.put(name, longer(append, before));
    } else if (edit instanceof Edit.PutIfAbsent put) {
      object.put(name, before == null ? put.value() : before);
    } else {
      object.remove(name);
    }
  }

  private static Number sum(Edit.Increment increment, @Nullable Object before) {
    if (before == null) {
      return increment.by();
    }
    if (!(before instanceof Number number)) {
      throw refused(increment, "is no number");
    }
    Number sum = Decimals.sum(number, increment.by());
    if (sum == null) {
      throw refused(increment, "would get more digits than a tuple keeps");
    }
    return sum;
  }

  private static List<@Nullable Object> longer(Edit.Append append, @Nullable Object before) {
    List<@Nullable Object> longer = new ArrayList<>();
    if (before instanceof List<?> list) {
      longer.addAll(list);
    } else if (before != null) {
      throw refused(append, "is no list");
    }
    longer.add(append.value());
    return longer;
  }

  private static EditRefusedException refused(Edit edit, String why) {
    return new EditRefusedException(
        "field \"" + edit.path() + "\" " + why + "; nothing was changed");
  }

  static void path(String path) {
    boolean empty = path.isEmpty() || path.startsWith(".") || path.endsWith(".");
    if (empty || path.contains("..") || path.length() > Edit.MAX_PATH) {
      throw new IllegalArgumentException(
          "a path is field names joined by dots, at most " + Edit.MAX_PATH + " characters");
    }
  }
}
