package teseus.space.host;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import teseus.space.Limits;
import teseus.space.Space;
import teseus.space.Tuple;
import teseus.space.wire.Active;
import teseus.space.wire.TupleCodec;

/** The tuple that stands for an active one whose function gave no result. */
final class EvalFailure {
  private static final int MOST_WORDS = 200; // with the name it fits the least limit on a tuple

  private EvalFailure() {}

  /** Within the limits, with the argument if that fits. */
  static Tuple of(Active active, String why, Limits limits) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("function", active.function());
    fields.put("why", words(why));
    Tuple bare = Tuple.of(Space.EVAL_FAILED, fields);
    try {
      Tuple argument = TupleCodec.decode(active.type(), active.fields());
      fields.put("type", argument.type());
      fields.put("argument", argument.fields());
      Tuple whole = Tuple.of(Space.EVAL_FAILED, fields, limits);
      return TupleCodec.encode(whole, limits).length <= limits.bytes() ? whole : bare;
    } catch (IllegalArgumentException tooMuch) {
      return bare;
    }
  }

  /** Whole characters, whatever a function threw. */
  private static String words(String why) {
    String some = why.length() <= MOST_WORDS ? why : why.substring(0, MOST_WORDS);
    return new String(some.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
