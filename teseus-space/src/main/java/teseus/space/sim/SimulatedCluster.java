package teseus.space.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import teseus.roulette.Strategies;
import teseus.space.HostId;
import teseus.space.Limits;
import teseus.space.SegmentId;
import teseus.space.TokenId;
import teseus.space.host.AskTimes;
import teseus.space.host.BeaconSettings;
import teseus.space.host.CopySettings;
import teseus.space.host.Host;
import teseus.space.host.HostSettings;
import teseus.space.host.LoadLimits;
import teseus.space.host.Recovered;
import teseus.space.host.SessionLimits;
import teseus.space.host.StoreIdentity;
import teseus.space.host.StrategyChoice;
import teseus.space.host.SubscriptionSettings;
import teseus.space.host.TransactionLimits;
import teseus.space.meta.MetaSettings;
import teseus.space.spi.Log;
import teseus.space.wire.Message;
import teseus.space.wire.Result;
import teseus.space.wire.Whereabouts;

/** Machines, disks and links, with nobody who asks and nothing that breaks. */
final class SimulatedCluster {
  private static final Whereabouts AT = new Whereabouts("simulated", 1, 0);

  private final SimulationSettings settings;
  private final SimulationParts parts;
  private final Agenda agenda;
  private final Truth truth;
  private final Stores stores;
  private final List<HostId> ids = new ArrayList<>();
  private final List<SimulatedHost> machines = new ArrayList<>();
  private final List<SimulatedHost> newcomers;
  private final SimulatedNetwork network;
  private final CopySettings copies;
  private final boolean drains;
  private final boolean replicated;
  private final boolean wipes;
  private final long budget;
  private final int tokens;
  private final int credit;
  private final long historyBytes;
  private final MetaSettings meta;
  private final MetaTruth metaTruth;
  private final SplittableRandom wiping;
  private final boolean tears;
  private final SplittableRandom doubting;
  private int stored;

  /**
   * Machines that are down.
   *
   * @param trials what the run goes through
   */
  SimulatedCluster(
      SimulationSettings settings,
      SimulationParts parts,
      Agenda agenda,
      Trace trace,
      Truth truth,
      Trials trials,
      SplittableRandom random) {
    this.settings = settings;
    this.parts = parts;
    this.agenda = agenda;
    this.truth = truth;
    this.stores = new Stores(truth, SimulatedHost.FIRST_STORE);
    this.historyBytes = random.nextInt(4) == 0 ? 2_000 : 4 << 20;
    this.copies = copies(settings.hosts(), random);
    this.drains = random.nextInt(3) == 0 & !trials.grows();
    this.budget = budget(random.nextInt(8));
    this.tokens = random.nextInt(8) == 0 ? 10 : 1_000;
    for (int i = 0; i < settings.hosts(); i++) {
      ids.add(new HostId("host-" + i));
    }
    this.replicated = trials.replicated() && copies.min() > 1;
    this.wipes = trials.wipes() && copies.min() > 1 && !replicated;
    this.tears = trials.tears() && copies.min() > 1 && !replicated && !wipes;
    this.doubting = trials.chance(Fault.TEAR).split();
    meta =
        new MetaSettings(
            ids.subList(0, voters()), 100, 10 + random.nextInt(30), 100 + random.nextInt(400));
    metaTruth = new MetaTruth(Recovered::meta);
    for (HostId id : ids) {
      machines.add(machine(id, trace, random));
    }
    List<SimulatedHost> all = new ArrayList<>(machines);
    if (trials.grows()) {
      all.add(machine(new HostId("host-" + ids.size()), trace, random));
    }
    newcomers = List.copyOf(all.subList(machines.size(), all.size()));
    stored = all.size();
    wiping = trials.chance(Fault.WIPE);
    network = new SimulatedNetwork(all, agenda, trace, random.split(), this::said);
    credit = random.nextBoolean() ? 1 << 10 : 16 << 20;
  }

  /** Of three hosts whose disks are wiped one votes, so that there are others to be wiped. */
  private int voters() {
    return ids.size() < 3 || wipes && ids.size() == 3 ? 1 : 3;
  }

  private SimulatedHost machine(HostId id, Trace trace, SplittableRandom random) {
    int index = machines.size();
    SimulatedDisk disk = new SimulatedDisk(index, stores, metaTruth, random.split());
    return new SimulatedHost(
        id,
        index,
        agenda,
        trace,
        disk,
        replicated ? last -> disk.inMemory(parts.storeInMemory(last, stored++)) : null,
        random.split(),
        ids,
        parts::log,
        this::boot);
  }

  /** Mostly more than there is use for; else little, or so much that it gets tight. */
  private static long budget(int draw) {
    return draw == 0 ? 6_000 : draw == 1 ? 80_000 : 1 << 20;
  }

  /** None, what three hosts have by default, or as many as so many can keep, or fewer. */
  private static CopySettings copies(int hosts, SplittableRandom random) {
    int draw = random.nextInt(8);
    int min = draw < 3 ? 1 : draw < 6 ? Math.min(2, hosts) : 1 + random.nextInt(Math.min(3, hosts));
    int most = Math.min(2, hosts - min);
    int spare = draw < 3 ? 0 : draw < 6 ? Math.min(1, most) : random.nextInt(1 + most);
    return new CopySettings(min, spare, 200, 64 << 10, true);
  }

