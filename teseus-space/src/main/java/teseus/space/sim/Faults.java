package teseus.space.sim;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Breaks machines, disks and links, at times and in ways that the seed draws. */
final class Faults {
  /** What strikes in every run. */
  private static final List<Fault> USUAL =
      List.of(
          Fault.CRASH,
          Fault.POWER_CUT,
          Fault.PAUSE,
          Fault.BREAK,
          Fault.ONE_WAY,
          Fault.PARTITION,
          Fault.SLOW_DISK,
          Fault.DRAIN,
          Fault.WEATHER);

  private static final int WIPE_GAP_MS = 200;
  private static final int TEAR_GAP_MS = 300;
  private static final int DISK_GAP_MS = 600;
  private static final int HANG_GAP_MS = 500;
  private static final int CLOCK_GAP_MS = 150;

  /**
   * What strikes in some runs alone, by chance of its own.
   *
   * @param gapMs how long it is on average between two, in milliseconds
   * @param strike whether it came to anything
   */
  private record Striking(Fault fault, RandomGenerator chance, int gapMs, BooleanSupplier strike) {}

  private final SimulatedCluster cluster;
  private final List<SimulatedHost> machines;
  private final SimulatedNetwork network;
  private final Agenda agenda;
  private final RandomGenerator random;
  private final Consumer<SimulatedHost> crashed;
  private final @Nullable Drains drains;
  private final @Nullable Growth growth;
  private final List<Striking> trials = new ArrayList<>();
  private final @Nullable DiskErrors disks;
  private final @Nullable DiskHangs hangs;
  private final Map<Fault, Integer> counts = new EnumMap<>(Fault.class);
  private final int gapMs;
  private boolean healed;

  /**
   * None yet.
   *
   * @param cluster whose hosts are drained as well, or added and removed, if it says so
   * @param trials what else it goes through
   * @param crashed is told after a machine has crashed
   */
  Faults(
      SimulatedCluster cluster,
      Trials trials,
      Agenda agenda,
      RandomGenerator random,
      Consumer<SimulatedHost> crashed) {
    this.cluster = cluster;
    this.machines = cluster.machines();
    this.network = cluster.network();
    this.agenda = agenda;
    this.random = random;
    this.crashed = crashed;
    this.drains = cluster.drains() ? new Drains(machines, random, this::stop) : null;
    this.growth = cluster.growth(random, this::stop);
    this.gapMs = new int[] {80, 300, 1_000}[random.nextInt(3)];
    if (cluster.wipes()) {
      RandomGenerator chance = trials.chance(Fault.WIPE);
      Wipes wipes = new Wipes(cluster, chance, this::crash);
      this.trials.add(new Striking(Fault.WIPE, chance, WIPE_GAP_MS, wipes::act));
    }
    if (cluster.tears()) {
      RandomGenerator chance = trials.chance(Fault.TEAR);
      Tears tears = new Tears(cluster, chance, this::crash);
      this.trials.add(new Striking(Fault.TEAR, chance, TEAR_GAP_MS, tears::act));
    }
    if (trials.clockJumps()) {
      RandomGenerator chance = trials.chance(Fault.CLOCK_JUMP);
      ClockJumps jumps = new ClockJumps(machines, chance);
      this.trials.add(new Striking(Fault.CLOCK_JUMP, chance, CLOCK_GAP_MS, jumps::act));
    }
    this.hangs = trials.diskHangs() ? hangs(trials.chance(Fault.DISK_HANG)) : null;
    boolean errors = trials.diskErrors() && !cluster.replicated(); // these halt whom they will
    this.disks = errors ? disks(trials.chance(Fault.DISK_ERROR)) : null;
  }

  private DiskErrors disks(RandomGenerator chance) {
    DiskErrors errors =
        new DiskErrors(machines, agenda, chance, this::stop, () -> happened(Fault.DISK_ERROR));
    trials.add(new Striking(Fault.DISK_ERROR, chance, DISK_GAP_MS, errors::fail));
    trials.add(new Striking(Fault.DISK_FULL, chance, DISK_GAP_MS, errors::fill));
    return errors;
  }

  private DiskHangs hangs(RandomGenerator chance) {
    DiskHangs hanging = new DiskHangs(machines, chance);
    trials.add(new Striking(Fault.DISK_HANG, chance, HANG_GAP_MS, hanging::act));
    return hanging;
  }

