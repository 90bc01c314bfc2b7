package teseus.space.sim;

/**
 * The clocks of one machine: the wall clock, which may be set, and the one that its process goes
 * by, which may not: the wall clock as it was when the process was started, and the time since, at
 * the machine's own rate (PROTOCOL.md, rule 15). Times are milliseconds since 1970.
 */
final class SimulatedClock {
  private static final long MILLION = 1_000_000;

  private final Agenda agenda;
  private long wall;
  private long ahead;
  private long drift;
  private long started;

  /**
   * A wall clock that is so many milliseconds ahead of true time, and that a process has gone by
   * from now on.
   */
  SimulatedClock(Agenda agenda, long wall) {
    this.agenda = agenda;
    this.wall = wall;
    start();
  }

  /** The wall clock is set to be so far ahead, or behind if below 0. */
  void set(long its) {
    wall = its;
  }

  /** A process is started. */
  void start() {
    ahead = wall;
    started = agenda.now();
  }

  /**
   * Time passes faster here by so many millionths; slower if below 0. Before any process is there.
   */
  void drift(long millionths) {
    drift = millionths;
  }

  /** What the process takes for the time. */
  long now() {
    return at(agenda.now());
  }

  private long at(long time) {
    return time + ahead + Math.floorDiv((time - started) * drift, MILLION);
  }

  /** The first moment of true time at which the process takes it for that time, or for later. */
  long when(long shown) {
    long passed = shown - ahead - started;
    long time = started + Math.floorDiv(passed * MILLION, MILLION + drift) - 1;
    while (at(time) < shown) {
      time++;
    }
    return time;
  }
}
