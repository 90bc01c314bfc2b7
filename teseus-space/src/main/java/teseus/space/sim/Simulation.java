package teseus.space.sim;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import teseus.space.Consistency;
import teseus.space.Cursor;
import teseus.space.Template;
import teseus.space.TokenId;
import teseus.space.host.Reply;
import teseus.space.host.Request;
import teseus.space.wire.VoterGroup;

/**
 * Runs hosts through trouble and checks every promise: after each event what is cheap to check, at
 * the end, when all is mended, that the tuples are exactly those that should be there, that nobody
 * waits beside a match, and that nothing is left behind. One thread; no clock but its own.
 */
public final class Simulation {
  private static final long START = 1_800_000_000_000L; // some day in 2027
  private static final int TOLD = 120;
  private static final long LINKED_MS = 300;
  private static final int SNAPSHOT_GAP_MS = 600;
  private static final int STRATEGY_GAP_MS = 200;
  private static final int VOTERS_GAP_MS = 800;
  private static final int MOVES_GAP_MS = 60;
  private static final long SNAPSHOT_PATIENCE_MS = 70_000; // two masters may have to give up
  private static final long QUIET_MS = 6_000;
  private static final long OVER_MS = 1_000;
  private static final int TRANSACTORS = 2;

  private final long seed;
  private final SimulationSettings settings;
  private final Agenda agenda = new Agenda(START);
  private final Trace trace = new Trace(agenda);
  private final Truth truth = new Truth(agenda);
  private final History history = new History(agenda, trace, truth);
  private final SplittableRandom random;
  private final SimulatedCluster cluster;
  private final Requests requests;
  private final LocalClients local;
  private final List<RemoteClient> remote = new ArrayList<>();
  private final Rounds rounds;
  private final List<Listener> listeners = new ArrayList<>();
  private final MetaChanges changes;
  private final VoterChanges voters;
  private final SplittableRandom electing;
  private final boolean elects;
  private final @Nullable Movements movements;
  private final SplittableRandom moving;
  private final List<TransactionClient> transactors = new ArrayList<>();
  private final Faults faults;
  private final Timekeeping timekeeping;
  private boolean healed;
  private int judged;

  Simulation(long seed, SimulationSettings settings, SimulationParts parts) {
    this.seed = seed;
    this.settings = settings;
    this.random = new SplittableRandom(seed);
    Trials trials = new Trials(seed, settings);
    cluster = new SimulatedCluster(settings, parts, agenda, trace, truth, trials, random.split());
    requests = new Requests(random.split(), new Changes(truth));
    local = new LocalClients(cluster.machines(), agenda, history, requests, random.split());
    for (int i = 0; i < settings.clients(); i++) {
      remote.add(
          new RemoteClient(
              "client " + i,
              parts.clientsCarryColours(),
              trials.looks(i),
              cluster.machines(),
              agenda,
              history,
              requests,
              local,
              random.split()));
    }
    rounds = new Rounds(cluster.machines(), agenda, random.split());
    for (int i = 0; i < 2; i++) {
      listeners.add(
          new Listener(
              cluster.machines(),
              agenda,
              truth,
              requests.template(),
              cluster::forgetful,
              cluster::added,
              random.split()));
    }
    for (int i = 0; i < TRANSACTORS; i++) {
      transactors.add(
          new TransactionClient(
              cluster.machines(), agenda, history, requests, random.split(), i > 0));
    }
    changes = new MetaChanges(cluster.machines(), random.split());
    elects = trials.elects();
    electing = trials.electing();
    voters = new VoterChanges(cluster.machines(), electing);
    moving = trials.moving();
    movements = trials.moves() ? new Movements(cluster.machines(), moving) : null;
    faults = new Faults(cluster, trials, agenda, random.split(), this::gone);
    timekeeping = new Timekeeping(cluster.machines(), cluster.copies());
  }

  /**
   * Runs one simulation.
   *
   * @param seed all chance comes from it
   * @return how it went
   * @throws Violation if a promise was broken
   */
  @CanIgnoreReturnValue
  public static SimulationReport run(long seed, SimulationSettings settings) {
    return new Simulation(seed, settings, new SimulationParts()).run();
  }

