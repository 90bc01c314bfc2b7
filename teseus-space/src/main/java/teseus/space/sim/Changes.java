package teseus.space.sim;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import teseus.space.Edits;
import teseus.space.Limits;
import teseus.space.SegmentId;
import teseus.space.TokenId;
import teseus.space.Tuple;
import teseus.space.host.Request;

/** Draws what is asked of tokens that somebody wrote, which may be gone. */
final class Changes {
  /** How many of the newest are asked of: few, so that changes meet. */
  private static final int NEWEST = 12;

  private final Truth truth;

  Changes(Truth truth) {
    this.truth = truth;
  }

  /** A change of one of the newest tokens; null if there is none yet. */
  @Nullable Request draw(RandomGenerator random) {
    List<Kept> newest = truth.newest(NEWEST);
    if (newest.isEmpty()) {
      return null;
    }
    Kept kept = newest.get(random.nextInt(newest.size()));
    TokenId token = kept.token().id();
    SegmentId said =
        switch (random.nextInt(4)) {
          case 0 -> null;
          case 1 -> newest.get(random.nextInt(newest.size())).segment(); // it may not be there
          default -> kept.segment();
        };
    if (Absence.transacted(kept.tuple())) { // which neither come nor go but in transactions
      return new Request.Modify(token, said, edits(random));
    }
    int drawn = random.nextInt(12);
    if (drawn < 2) {
      return drawn == 0
          ? new Request.CancelLease(token, said)
          : new Request.Renew(token, said, 20 + random.nextInt(2_000));
    }
    return drawn < 5
        ? new Request.Update(
            token, said, kept.token().version() + random.nextInt(5) / 4, other(kept, random))
        : new Request.Modify(token, said, edits(random));
  }

  private static Tuple other(Kept kept, RandomGenerator random) {
    Map<String, Object> fields = new LinkedHashMap<>();
    kept.tuple()
        .fields()
        .forEach(
            (name, value) -> {
              if (value != null) {
                fields.put(name, value);
              }
            });
    fields.put("k", (long) random.nextInt(3));
    return random.nextInt(3) == 0
        ? Tuple.of("Task", fields)
        : Tuple.of(kept.tuple().type(), kept.tuple().supertypes(), fields, Limits.DEFAULT);
  }

  private static Edits edits(RandomGenerator random) {
    Edits counted = Edits.increment("c", 1 + random.nextInt(3));
    return switch (random.nextInt(8)) {
      case 0 -> counted.then(Edits.set("k", random.nextInt(3)));
      case 1 -> counted.then(Edits.append("l.of", random.nextInt(9)));
      case 2 -> counted.then(Edits.append("n", 1)); // which is no list
      case 3 -> Edits.remove("text").then(Edits.putIfAbsent("c", 0));
      default -> counted;
    };
  }
}
