package teseus.space.host;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import teseus.roulette.Strategies;
import teseus.space.HostId;
import teseus.space.Limits;
import teseus.space.SegmentId;
import teseus.space.meta.MetaSettings;
import teseus.space.spi.Computer;
import teseus.space.wire.Beacon;
import teseus.space.wire.Frame;
import teseus.space.wire.LogRecord;
import teseus.space.wire.Message;
import teseus.space.wire.Whereabouts;

/** Hosts of one segment each, whose frames, forces and time pass when the test says so. */
final class WiredHosts {
  /** One host with its disk and what it has sent. */
  static final class Wired {
    final HeldLog log = new HeldLog();
    final SentFrames sent = new SentFrames();
    final Host host;
    final long store;
    long forced;

    /** Whether its disk takes its time. */
    boolean stalled;

    private Wired(HostSettings settings, Computer computer, HostParts parts, long seed) {
      store = seed;
      host =
          new Host(
              settings,
              new Recovered(1),
              new StoreIdentity(seed, seed, 1),
              log,
              sent,
              computer,
              new SplittableRandom(seed),
              Strategies::find,
              Watch.NOBODY,
              parts);
    }
  }

  static final long LEASE_MS = 10_000;

  private final Map<HostId, Wired> hosts = new LinkedHashMap<>();
  private final List<HostId> ids;
  private final BiFunction<HostId, CopySettings, Wired> make;
  private int starts;
  private final Set<Set<HostId>> cut = new HashSet<>();
  private Predicate<Message> lost = message -> false;
  private final Map<HostId, Long> ahead = new HashMap<>();
  long now = 1_000_000;

  /** Started, linked and heard of, the first of them the voter. */
  WiredHosts(long budget, HostId... ids) {
    this(budget, LoadLimits.DEFAULT, id -> Computer.NONE, ids);
  }

  WiredHosts(long budget, LoadLimits load, HostId... ids) {
    this(budget, load, id -> Computer.NONE, ids);
  }

  /** As those, each with functions of its own. */
  WiredHosts(long budget, Function<HostId, Computer> computers, HostId... ids) {
    this(budget, LoadLimits.DEFAULT, computers, ids);
  }

  /** Made of other parts, with limits, functions and copies; with copies all are voters. */
  WiredHosts(
      HostParts parts,
      long budget,
      LoadLimits load,
      TransactionLimits transacted,
      Function<HostId, Computer> computers,
      CopySettings copies,
      HostId... ids) {
    this(
        id -> budget,
        load,
        transacted,
        computers,
        MetaSettings.of(List.of(ids).subList(0, copies.alone() ? 1 : ids.length)),
        copies,
        parts,
        ids);
  }

  /** As those, with other voters. */
  WiredHosts(long budget, MetaSettings meta, HostId... ids) {
    this(id -> budget, LoadLimits.DEFAULT, id -> Computer.NONE, meta, CopySettings.ALONE, ids);
  }

  /** As those, with copies; of three all are voters, of two the first. */
  WiredHosts(long budget, CopySettings copies, HostId... ids) {
    this(id -> budget, copies, ids);
  }

  /** As those, each with a budget of its own. */
  WiredHosts(ToLongFunction<HostId> budgets, CopySettings copies, HostId... ids) {
    this(
        budgets,
        LoadLimits.DEFAULT,
        id -> Computer.NONE,
        MetaSettings.of(List.of(ids).subList(0, ids.length % 2 == 0 ? 1 : ids.length)),
        copies,
        ids);
  }

  private WiredHosts(
      long budget, LoadLimits load, Function<HostId, Computer> computers, HostId... ids) {
    this(id -> budget, load, computers, MetaSettings.of(List.of(ids[0])), CopySettings.ALONE, ids);
  }

  private WiredHosts(
      ToLongFunction<HostId> budgets,
      LoadLimits load,
      Function<HostId, Computer> computers,
      MetaSettings meta,
      CopySettings copies,
      HostId... ids) {
    this(budgets, load, TransactionLimits.DEFAULT, computers, meta, copies, new HostParts(), ids);
  }

  private WiredHosts(
      ToLongFunction<HostId> budgets,
      LoadLimits load,
      TransactionLimits transacted,
      Function<HostId, Computer> computers,
      MetaSettings meta,
      CopySettings copies,
      HostParts parts,
      HostId... ids) {
    this.ids = List.of(ids);
    this.make =
        (id, its) ->
            new Wired(
                settings(id, its, budgets.applyAsLong(id), load, transacted, meta),
                computers.apply(id),
                parts,
                31L * id.name().hashCode() + starts++);
    for (HostId id : ids) {
      hosts.put(id, make.apply(id, copies));
    }
    hosts.values().forEach(one -> one.host.start(now));
    for (HostId a : ids) {
      for (HostId b : ids) {
        if (!a.equals(b)) {
          host(a).linkUp(b, now);
        }
      }
    }
    pass(2_000);
  }