  /** How many times somebody who waited might have been overtaken; 0 if there are faults. */
  int judged() {
    return judged;
  }

  /** What subscribers were told of, gaps among it. */
  long told() {
    return listeners.stream().mapToLong(Listener::events).sum();
  }

  /** The gaps that they were told of. */
  long gaps() {
    return listeners.stream().mapToLong(Listener::gaps).sum();
  }

  /** The terms for which some voter led META. */
  int terms() {
    return cluster.meta().terms();
  }

  /** How many hosts had a clock at the end that is too far off. */
  int skewed() {
    return timekeeping.off();
  }

  /** Whether segments were in memory alone. */
  boolean replicated() {
    return cluster.replicated();
  }

  /** How many tokens went from one segment to another. */
  long moved() {
    return truth.passages().done();
  }

  /** How often others came to keep META. */
  long votersChanged() {
    VoterGroup newest = cluster.meta().newest();
    return newest == null ? 0 : newest.number();
  }

  /** The changes of strategy that were done, as those who asked were told. */
  int strategiesChosen() {
    return changes.done();
  }

  SimulationReport run() {
    try {
      cluster.start();
      act(
          () -> {
            if (!healed) {
              local.act();
            }
          });
      remote.forEach(client -> act(client::act));
      snapshots();
      for (Listener listener : listeners) {
        act(
            () -> {
              if (!healed) {
                listener.act();
              }
            });
      }
      strategies();
      if (elects) {
        elect();
      }
      if (movements != null) {
        move(movements);
      }
      transactors.forEach(client -> act(client::act));
      agenda.after(LINKED_MS, this::openAccounts);
      if (settings.faults()) {
        faults.start();
      }
      until(START + settings.troubleMs() * 3 / 4);
      requests.patient();
      until(START + settings.troubleMs());
      heal();
      return report();
    } catch (RuntimeException e) {
      throw new Violation(seed, String.valueOf(e.getMessage()), trace.last(TOLD), e);
    }
  }

  private void gone(SimulatedHost machine) {
    local.gone(machine);
    history.isolation().lost();
  }

  private void act(Runnable client) {
    agenda.after(
        1 + random.nextInt(2 * settings.gapMs()),
        () -> {
          client.run();
          act(client);
        });
  }

  private void snapshots() {
    agenda.after(
        1 + random.nextInt(SNAPSHOT_GAP_MS),
        () -> {
          if (!healed) {
            rounds.act();
            snapshots();
          }
        });
  }

  private void strategies() {
    agenda.after(
        1 + random.nextInt(STRATEGY_GAP_MS),
        () -> {
          if (!healed) {
            changes.act();
            strategies();
          }
        });
  }

  private void elect() {
    agenda.after(
        1 + electing.nextInt(VOTERS_GAP_MS),
        () -> {
          if (!healed) {
            voters.act();
            elect();
          }
        });
  }

  private void move(Movements of) {
    agenda.after(
        1 + moving.nextInt(MOVES_GAP_MS),
        () -> {
          if (!healed) {
            of.act();
            move(of);
          }
        });
  }

  private void until(long time) {
    while (agenda.step(time)) {}
  }

  private void heal() {
    healed = true;
    faults.heal();
    remote.forEach(RemoteClient::heal);
    listeners.forEach(Listener::heal);
    transactors.forEach(TransactionClient::heal);
    if (random.nextBoolean()) {
      until(agenda.now() + LINKED_MS);
      cluster.machines().forEach(this::writeSome);
    }
    until(agenda.now() + QUIET_MS);
    transactors.forEach(TransactionClient::end);
    Checker checker = new Checker(truth, history);
    checker.answered(agenda.now());
    checker.leases(cluster.agreed() - OVER_MS);
    rounds.last(SNAPSHOT_PATIENCE_MS);
    count(checker);
    walk(checker);
    timekeeping.look();
    local.cancelAll();
    remote.forEach(RemoteClient::cancelAll);
    until(agenda.now() + QUIET_MS);
    checker.over();
    drain();
    checker.empty(timekeeping.stranded());
    checker.accounted();
    checker.conserved();
    until(agenda.now() + QUIET_MS);
    listeners.forEach(Listener::caughtUp);
    if (!settings.faults()) {
      checker.punctual();
      judged = new Fairness(truth, history, START + LINKED_MS).check();
    }
    rounds.check(cluster.stores(), history.all());
    remote.forEach(RemoteClient::end);
    until(agenda.now() + QUIET_MS);
    agree();
    faults.checkDrained(cluster.copies());
    timekeeping.check();
    for (SimulatedHost machine : cluster.machines()) {
      machine.checkState();
      machine.run(
          host ->
              Checker.nothingLeft(
                  machine,
                  host.load(),
                  cluster.most() * settings.segmentsPerHost() * host.digests().size(),
                  cluster.network().lossy()));
    }
  }

