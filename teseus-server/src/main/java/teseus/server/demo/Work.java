package teseus.server.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Makes up jobs. For one thread. */
final class Work {
  static final List<Class<? extends Job>> KINDS = List.of(Resize.class, Deliver.class, Index.class);

  private static final List<String> NAMES =
      List.of("ana", "bruno", "carla", "davi", "elisa", "fabio", "gil", "helena");
  private static final List<String> WORDS =
      List.of("tuple", "space", "token", "beacon", "auction", "roulette", "host", "segment");
  private static final int MOST_THUMBNAIL = 8_000;

  private final String run;
  private final RandomGenerator random;

  Work(String run, RandomGenerator random) {
    this.run = run;
    this.random = random;
  }

  Job job(long id) {
    return switch (random.nextInt(KINDS.size())) {
      case 0 ->
          new Resize(
              run,
              id,
              one(NAMES) + "-" + id + ".jpg",
              320 << random.nextInt(3),
              "x".repeat(random.nextInt(MOST_THUMBNAIL)));
      case 1 -> new Deliver(run, id, one(NAMES), one(WORDS) + " and " + one(WORDS));
      default -> new Index(run, id, "/" + one(WORDS) + "/" + id, words());
    };
  }

  private List<String> words() {
    List<String> words = new ArrayList<>();
    for (int i = random.nextInt(1, 20); i > 0; i--) {
      words.add(one(WORDS));
    }
    return words;
  }

  private String one(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }
}
