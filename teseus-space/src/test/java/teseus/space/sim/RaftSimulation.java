package teseus.space.sim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import teseus.space.HostId;
import teseus.space.meta.MetaSettings;
import teseus.space.meta.VoterParts;

/** A group of voters in trouble, in one thread and in virtual time; all chance is of one seed. */
final class RaftSimulation {
  private static final long START = 1_800_000_000_000L; // some day in 2027
  private static final long TROUBLE_MS = 6_000;
  private static final long QUIET_MS = 5_000;
  private static final int TOLD = 60;
  private static final int SPARE = 2;

  enum Fault {
    CRASH,
    POWER_CUT,
    PAUSE,
    ONE_WAY,
    PARTITION,
    SLOW_DISK,
    WEATHER,
    WIPED_DISK
  }

  /**
   * How it went.
   *
   * @param trace a hash of all messages, with their times
   * @param messages how many voters sent to each other
   * @param commands that clients had done or refused
   * @param answered what clients were answered
   * @param changes how often the register was set
   * @param terms that somebody led, if there is more than one voter
   * @param groups of voters that there were
   * @param faults how often each struck
   */
  record Report(
      long trace,
      long messages,
      int commands,
      int answered,
      long changes,
      int terms,
      long groups,
      Map<Fault, Integer> faults) {}

  private final long seed;
  private final Agenda agenda = new Agenda(START);
  private final Trace trace = new Trace(agenda);
  private final MetaTruth meta;
  private final RaftTruth truth;
  private final SplittableRandom random;
  private final RaftNetwork network;
  private final List<RaftMachine> machines;
  private final List<RaftClient> clients;
  private final RaftElector elector;
  private final boolean elects;
  private final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
  private final int gapMs;
  private boolean healed;
  private long ids;

  /**
   * All is down.
   *
   * @param voters how many there are at first
   * @param elects whether others come to vote, now and then, and disks of voters are lost
   */
  RaftSimulation(long seed, int voters, boolean elects, VoterParts parts) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
    this.gapMs = new int[] {60, 250, 800}[random.nextInt(3)];
    meta = new MetaTruth(CasRegister::new);
    truth = new RaftTruth(meta);
    network = new RaftNetwork(agenda, trace, random.split(), meta);
    List<HostId> names =
        IntStream.range(0, elects ? voters + SPARE : voters)
            .mapToObj(i -> new HostId("voter-" + i))
            .toList();
    MetaSettings settings =
        new MetaSettings(names.subList(0, voters), 100, 15, 24); // images are taken, and in parts
    Stores stores = new Stores(new Truth(agenda), 0);
    machines =
        names.stream()
            .map(
                name ->
                    new RaftMachine(
                        name,
                        settings,
                        agenda,
                        trace,
                        random.split(),
                        truth,
                        () -> new SimulatedDisk(0, stores, meta, random.split()),
                        (to, group, message) -> network.send(name, to, group, message),
                        parts))
            .toList();
    machines.forEach(network::add);
    clients =
        IntStream.range(0, 3)
            .mapToObj(i -> new RaftClient(machines, agenda, truth, random.split(), () -> ++ids))
            .toList();
    this.elects = elects;
    elector = new RaftElector(machines, agenda, meta, random.split(), () -> ++ids);
  }

  Report run() {
    try {
      machines.forEach(machine -> agenda.after(random.nextInt(50), machine::start));
      clients.forEach(this::act);
      if (elects) {
        elect();
      }
      network.weather(Weather.draw(random));
      strike();
      until(START + TROUBLE_MS);
      heal();
      return new Report(
          trace.hash(),
          network.messages(),
          meta.commands(),
          clients.stream().mapToInt(RaftClient::answered).sum(),
          truth.changes(),
          meta.terms(),
          elector.groups(),
          faults);
    } catch (RuntimeException e) {
      throw new Violation(seed, String.valueOf(e.getMessage()), trace.last(TOLD), e);
    }
  }

  private void act(RaftClient client) {
    agenda.after(
        1 + random.nextInt(40),
        () -> {
          if (!healed) {
            client.act();
            act(client);
          }
        });
  }

  private void elect() {
    agenda.after(
        1 + random.nextInt(1_200),
        () -> {
          if (!healed) {
            elector.act();
            elect();
          }
        });
  }

  private void until(long time) {
    while (agenda.step(time)) {}
  }

  private void strike() {
    agenda.after(
        1 + random.nextInt(2 * gapMs),
        () -> {
          if (!healed) {
            int kinds = Fault.values().length - (elects ? 0 : 1);
            strike(
                Fault.values()[random.nextInt(kinds)],
                machines.get(random.nextInt(machines.size())));
            strike();
          }
        });
  }

  private void strike(Fault fault, RaftMachine machine) {
    if (fault == Fault.WIPED_DISK && !elector.spares(machine)) {
      return;
    }
    faults.merge(fault, 1, Integer::sum);
    switch (fault) {
      case CRASH -> crash(machine);
      case POWER_CUT -> machines.forEach(this::crash);
      case PAUSE -> pause(machine);
      case ONE_WAY ->
          network.cut(
              machine.name(),
              machines.get(random.nextInt(machines.size())).name(),
              20 + random.nextInt(1_500));
      case PARTITION -> network.part(side(), 20 + random.nextInt(1_500));
      case SLOW_DISK -> {
        machine.slow(1 + random.nextInt(100));
        agenda.after(100 + random.nextInt(500), () -> machine.slow(1));
      }
      case WEATHER -> network.weather(Weather.draw(random));
      case WIPED_DISK -> {
        machine.wipe();
        meta.wiped(machine.name());
        startLater(machine);
      }
    }
  }

  private List<HostId> side() {
    List<HostId> names = new ArrayList<>();
    machines.forEach(machine -> names.add(machine.name()));
    Collections.shuffle(names, new Random(random.nextLong()));
    return names.subList(0, random.nextInt(names.size() + 1));
  }

  private void crash(RaftMachine machine) {
    if (machine.up()) {
      machine.crash();
      startLater(machine);
    }
  }

  private void startLater(RaftMachine machine) {
    int its = machine.incarnation();
    agenda.after(
        random.nextInt(random.nextBoolean() ? 20 : 900),
        () -> {
          if (!machine.up() && machine.incarnation() == its) {
            machine.start();
          }
        });
  }

  private void pause(RaftMachine machine) {
    if (!machine.running()) {
      return;
    }
    machine.pause();
    int its = machine.incarnation();
    agenda.after(
        5 + random.nextInt(random.nextInt(4) == 0 ? 3_000 : 300),
        () -> {
          if (machine.paused() && machine.incarnation() == its) {
            machine.resume();
          }
        });
  }

  /** All is mended: whoever asked is answered, and all voters come to the same. */
  private void heal() {
    healed = true;
    network.heal();
    for (RaftMachine machine : machines) {
      machine.slow(1);
      if (machine.paused()) {
        machine.resume();
      } else if (!machine.up()) {
        machine.start();
      }
    }
    until(agenda.now() + QUIET_MS);
    Broken.unless(
        clients.stream().allMatch(RaftClient::idle), "all is quiet, and all are answered");
    for (RaftMachine machine : machines) {
      Broken.unless(
          machine.votes() == elector.elected(machine),
          "%s votes if and only if the newest group has it",
          machine.name());
      Broken.unless(
          !machine.votes()
              || (machine.version() == truth.latest() && truth.latest() == meta.version()),
          "%s, all being quiet, is at %s, where others are at %s, and the logs at %s",
          machine.name(),
          machine.version(),
          truth.latest(),
          meta.version());
    }
  }
}