  private Host boot(SimulatedHost machine, Recovered recovered, StoreIdentity store, Log log) {
    return parts.host(
        settings(machine.id()),
        recovered,
        store,
        log,
        network.port(machine),
        new SimulatedComputer(machine, agenda, machine.random()),
        new SplittableRandom(machine.random().nextLong()),
        Strategies::find,
        new Witness(machine.id(), machine.store(), stores, metaTruth));
  }

  private HostSettings settings(HostId self) {
    return new HostSettings(
        self,
        AT,
        named(self),
        meta,
        settings.segmentsPerHost(),
        copies,
        budget,
        new AskTimes(100, 1_000, 2_000),
        60,
        1_500,
        6_000,
        HostSettings.MAX_SKEW_MS,
        SessionLimits.DEFAULT,
        new SubscriptionSettings(64, historyBytes),
        TransactionLimits.DEFAULT,
        BeaconSettings.DEFAULT,
        Limits.DEFAULT,
        new LoadLimits(tokens, 100_000, 10_000, 64 << 20, 32 << 20, credit),
        new StrategyChoice("uniform", Map.of()),
        "simulated");
  }

  private List<HostId> named(HostId self) {
    List<HostId> named = new ArrayList<>(ids);
    if (!named.contains(self)) {
      named.add(self);
    }
    return named;
  }

  /** What a host says is done must be safe when it says so. */
  private void said(HostId from, Message message) {
    metaTruth.said(from, message);
    if (message instanceof Message.MetaAsk ask && ask.command() != null) {
      stores.asked(ask.command());
    }
    if (message instanceof Message.Answer answer) {
      if (answer.result() instanceof Result.Written written) {
        if (written.token().equals(new TokenId(answer.op()))) {
          truth.toldWritten(written.token());
          stores.toldWritten(answer.op(), copies.min());
        } else {
          truth.toldRenewed(answer.op(), written.token(), written.until());
        }
      } else if (answer.result() instanceof Result.Committed) {
        stores.toldCommitted(answer.op(), copies.min());
      } else if (answer.result() instanceof Result.Taken taken) {
        truth.toldTaken(answer.op(), taken.token().id(), taken.token().version());
      } else if (answer.result() instanceof Result.Updated updated) {
        truth.toldChanged(answer.op(), updated.token().id(), updated.token().version());
      }
    }
  }

  void start() {
    machines.forEach(SimulatedHost::start);
    network.start();
  }

  /**
   * Whether a segment may not remember what happened in it: so it is where it began as an image.
   */
  boolean forgetful(SegmentId segment) {
    return historyBytes < 1 << 20 || stores.imaged(segment);
  }

  /** Whether hosts are drained. */
  boolean drains() {
    return drains;
  }

  /** Whether segments are in memory alone, so that a host that is started again holds nothing. */
  boolean replicated() {
    return replicated;
  }

  /** Whether nothing is gone if a machine crashes. */
  boolean bearsTheCrashOf(SimulatedHost machine) {
    return !replicated || stores.bearsTheLossOf(machine.store(), copies.min());
  }

  /** A machine has crashed: what was in its memory is lost. */
  void crashed(SimulatedHost machine) {
    if (replicated) {
      stores.lost(machine.store());
    }
    if (tears && doubting.nextBoolean()) {
      machine.doubt();
    }
  }

  /** Whether ends of logs are not whole after some crashes. */
  boolean tears() {
    return tears;
  }

  /** Whether another holds all that is gone if the end of a machine's log is. */
  boolean bearsATearOf(SimulatedHost machine) {
    return machine.up() && !stores.torn() && stores.bearsTheLossOf(machine.store(), copies.min());
  }

  /** Whether disks are lost. */
  boolean wipes() {
    return wipes;
  }

  /** Whether there is something on a machine's disk, and nothing is gone if that is. */
  boolean bearsTheLossOf(SimulatedHost machine) {
    return !machine.fresh()
        && !meta.voters().contains(machine.id())
        && stores.bearsTheLossOf(machine.store(), copies.min());
  }

  /** The disk of a machine that is down is lost. */
  void wipe(SimulatedHost machine) {
    int lost = machine.store();
    stores.lost(lost);
    int empty = parts.storeInPlaceOf(lost, stored++);
    machine.wipe(new SimulatedDisk(empty, stores, metaTruth, wiping.split()));
  }

  /** How many stores are to hold each segment. */
  int copies() {
    return copies.min();
  }

  /** What is on all disks. */
  Stores stores() {
    return stores;
  }

  MetaTruth meta() {
    return metaTruth;
  }

  /** Those that take part; the list changes where hosts are added and removed. */
  List<SimulatedHost> machines() {
    return machines;
  }

  /** What time it is at least, by all clocks. */
  long agreed() {
    return machines.stream().mapToLong(SimulatedHost::clock).min().orElseThrow();
  }

  /** How many hosts there may have been. */
  int most() {
    return ids.size() + newcomers.size();
  }

  /** Whether a segment is of a host that was added. */
  boolean added(SegmentId segment) {
    return !ids.contains(segment.founder());
  }

  /** Has a host added and removed, if there is one to be. */
  @Nullable Growth growth(RandomGenerator random, Consumer<SimulatedHost> stop) {
    return newcomers.isEmpty()
        ? null
        : new Growth(machines, newcomers.get(0), settings.segmentsPerHost(), AT, random, stop);
  }

  SimulatedNetwork network() {
    return network;
  }
}
