package teseus.space.wire;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import teseus.space.Condition;
import teseus.space.Condition.Bound;
import teseus.space.Template;

/** Reads {@link TemplateForm}, and says where it is wrong. */
final class TemplateFormReader {
  private static final List<String> LOW = List.of("gt", "ge");
  private static final List<String> HIGH = List.of("lt", "le");
  private static final String OPERATORS = "eq, ne, in, lt, le, gt, ge, prefix and exists";

  private TemplateFormReader() {}

  static Template template(Map<?, ?> form) {
    Set<Object> unknown = new LinkedHashSet<>(form.keySet());
    unknown.removeAll(List.of(TemplateForm.TYPE, TemplateForm.WHERE));
    if (!unknown.isEmpty()) {
      throw wrong("", "unknown keys " + unknown + "; known are [type, where]");
    }
    Object type = form.get(TemplateForm.TYPE);
    if (type != null && !(type instanceof String)) {
      throw wrong("/type", "is a text");
    }
    Template bare = at("/type", () -> new Template((String) type, List.of()));
    Object where = form.get(TemplateForm.WHERE);
    if (where == null) {
      return bare;
    }
    List<Condition> conditions = new ArrayList<>();
    readAll(where, "/where", 1, conditions);
    return at("/where", () -> new Template(bare.type(), conditions));
  }

  /** Reads a map of conditions, all of which must hold. */
  private static void readAll(@Nullable Object form, String at, int depth, List<Condition> into) {
    if (!(form instanceof Map<?, ?> where)) {
      throw wrong(at, "is an object of conditions");
    }
    if (depth > TemplateForm.MAX_DEPTH) {
      throw wrong(at, "is nested deeper than " + TemplateForm.MAX_DEPTH + " conditions");
    }
    where.forEach(
        (key, value) -> {
          String here = at + "/" + escaped(key);
          switch (key.toString()) {
            case TemplateForm.AND -> {
              List<?> parts = parts(value, here);
              for (int i = 0; i < parts.size(); i++) {
                readAll(parts.get(i), here + "/" + i, depth + 1, into);
              }
            }
            case TemplateForm.OR -> {
              List<Condition> some = new ArrayList<>();
              List<?> parts = parts(value, here);
              for (int i = 0; i < parts.size(); i++) {
                some.add(readOne(parts.get(i), here + "/" + i, depth + 1));
              }
              into.add(at(here, () -> new Condition.AnyOf(some)));
            }
            case TemplateForm.NOT -> {
              Condition one = readOne(value, here, depth + 1);
              into.add(at(here, () -> Condition.not(one)));
            }
            default -> readField(TemplateForm.path(key.toString()), value, here, into);
          }
        });
  }

  private static List<?> parts(@Nullable Object value, String at) {
    if (value instanceof List<?> parts && !parts.isEmpty()) {
      return parts;
    }
    throw wrong(at, "is a list of objects of conditions, one or more");
  }

  private static Condition readOne(@Nullable Object form, String at, int depth) {
    List<Condition> all = new ArrayList<>();
    readAll(form, at, depth, all);
    if (all.isEmpty()) {
      throw wrong(at, "holds no condition");
    }
    return all.size() == 1 ? all.get(0) : at(at, () -> new Condition.All(all));
  }

  private static void readField(
      String path, @Nullable Object value, String at, List<Condition> into) {
    if (!(value instanceof Map<?, ?> operators)) {
      into.add(at(at, () -> Condition.eq(path, value)));
      return;
    }
    if (operators.isEmpty()) {
      throw wrong(at, "names no operator; to equal an object is {\"eq\": {...}}");
    }
    for (Map.Entry<?, ?> each : operators.entrySet()) {
      String operator = each.getKey().toString();
      String here = at + "/" + escaped(operator);
      if (!LOW.contains(operator) && !HIGH.contains(operator)) {
        into.add(at(here, () -> condition(path, operator, each.getValue(), here)));
      }
    }
    Bound low = bound(operators, LOW, at);
    Bound high = bound(operators, HIGH, at);
    if (low != null || high != null) {
      into.add(at(at, () -> new Condition.Range(path, low, high)));
    }
  }

  private static Condition condition(
      String path, String operator, @Nullable Object operand, String at) {
    switch (operator) {
      case "eq":
        return Condition.eq(path, operand);
      case "ne":
        return Condition.ne(path, operand);
      case "in":
        if (operand instanceof List<?> values) {
          return Condition.in(path, values);
        }
        throw wrong(at, "is a list of values");
      case "prefix":
        if (operand instanceof String prefix) {
          return Condition.prefix(path, prefix);
        }
        throw wrong(at, "is a text");
      case "exists":
        if (operand instanceof Boolean there) {
          return there ? Condition.exists(path) : Condition.not(Condition.exists(path));
        }
        throw wrong(at, "is true or false");
      default:
        throw wrong(
            at,
            "is no operator; known are " + OPERATORS + "; to equal an object is {\"eq\": {...}}");
    }
  }

  private static @Nullable Bound bound(Map<?, ?> operators, List<String> names, String at) {
    Bound found = null;
    for (String name : names) {
      if (operators.containsKey(name)) {
        if (found != null) {
          throw wrong(at, "has both " + String.join(" and ", names));
        }
        Object value = bound(operators.get(name), at + "/" + name);
        found = at(at + "/" + name, () -> new Bound(value, name.endsWith("e")));
      }
    }
    return found;
  }

  private static Object bound(@Nullable Object value, String at) {
    if (value instanceof Number || value instanceof String) {
      return value;
    }
    throw wrong(at, "is a number or a text");
  }

  /** What is made of a part of the form, or what is wrong with that part. */
  private static <T> T at(String pointer, Supplier<T> making) {
    try {
      return making.get();
    } catch (TemplateFormException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw wrong(pointer, String.valueOf(e.getMessage()));
    }
  }

  private static TemplateFormException wrong(String pointer, String why) {
    return new TemplateFormException(pointer, pointer.isEmpty() ? why : pointer + " " + why);
  }

  private static String escaped(Object key) {
    return key.toString().replace("~", "~0").replace("/", "~1");
  }
}