  private HostSettings settings(
      HostId id,
      CopySettings copies,
      long budget,
      LoadLimits load,
      TransactionLimits transacted,
      MetaSettings meta) {
    return new HostSettings(
        id,
        new Whereabouts(id.name(), 7100, 8080),
        ids,
        meta,
        1,
        copies,
        budget,
        new AskTimes(100, 1_000, 5_000),
        250,
        LEASE_MS,
        3_600_000,
        HostSettings.MAX_SKEW_MS,
        SessionLimits.DEFAULT,
        SubscriptionSettings.DEFAULT,
        transacted,
        BeaconSettings.DEFAULT,
        Limits.DEFAULT,
        load,
        new StrategyChoice("weighted-roulette", Map.of()),
        "digest");
  }

  /** A host ends, and another process runs under its name on an empty store. */
  void replace(HostId id, CopySettings its) {
    List<HostId> others = ids.stream().filter(other -> !other.equals(id)).toList();
    others.forEach(other -> host(other).linkDown(id, now));
    Wired made = make.apply(id, its);
    hosts.put(id, made);
    made.host.start(now(id));
    for (HostId other : others) {
      made.host.linkUp(other, now);
      host(other).linkUp(id, now);
    }
    pass(2_000);
  }

  Host host(HostId id) {
    return wired(id).host;
  }

  Wired wired(HostId id) {
    Wired one = hosts.get(id);
    if (one == null) {
      throw new IllegalArgumentException("no host " + id);
    }
    return one;
  }

  /** Messages that the network loses from now on. */
  void lose(Predicate<Message> which) {
    lost = which;
  }

  /** A host's clock is ahead by so many milliseconds from now on; less, once it is replaced. */
  void ahead(HostId id, long ms) {
    ahead.put(id, ms);
  }

  private long now(HostId id) {
    return now + ahead.getOrDefault(id, 0L);
  }

  void unlink(HostId a, HostId b) {
    cut.add(Set.of(a, b));
    host(a).linkDown(b, now);
    host(b).linkDown(a, now);
  }

  void link(HostId a, HostId b) {
    cut.remove(Set.of(a, b));
    host(a).linkUp(b, now);
    host(b).linkUp(a, now);
  }

  /** Delivers what was sent; true if there was anything. */
  boolean deliver() {
    boolean any = false;
    for (HostId from : List.copyOf(hosts.keySet())) {
      for (Beacon beacon : wired(from).sent.beacons()) {
        hosts.forEach((id, one) -> one.host.heard(beacon, now(id))); // its own it passes over
      }
      Map<HostId, List<Frame>> together = new LinkedHashMap<>();
      for (SentFrames.Sent sent : wired(from).sent.drain()) {
        boolean gone = cut.contains(Set.of(from, sent.to())) || lost.test(sent.frame().message());
        if (!gone) {
          together.computeIfAbsent(sent.to(), to -> new ArrayList<>()).add(sent.frame());
        }
      }
      together.forEach((to, frames) -> host(to).receive(from, frames, now(to)));
      any |= !together.isEmpty();
    }
    return any;
  }

  /** Forces what was flushed; true if there was anything. */
  boolean force() {
    boolean any = false;
    for (Wired one : hosts.values()) {
      long end = one.log.flushed();
      if (end > one.forced && !one.stalled) {
        one.forced = end;
        one.host.forced(end, now);
        any = true;
      }
    }
    return any;
  }

  /** Delivers and forces until nothing happens any more. */
  void settle() {
    boolean any = true;
    for (int i = 0; any; i++) {
      if (i > 10_000) {
        throw new AssertionError("the hosts do not come to rest");
      }
      any = deliver();
      any |= force();
    }
  }

  /** Time passes, in steps, and what is due is done. */
  void pass(long ms) {
    for (long end = now + ms; now < end; ) {
      now = Math.min(end, now + 50);
      hosts.forEach((id, one) -> one.host.advance(now(id)));
      settle();
    }
  }

  /** Time passes until the next that is due is done, and no further than to a moment. */
  void passTo(long end) {
    long due =
        hosts.keySet().stream()
            .mapToLong(id -> host(id).nextDue() - ahead.getOrDefault(id, 0L))
            .min()
            .orElse(end);
    now = Math.max(now, Math.min(end, due));
    hosts.forEach((id, one) -> one.host.advance(now(id)));
    settle();
  }

  /** What all segments' logs say, of one kind. */
  <R extends LogRecord> List<R> records(Class<R> kind) {
    List<R> all = new ArrayList<>();
    hosts.forEach(
        (id, one) ->
            one.log.records(new SegmentId(id, 0)).stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .forEach(all::add));
    return all;
  }
}
