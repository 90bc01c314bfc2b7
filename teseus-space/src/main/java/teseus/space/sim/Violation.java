package teseus.space.sim;

import java.util.List;

/** A promise was broken: names the seed that shows it again, and what happened last. */
public final class Violation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long seed;
  private final transient List<String> events;

  Violation(long seed, String what, List<String> events, Throwable cause) {
    super("seed " + seed + ": " + what + "\n  " + String.join("\n  ", events), cause);
    this.seed = seed;
    this.events = List.copyOf(events);
  }

  /** Run it again and the same happens. */
  public long seed() {
    return seed;
  }

  /** The last events before it was noticed, the oldest first. */
  public List<String> events() {
    return events;
  }
}
