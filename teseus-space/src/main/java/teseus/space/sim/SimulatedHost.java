package teseus.space.sim;

import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import teseus.space.HostId;
import teseus.space.host.Host;
import teseus.space.host.Readings;
import teseus.space.host.Recovered;
import teseus.space.host.ReplicatedLog;
import teseus.space.host.StoreIdentity;
import teseus.space.spi.Log;

/**
 * A machine that runs one {@link Host} at a time on its disk, or with its segments in memory. It
 * may crash and start again, or be paused: then what happens to it waits, and comes at once when it
 * goes on.
 */
final class SimulatedHost {
  /** Makes the host that is to run. */
  interface Boot {
    Host boot(SimulatedHost machine, Recovered recovered, StoreIdentity store, Log log);
  }

  /** Opens the log on its disk. */
  interface Opening {
    SimulatedLog open(
        Agenda agenda,
        SimulatedDisk disk,
        LongSupplier delay,
        boolean atOnce,
        Log.Listener listener);
  }

  /** The id of the first machine's store, the others counting on. */
  static final long FIRST_STORE = 1_000;

  private final HostId id;
  private final int index;
  private final Agenda agenda;
  private final Trace trace;
  private final RandomGenerator random;
  private final List<HostId> named;
  private final Opening opening;
  private final Boot boot;
  private final SimulatedClock clock;
  private final ArrayDeque<Consumer<Host>> backlog = new ArrayDeque<>();
  private final @Nullable IntFunction<SimulatedDisk> memory;
  private SimulatedDisk disk;
  private SimulatedDisk kept; // where its segments are
  private @Nullable Host host;
  private @Nullable Log log;
  private Runnable halted = () -> {};
  private boolean paused;
  private long hangsUntil;
  private int slow = 1;
  private int incarnation;
  private long wake = Long.MAX_VALUE;

  /**
   * A machine that is down.
   *
   * @param memory gives the empty store that its segments are in from a start to the next crash, in
   *     place of the one before; null if they are on its disk
   * @param named the hosts that are known of from the start
   */
  SimulatedHost(
      HostId id,
      int index,
      Agenda agenda,
      Trace trace,
      SimulatedDisk disk,
      @Nullable IntFunction<SimulatedDisk> memory,
      RandomGenerator random,
      List<HostId> named,
      Opening opening,
      Boot boot) {
    this.id = id;
    this.index = index;
    this.agenda = agenda;
    this.trace = trace;
    this.disk = disk;
    this.kept = disk;
    this.memory = memory;
    this.random = random;
    this.named = named;
    this.opening = opening;
    this.boot = boot;
    this.clock = new SimulatedClock(agenda, random.nextLong(-200, 201));
  }

  HostId id() {
    return id;
  }

  int index() {
    return index;
  }

  /** How often it was started. */
  int incarnation() {
    return incarnation;
  }

  /** Whether a process is there, paused or not. */
  boolean up() {
    return host != null;
  }

  boolean paused() {
    return paused;
  }

  /** Whether it runs right now. */
  boolean running() {
    return host != null && !paused;
  }

  /** What its process takes for the time. */
  long clock() {
    return clock.now();
  }

  /** Its clocks. */
  SimulatedClock time() {
    return clock;
  }

  RandomGenerator random() {
    return random;
  }

  void start() {
    incarnation++;
    clock.start();
    trace.add(id.name(), "start", incarnation, incarnation);
    Recovered recovered = new Recovered(1);
    disk.replay(recovered);
    recovered.doubted(disk.doubted());
    Log opened = opening.open(agenda, disk, this::forceDelay, random.nextInt(4) == 0, new Forces());
    StoreIdentity store = disk.open();
    if (memory != null) {
      kept = memory.apply(kept.store());
      opened = new ReplicatedLog(opening.open(agenda, kept, () -> 0, true, new Forces()), opened);
      store = new StoreIdentity(kept.open().id(), store.folder(), store.incarnation());
    }
    log = opened;
    wake = Long.MAX_VALUE;
    Host booted = boot.boot(this, recovered, store, opened);
    host = booted;
    booted.start(clock());
    schedule();
  }

  /** What its host makes of its segments must be what its store says; nothing may be under way. */
  void checkState() {
    Recovered recovered = new Recovered(1);
    kept.replay(recovered);
    run(
        running ->
            running
                .digests()
                .forEach(
                    (segment, digest) ->
                        Broken.unless(
                            digest == recovered.digest(segment),
                            "the state of %s is not what its log adds up to",
                            segment)));
  }