  /** How often each has happened. */
  Map<Fault, Integer> counts() {
    return counts;
  }

  /** Begins. */
  void start() {
    network.weather(Weather.draw(random));
    next(random, gapMs, this::strike);
    for (Striking one : trials) {
      next(one.chance, one.gapMs, () -> strike(one));
    }
  }

  /** Now and then, until all is mended. */
  private void next(RandomGenerator chance, int meanMs, Runnable strike) {
    agenda.after(
        1 + chance.nextInt(2 * meanMs),
        () -> {
          if (!healed) {
            strike.run();
            next(chance, meanMs, strike);
          }
        });
  }

  private void strike(Striking one) {
    if (one.strike.getAsBoolean()) {
      happened(one.fault);
    }
  }

  private void happened(Fault fault) {
    counts.merge(fault, 1, Integer::sum);
  }

  private void strike() {
    Fault fault = USUAL.get(random.nextInt(USUAL.size()));
    happened(fault);
    SimulatedHost machine = machines.get(random.nextInt(machines.size()));
    switch (fault) {
      case CRASH -> crash(machine);
      case POWER_CUT -> machines.forEach(this::crash);
      case PAUSE -> pause(machine);
      case BREAK -> network.broken(link(), random.nextInt(2));
      case ONE_WAY -> network.silence(link(), random.nextInt(2), 20 + random.nextInt(1_500));
      case PARTITION -> cutOff(machine, 20 + random.nextInt(1_500));
      case SLOW_DISK -> slow(machine);
      case DRAIN -> drain();
      case WEATHER -> network.weather(Weather.draw(random));
      default -> throw new AssertionError(fault + " is not usual");
    }
  }

  private Link link() {
    List<Link> links = network.all();
    return links.get(random.nextInt(links.size()));
  }

  private void drain() {
    if (drains != null) {
      drains.act();
    } else if (growth != null) {
      growth.act();
    }
  }

  private void stop(SimulatedHost machine) {
    machine.crash();
    cluster.crashed(machine);
    network.lost(machine);
    crashed.accept(machine);
  }

  private void crash(SimulatedHost machine) {
    if (machine.up() && cluster.bearsTheCrashOf(machine)) {
      stop(machine);
      int its = machine.incarnation();
      agenda.after(
          random.nextInt(random.nextBoolean() ? 20 : 600),
          () -> {
            if (!machine.up() && machine.incarnation() == its) {
              machine.start();
            }
          });
    }
  }

  private void pause(SimulatedHost machine) {
    if (!machine.running()) {
      return;
    }
    machine.pause();
    int its = machine.incarnation();
    long ms = 5 + random.nextInt(random.nextInt(4) == 0 ? 4_000 : 300);
    long notice = 150 + random.nextInt(800);
    if (notice < ms) {
      agenda.after(
          notice,
          () -> {
            if (machine.paused() && machine.incarnation() == its) {
              network.unheard(machine);
            }
          });
    }
    agenda.after(
        ms,
        () -> {
          if (machine.paused() && machine.incarnation() == its) {
            machine.resume();
          }
        });
  }

  private void cutOff(SimulatedHost machine, long ms) {
    for (Link link : network.all()) {
      if (link.machine(0) == machine.index() || link.machine(1) == machine.index()) {
        network.silence(link, 0, ms);
        network.silence(link, 1, ms);
      }
    }
  }

  private void slow(SimulatedHost machine) {
    machine.slow(1 + random.nextInt(100));
    agenda.after(100 + random.nextInt(500), () -> machine.slow(1));
  }

  /** No more: all that is broken is mended, and all that is down is started. */
  void heal() {
    healed = true;
    network.heal();
    if (disks != null) {
      disks.heal();
    }
    if (hangs != null) {
      hangs.heal();
    }
    for (SimulatedHost machine : machines) {
      machine.slow(1);
      if (machine.paused()) {
        machine.resume();
      }
      if (!machine.up()) { // or no longer: its disk may have failed while it was paused
        machine.start();
      }
    }
    if (drains != null) {
      drains.heal();
    }
    grow();
  }

  private void grow() {
    if (growth != null) {
      growth.heal();
      agenda.after(50, this::grow);
    }
  }

  /** All is quiet: whoever was to be drained is, as far as {@code copies} other hosts remain. */
  void checkDrained(int copies) {
    if (drains != null) {
      drains.check(copies);
    }
    if (growth != null) {
      growth.check();
    }
  }
}