  /** All hosts know what META's voters have agreed on; an era may just begin. */
  private void agree() {
    long deadline = agenda.now() + QUIET_MS;
    while (!sameMeta() && agenda.step(deadline)) {}
    Broken.unless(sameMeta(), "all is quiet, and hosts do not know what META says");
  }

  private boolean sameMeta() {
    long version = cluster.meta().version();
    return cluster.machines().stream().allMatch(machine -> machine.meta() == version);
  }

  private void openAccounts() {
    for (SimulatedHost machine : cluster.machines()) {
      if (machine.running()) {
        transactors.forEach(client -> local.ask(machine, client.account()));
      }
    }
  }

  /** So that whoever waits would be served, if those who serve know of it. */
  private void writeSome(SimulatedHost machine) {
    for (int i = 0; i < 4; i++) {
      local.ask(machine, requests.write());
    }
  }

  private void count(Checker checker) {
    for (SimulatedHost machine : cluster.machines()) {
      Set<TokenId> before = checker.there();
      Asked asked = await(machine, new Request.Count(Template.any()));
      Long count = asked.reply() instanceof Reply.Counted one ? one.count() : null;
      checker.counted(asked, count, before);
    }
  }

  /** Goes through all that is there, each page at another machine. */
  private void walk(Checker checker) {
    List<TokenId> given = new ArrayList<>();
    Set<TokenId> before = checker.there();
    Cursor at = null;
    int turn = 0;
    do {
      SimulatedHost machine = cluster.machines().get(turn++ % cluster.machines().size());
      int most = 1 + random.nextInt(20);
      Asked asked = await(machine, new Request.Contents(Template.any(), at, most));
      if (!(asked.reply() instanceof Reply.Paged paged)) {
        throw new Broken("all is quiet, and no page comes of " + asked);
      }
      paged.page().tokens().forEach(token -> given.add(token.id()));
      at = paged.page().next();
    } while (at != null);
    checker.walked(given, before);
  }

  /** Takes everything out, at one machine after the other. */
  private void drain() {
    Request take = new Request.TakeIfExists(Template.any(), 0, Consistency.STRICT);
    Asked asked;
    int turn = 0;
    do {
      asked = await(cluster.machines().get(turn++ % cluster.machines().size()), take);
    } while (asked.outcome() == Asked.Outcome.DONE);
    Broken.unless(asked.outcome() == Asked.Outcome.EMPTY, "all is quiet, and %s", asked);
  }

  private Asked await(SimulatedHost machine, Request request) {
    Asked asked = local.ask(machine, request);
    long deadline = agenda.now() + QUIET_MS;
    while (!asked.settled() && agenda.step(deadline)) {}
    Broken.unless(asked.settled(), "all is quiet, and nobody answers %s", asked);
    return asked;
  }

  private SimulationReport report() {
    Map<Asked.Outcome, Integer> outcomes = history.outcomes();
    return new SimulationReport(
        seed,
        agenda.steps(),
        agenda.now() - START,
        outcomes.getOrDefault(Asked.Outcome.DONE, 0),
        outcomes.getOrDefault(Asked.Outcome.EMPTY, 0),
        outcomes.getOrDefault(Asked.Outcome.REFUSED, 0),
        outcomes.getOrDefault(Asked.Outcome.UNKNOWN, 0)
            + outcomes.getOrDefault(Asked.Outcome.ORPHANED, 0)
            + outcomes.getOrDefault(Asked.Outcome.OPEN, 0),
        truth.records(),
        faults.counts(),
        trace.hash());
  }
}
