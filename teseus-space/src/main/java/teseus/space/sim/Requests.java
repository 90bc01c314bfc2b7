package teseus.space.sim;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import teseus.space.Consistency;
import teseus.space.Order;
import teseus.space.Template;
import teseus.space.Tuple;
import teseus.space.host.Request;

/** Draws what clients ask. Every tuple is one of its kind. */
final class Requests {
  private static final String[] TYPES = {"Job", "Task", "Result"};
  private static final String[] FUNCTIONS = {
    SimulatedComputer.COPY, SimulatedComputer.FAIL, SimulatedComputer.RARE
  };
  private static final String LONG_TEXT = "long ".repeat(1_000);

  private final RandomGenerator random;
  private final Changes changes;
  private long serial;
  private boolean patient;

  Requests(RandomGenerator random, Changes changes) {
    this.random = random;
    this.changes = changes;
  }

  /** A tuple to keep for ever. */
  Request write() {
    return new Request.Write(tuple(), Long.MAX_VALUE, null);
  }

  Request any() {
    return random.nextInt(4) == 0 ? look() : change();
  }

  Request change() {
    Request change = random.nextInt(4) == 0 ? changes.draw(random) : null;
    if (change != null) {
      return change;
    }
    int drawn = random.nextInt(10);
    if (drawn < 4) {
      return new Request.Write(tuple(), term(), null);
    }
    if (drawn < 5) {
      return new Request.Eval(FUNCTIONS[random.nextInt(FUNCTIONS.length)], tuple(), term());
    }
    return drawn < 8
        ? new Request.Take(template(), timeout(), order())
        : new Request.TakeIfExists(
            template(),
            random.nextInt(200),
            random.nextBoolean() ? Consistency.STRICT : Consistency.SESSION,
            order());
  }

  Request look() {
    return switch (random.nextInt(5)) {
      case 0 -> new Request.Read(template(), timeout(), order());
      case 1 -> new Request.Count(template());
      case 2 -> new Request.Contents(template(), null, 1 + random.nextInt(20));
      default -> now(Consistency.values()[random.nextInt(Consistency.values().length)]);
    };
  }

  private Request now(Consistency consistency) {
    return new Request.ReadIfExists(
        template(), consistency, consistency == Consistency.LOOSE ? Order.NEAR : order());
  }

  private Order order() {
    return random.nextBoolean()
        ? Order.NEAR
        : Order.values()[random.nextInt(Order.values().length)];
  }

  /** A number that nothing else has. */
  long serial() {
    return ++serial;
  }

  private Tuple tuple() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("n", ++serial);
    fields.put("k", (long) random.nextInt(3));
    if (random.nextInt(10) == 0) {
      fields.put("text", LONG_TEXT);
    }
    return Tuple.of(TYPES[random.nextInt(TYPES.length)], fields);
  }

  private long term() {
    return random.nextInt(5) == 0 ? 20 + random.nextInt(2_000) : Long.MAX_VALUE;
  }

  /** From now on many who wait have no deadline. */
  void patient() {
    patient = true;
  }

  private long timeout() {
    if (patient && random.nextBoolean()) {
      return Long.MAX_VALUE;
    }
    return switch (random.nextInt(8)) {
      case 0 -> 0;
      case 1 -> Long.MAX_VALUE;
      case 2, 3 -> 1 + random.nextInt(30);
      default -> 1 + random.nextInt(1_500);
    };
  }

  /** What somebody looks for. */
  Template template() {
    int drawn = random.nextInt(10);
    Template template =
        drawn < 2 ? Template.any() : Template.ofType(TYPES[random.nextInt(TYPES.length)]);
    return drawn % 3 == 0 ? template.where("k", random.nextInt(3)) : template;
  }
}
