package teseus.space.wire;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import teseus.space.Condition;
import teseus.space.Template;

/**
 * A template as bytes.
 *
 * <pre>
 * template  = type (flag, text if set), conditions
 * conditions = count (varint), so many conditions
 * condition = tag (1 byte), then
 *   0 equal   path (text), value
 *   1 in      path, count (varint), so many values
 *   2 range   path, low and high, each a flag and, if set: included (flag), value
 *   3 prefix  path, text
 *   4 exists  path
 *   5 all     conditions
 *   6 any of  conditions
 *   7 not     condition
 * </pre>
 *
 * <p>Values are laid out as in {@link TupleCodec}. At most {@link Condition#MAX_CONDITIONS} in all,
 * {@link Condition#MAX_DEPTH} deep. Pure functions, to be called from any thread.
 */
public final class TemplateCodec {
  /** The most bytes of one template: it may stand in the queue of every segment. */
  public static final int MAX_BYTES = 64 << 10;

  private static final int EQUAL = 0;
  private static final int IN = 1;
  private static final int RANGE = 2;
  private static final int PREFIX = 3;
  private static final int EXISTS = 4;
  private static final int ALL = 5;
  private static final int ANY_OF = 6;
  private static final int NOT = 7;

  private TemplateCodec() {}

  /**
   * Checks that a template can be sent.
   *
   * @throws IllegalArgumentException if it takes more than {@value #MAX_BYTES} bytes, or holds what
   *     {@link TupleCodec#encode} refuses too
   */
  public static void check(Template template) {
    BytesOut out = new BytesOut();
    write(out, template);
    if (out.size() > MAX_BYTES) {
      throw new IllegalArgumentException(
          "the template takes " + out.size() + " bytes, at most " + MAX_BYTES + " allowed");
    }
  }

  static void write(BytesOut out, Template template) {
    out.optional(template.type(), BytesOut::text);
    out.list(template.conditions(), TemplateCodec::write);
  }

  private static void write(BytesOut out, Condition condition) {
    if (condition instanceof Condition.Equal equal) {
      head(out, EQUAL, equal.path());
      Values.write(out, equal.value());
    } else if (condition instanceof Condition.In in) {
      head(out, IN, in.path());
      out.varint(in.values().size());
      in.values().forEach(value -> Values.write(out, value));
    } else if (condition instanceof Condition.Range range) {
      head(out, RANGE, range.path());
      out.optional(range.low(), TemplateCodec::write);
      out.optional(range.high(), TemplateCodec::write);
    } else if (condition instanceof Condition.Prefix prefix) {
      head(out, PREFIX, prefix.path());
      out.text(prefix.prefix());
    } else if (condition instanceof Condition.Exists exists) {
      head(out, EXISTS, exists.path());
    } else if (condition instanceof Condition.All all) {
      out.octet(ALL);
      out.list(all.of(), TemplateCodec::write);
    } else if (condition instanceof Condition.AnyOf any) {
      out.octet(ANY_OF);
      out.list(any.of(), TemplateCodec::write);
    } else {
      out.octet(NOT);
      write(out, ((Condition.Not) condition).of());
    }
  }

  private static void head(BytesOut out, int tag, String path) {
    out.octet(tag);
    out.text(path);
  }

  private static void write(BytesOut out, Condition.Bound bound) {
    out.flag(bound.included());
    Values.write(out, bound.value());
  }

  static Template read(BytesIn in) {
    String type = in.optional(BytesIn::name);
    return new Template(type, conditions(in, 1));
  }

  private static List<Condition> conditions(BytesIn in, int depth) {
    int count = in.count(2, "conditions");
    if (count > Condition.MAX_CONDITIONS) {
      throw in.malformed(
          "expected at most " + Condition.MAX_CONDITIONS + " conditions, found " + count);
    }
    List<Condition> conditions = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      conditions.add(condition(in, depth));
    }
    return conditions;
  }

  private static Condition condition(BytesIn in, int depth) {
    if (depth > Condition.MAX_DEPTH) { // before the stack ends
      throw in.malformed("expected conditions at most " + Condition.MAX_DEPTH + " deep");
    }
    int tag = in.octet();
    return switch (tag) {
      case EQUAL -> new Condition.Equal(in.name(), Values.read(in, 1));
      case IN -> new Condition.In(in.name(), values(in));
      case RANGE ->
          new Condition.Range(
              in.name(), in.optional(TemplateCodec::bound), in.optional(TemplateCodec::bound));
      case PREFIX -> new Condition.Prefix(in.name(), in.text());
      case EXISTS -> new Condition.Exists(in.name());
      case ALL -> new Condition.All(conditions(in, depth + 1));
      case ANY_OF -> new Condition.AnyOf(conditions(in, depth + 1));
      case NOT -> new Condition.Not(condition(in, depth + 1));
      default -> throw in.before(1, "expected the tag of a condition, 0 to 7, found " + tag);
    };
  }

  private static List<@Nullable Object> values(BytesIn in) {
    int count = in.count(1, "values");
    if (count > Condition.MAX_VALUES) {
      throw in.malformed("expected at most " + Condition.MAX_VALUES + " values, found " + count);
    }
    List<@Nullable Object> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      values.add(Values.read(in, 1));
    }
    return values;
  }

  private static Condition.Bound bound(BytesIn in) {
    boolean included = in.flag();
    Object value = Values.read(in, 1);
    if (value == null) {
      throw in.malformed("expected a number or a text as the bound of a range, found null");
    }
    return new Condition.Bound(value, included);
  }
}
