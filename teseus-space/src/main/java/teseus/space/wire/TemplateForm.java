package teseus.space.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import teseus.space.Condition;
import teseus.space.Template;

/**
 * A template as the maps, lists and values that JSON has, for people and other languages:
 *
 * <pre>
 * {"type": "Order",
 *  "where": {"sku": "pen", "qty": {"gt": 2, "le": 10}, "customer.name": {"prefix": "Ab"},
 *            "or": [{"state": "new"}, {"state": "late", "paid": true}],
 *            "not": {"tag": {"in": ["x", "y"]}}}}
 * </pre>
 *
 * <p>All members of {@code where} must hold. A path stands beside what the field equals, or beside
 * an object of {@code eq, ne, in, lt, le, gt, ge, prefix, exists}; so to equal an object is {@code
 * {"eq": {...}}}. {@code and}, {@code or} and {@code not} hold more of the same. A field that is
 * itself called so is written with a dot before it: {@code ".or"}. A path never begins with one, as
 * no name is empty.
 */
public final class TemplateForm {
  static final String TYPE = "type";
  static final String WHERE = "where";
  static final String AND = "and";
  static final String OR = "or";
  static final String NOT = "not";

  /** How deep maps of conditions stand within each other, at most. */
  public static final int MAX_DEPTH = 2 * Condition.MAX_DEPTH;

  private static final List<String> JOINS = List.of(AND, OR, NOT);
  private static final String OTHERWISE = ".";

  private TemplateForm() {}

  /** The form of a template; {@link #read} gives one that matches the same. */
  public static Map<String, @Nullable Object> of(Template template) {
    Map<String, @Nullable Object> form = new LinkedHashMap<>();
    if (template.type() != null) {
      form.put(TYPE, template.type());
    }
    if (!template.conditions().isEmpty()) {
      form.put(WHERE, where(template.conditions()));
    }
    return form;
  }

  /**
   * The template that a form says. Nothing in it is ignored.
   *
   * @param form of texts, booleans, numbers, lists, maps and null
   * @throws TemplateFormException if it is none; it says where and why
   */
  public static Template read(Map<String, ? extends @Nullable Object> form) {
    return TemplateFormReader.template(form);
  }

  /** The path that a key stands for, which is neither of the words that join conditions. */
  static String path(String key) {
    return key.startsWith(OTHERWISE) ? key.substring(OTHERWISE.length()) : key;
  }

  private static String key(String path) {
    return JOINS.contains(path) || path.startsWith(OTHERWISE) ? OTHERWISE + path : path;
  }

  private static Map<String, @Nullable Object> where(List<Condition> conditions) {
    Map<String, @Nullable Object> where = new LinkedHashMap<>();
    List<Map<String, @Nullable Object>> further = new ArrayList<>(); // their key is taken
    List<Condition> parts = new ArrayList<>();
    flatten(conditions, parts);
    for (Condition condition : parts) {
      String key = key(condition);
      if (where.containsKey(key)) {
        further.add(where(List.of(condition)));
      } else {
        where.put(key, value(condition));
      }
    }
    if (!further.isEmpty()) {
      where.put(AND, further);
    }
    return where;
  }

  private static void flatten(List<Condition> conditions, List<Condition> into) {
    for (Condition condition : conditions) {
      if (condition instanceof Condition.All all) {
        flatten(all.of(), into);
      } else {
        into.add(condition);
      }
    }
  }

  private static String key(Condition condition) {
    if (condition instanceof Condition.Equal equal) {
      return key(equal.path());
    }
    if (condition instanceof Condition.In in) {
      return key(in.path());
    }
    if (condition instanceof Condition.Range range) {
      return key(range.path());
    }
    if (condition instanceof Condition.Prefix prefix) {
      return key(prefix.path());
    }
    if (condition instanceof Condition.Exists exists) {
      return key(exists.path());
    }
    if (condition instanceof Condition.Not not) {
      boolean ofField = not.of() instanceof Condition.Equal || not.of() instanceof Condition.Exists;
      return ofField ? key(not.of()) : NOT;
    }
    return OR;
  }

  private static @Nullable Object value(Condition condition) {
    if (condition instanceof Condition.Equal equal) {
      return equal.value() instanceof Map ? one("eq", equal.value()) : equal.value();
    }
    if (condition instanceof Condition.In in) {
      return one("in", in.values());
    }
    if (condition instanceof Condition.Range range) {
      return bounds(range);
    }
    if (condition instanceof Condition.Prefix prefix) {
      return one("prefix", prefix.prefix());
    }
    if (condition instanceof Condition.Exists) {
      return one("exists", true);
    }
    if (condition instanceof Condition.Not not) {
      return not(not.of());
    }
    List<Map<String, @Nullable Object>> some = new ArrayList<>();
    ((Condition.AnyOf) condition).of().forEach(each -> some.add(where(List.of(each))));
    return some;
  }

  private static Map<String, @Nullable Object> not(Condition condition) {
    if (condition instanceof Condition.Equal equal) {
      return one("ne", equal.value());
    }
    return condition instanceof Condition.Exists ? one("exists", false) : where(List.of(condition));
  }

  private static Map<String, @Nullable Object> bounds(Condition.Range range) {
    Map<String, @Nullable Object> bounds = new LinkedHashMap<>();
    if (range.low() != null) {
      bounds.put(range.low().included() ? "ge" : "gt", range.low().value());
    }
    if (range.high() != null) {
      bounds.put(range.high().included() ? "le" : "lt", range.high().value());
    }
    return bounds;
  }

  private static Map<String, @Nullable Object> one(String operator, @Nullable Object value) {
    Map<String, @Nullable Object> one = new LinkedHashMap<>();
    one.put(operator, value);
    return one;
  }
}
