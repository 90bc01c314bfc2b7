package teseus.space.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import teseus.roulette.Strategies;
import teseus.space.HostId;
import teseus.space.Limits;
import teseus.space.TokenId;
import teseus.space.host.AskTimes;
import teseus.space.host.BeaconSettings;
import teseus.space.host.Explained;
import teseus.space.host.Host;
import teseus.space.host.HostSettings;
import teseus.space.host.LoadLimits;
import teseus.space.host.Recovered;
import teseus.space.host.SessionLimits;
import teseus.space.host.StoreIdentity;
import teseus.space.host.StrategyChoice;
import teseus.space.host.SubscriptionSettings;
import teseus.space.host.TransactionLimits;
import teseus.space.host.Watch;
import teseus.space.meta.MetaSettings;
import teseus.space.spi.Log;
import teseus.space.wire.Beacon;
import teseus.space.wire.Message;
import teseus.space.wire.MetaState;
import teseus.space.wire.Result;

/** Machines, disks and links, with nobody who asks and nothing that breaks. */
final class SimulatedCluster {
  private final SimulationSettings settings;
  private final SimulationParts parts;
  private final Agenda agenda;
  private final Truth truth;
  private final List<HostId> ids = new ArrayList<>();
  private final List<SimulatedHost> machines = new ArrayList<>();
  private final SimulatedNetwork network;
  private final long budget;
  private final int tokens;
  private final long historyBytes;
  private final MetaSettings meta;
  private final MetaTruth metaTruth;

  SimulatedCluster(
      SimulationSettings settings,
      SimulationParts parts,
      Agenda agenda,
      Trace trace,
      Truth truth,
      SplittableRandom random) {
    this.settings = settings;
    this.parts = parts;
    this.agenda = agenda;
    this.truth = truth;
    this.historyBytes = random.nextInt(4) == 0 ? 2_000 : 4 << 20;
    this.budget = random.nextInt(8) == 0 ? 6_000 : 1 << 20;
    this.tokens = random.nextInt(8) == 0 ? 10 : 1_000;
    for (int i = 0; i < settings.hosts(); i++) {
      ids.add(new HostId("host-" + i));
    }
    meta =
        new MetaSettings(
            ids.subList(0, ids.size() < 3 ? 1 : 3),
            100,
            10 + random.nextInt(30),
            100 + random.nextInt(400));
    metaTruth = new MetaTruth(meta.voters().size(), Recovered::meta);
    for (HostId id : ids) {
      machines.add(
          new SimulatedHost(
              id,
              machines.size(),
              agenda,
              trace,
              new SimulatedDisk(truth, metaTruth, random.split()),
              random.split(),
              parts::log,
              this::boot));
    }
    network = new SimulatedNetwork(machines, agenda, trace, random.split(), this::said);
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
        new MetaWatch(machine.id()));
  }

  /** Sees what a host knows of META. */
  private final class MetaWatch implements Watch {
    private final HostId host;

    MetaWatch(HostId host) {
      this.host = host;
    }

    @Override
    public void auction(Supplier<Explained> auction) {}

    @Override
    public void spoke(Beacon beacon) {}

    @Override
    public void meta(MetaState state) {
      metaTruth.known(host, state);
    }
  }

  private HostSettings settings(HostId self) {
    return new HostSettings(
        self,
        ids,
        meta,
        settings.segmentsPerHost(),
        budget,
        new AskTimes(100, 1_000, 2_000),
        60,
        1_500,
        6_000,
        SessionLimits.DEFAULT,
        new SubscriptionSettings(64, historyBytes),
        TransactionLimits.DEFAULT,
        BeaconSettings.DEFAULT,
        Limits.DEFAULT,
        new LoadLimits(tokens, 100_000, 10_000, 64 << 20, 32 << 20),
        new StrategyChoice("uniform", Map.of()),
        "simulated");
  }

  /** What a host says is done must be safe when it says so. */
  private void said(HostId from, Message message) {
    metaTruth.said(from, message);
    if (message instanceof Message.Answer answer) {
      if (answer.result() instanceof Result.Written written) {
        if (written.token().equals(new TokenId(answer.op()))) {
          truth.toldWritten(written.token());
        } else {
          truth.toldRenewed(answer.op(), written.token(), written.until());
        }
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

  /** Whether segments remember little of what happened in them. */
  boolean forgetful() {
    return historyBytes < 1 << 20;
  }

  MetaTruth meta() {
    return metaTruth;
  }

  List<SimulatedHost> machines() {
    return machines;
  }

  SimulatedNetwork network() {
    return network;
  }
}