  /** Whether its host, which runs, may be linked with another. */
  boolean knows(HostId peer) {
    return host != null && (named.contains(peer) || host.roster().members().containsKey(peer));
  }

  /** The version of META that its host knows; -1 if none runs. */
  long meta() {
    return host == null ? -1 : host.status(0, 0, clock()).meta();
  }

  private long forceDelay() {
    return Math.max(random.nextInt(4) * (long) slow, hangsUntil - agenda.now());
  }

  /** What its host is told of its log. */
  private final class Forces implements Log.Listener {
    @Override
    public void forced(long position) {
      trace.add(id.name(), "forced", position, (int) position);
      run(running -> running.forced(position, clock()));
    }

    @Override
    public void failed(Exception cause) {
      trace.add(id.name(), "diskFailed", "", 0);
      run(running -> halted.run());
    }
  }

  /**
   * Its disk fails so many times from now on.
   *
   * @param then what becomes of its process when it is told of that
   */
  void breakDisk(int times, Runnable then) {
    disk.breaks(times);
    halted = then;
  }

  /** Its disk fails no more. */
  void mendDisk() {
    disk.breaks(0);
  }

  /** What is measured of its disk: whether that is nearly full. */
  void measured(boolean full) {
    run(running -> running.measured(new Readings(1, 1, 1, full)));
  }

  /** How many times slower than usual its disk is. */
  void slow(int times) {
    slow = times;
  }

  /** Its disk, from now on, forces nothing for so many milliseconds. */
  void hang(long ms) {
    hangsUntil = agenda.now() + ms;
  }

  /** The number of the store that its segments are in, or were last, among all. */
  int store() {
    return kept.store();
  }

  /** Whether its disk was never used. */
  boolean fresh() {
    return disk.fresh();
  }

  /** Its disk is lost while it is down: it has another from now on. */
  void wipe(SimulatedDisk empty) {
    trace.add(id.name(), "wipe", empty.store(), empty.store());
    disk = empty;
    kept = empty;
  }

  void crash() {
    trace.add(id.name(), "crash", incarnation, incarnation);
    if (log != null) {
      log.close();
    }
    disk.crash();
    host = null;
    log = null;
    paused = false;
    backlog.clear();
  }

  /** Its disk has an end that is not whole when it comes back. */
  void doubt() {
    disk.doubt();
  }

  /** It is down, and its disk loses the last batch that was forced; whether one is lost. */
  boolean tear() {
    boolean torn = disk.tear();
    if (torn) {
      trace.add(id.name(), "tear", disk.size(), disk.size());
      disk.doubt();
    }
    return torn;
  }

  /** It is down for good: whoever was at it knows that it is gone. */
  void retire() {
    incarnation++;
  }

  void pause() {
    trace.add(id.name(), "pause", "", 0);
    paused = true;
  }

  void resume() {
    trace.add(id.name(), "resume", backlog.size(), backlog.size());
    paused = false;
    int first = incarnation;
    while (!backlog.isEmpty() && incarnation == first) {
      run(backlog.remove());
    }
    wake = Long.MAX_VALUE;
    schedule();
  }

  /** Something happens to the process that runs now; later if it is paused, never if none is. */
  void run(Consumer<Host> what) {
    if (host == null) {
      return;
    }
    if (paused) {
      backlog.add(what);
    } else {
      what.accept(host);
      settled();
      schedule();
    }
  }

  private void settled() {
    if (host != null && host.settled()) {
      disk.trust();
    }
  }

  /** Asks the host that runs right now, if one does; it goes on as if nobody had. */
  void now(Consumer<Host> question) {
    if (running() && host != null) {
      question.accept(host);
    }
  }

  private void schedule() {
    if (host == null) {
      return;
    }
    long due = host.nextDue();
    if (due < wake) {
      wake = due;
      int lateBy = random.nextInt(8) == 0 ? random.nextInt(3) : 0;
      int its = incarnation;
      agenda.at(clock.when(due) + lateBy, () -> wake(due, its));
    }
  }

  private void wake(long due, int its) {
    if (its == incarnation && due == wake && !paused && host != null) {
      wake = Long.MAX_VALUE;
      host.advance(clock());
      schedule();
    }
  }
}
