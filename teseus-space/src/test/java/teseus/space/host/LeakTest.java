package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;
import static teseus.space.host.SomeTokens.ATHENA;
import static teseus.space.host.SomeTokens.HERA;
import static teseus.space.host.SomeTokens.ZEUS;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import teseus.space.Consistency;
import teseus.space.Edits;
import teseus.space.Event;
import teseus.space.HostId;
import teseus.space.OpId;
import teseus.space.Position;
import teseus.space.SegmentId;
import teseus.space.SessionId;
import teseus.space.Template;
import teseus.space.TokenId;
import teseus.space.Tuple;
import teseus.space.spi.Computer;
import teseus.space.wire.Active;

/**
 * An hour of virtual time in which much is asked and little is seen to its end: calls are called
 * off, clients and subscribers go without a word, leases run out. Then nothing of it is left.
 */
class LeakTest {
  private static final List<HostId> IDS = List.of(HERA, ZEUS, ATHENA);
  private static final int SECONDS = 3_600;
  private static final int LONGEST_MS = 60_000; // terms and timeouts
  private static final int PERIODIC_TIMERS = 9;

  private record Begun(SegmentId segment, Active active) {}

  private record Asked(HostId at, OpId op, List<Reply> replies) {}

  /** A client that was given a session at a host. */
  private static final class Client {
    final HostId at;
    final SessionId session;
    long number;

    Client(HostId at, SessionId session) {
      this.at = at;
      this.session = session;
    }
  }

  /** What is to be computed at a host, until the test computes it. */
  private static final class Functions implements Computer {
    final ArrayDeque<Begun> begun = new ArrayDeque<>();

    @Override
    public Set<String> functions() {
      return Set.of("echo");
    }

    @Override
    public int most() {
      return 2;
    }

    @Override
    public void compute(SegmentId segment, Active active) {
      begun.add(new Begun(segment, active));
    }
  }

  private final Map<HostId, Functions> functions = new LinkedHashMap<>();
  private final WiredHosts hosts =
      new WiredHosts(
          8 << 20, id -> functions.computeIfAbsent(id, any -> new Functions()), HERA, ZEUS, ATHENA);
  private final List<Asked> open = new ArrayList<>();
  private final List<Client> clients = new ArrayList<>();
  private final List<TokenId> written = new ArrayList<>();
  private final Subscribers told = new Subscribers();
  private int opened;
  private int cancelled;
  private int computed;
  private int ended;
  private int locking;

  private static final class Subscribers implements Subscriber {
    int events;
    int ended;

    @Override
    public void opened(Position position) {}

    @Override
    public void event(Event event) {
      events++;
    }

    @Override
    public void leaseEnded() {
      ended++;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void anHourLeavesNothingBehind(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int second = 0; second < SECONDS; second++) {
      act(random);
      hosts.pass(1_000);
      compute(random);
    }
    functions.keySet().forEach(at -> computeAll(at, random));
    assertMuchHappened();
    hosts.pass(2L * LONGEST_MS);
    for (HostId id : IDS) {
      assertNothingIsLeft(id, "seed " + seed + ", " + id);
    }
  }

  private void act(SplittableRandom random) {
    HostId at = IDS.get(random.nextInt(IDS.size()));
    long ms = 1 + random.nextInt(LONGEST_MS);
    switch (random.nextInt(14)) {
      case 0, 1, 2 -> ask(at, new Request.Write(job(random), ms, null));
      case 3 -> ask(at, new Request.Take(wanted(random), ms));
      case 4 -> ask(at, new Request.Read(wanted(random), ms));
      case 5 -> ask(at, new Request.TakeIfExists(wanted(random), ms, Consistency.STRICT));
      case 6 -> ask(at, new Request.Eval("echo", job(random), ms));
      case 7 -> change(random, at, ms);
      case 8 -> subscribe(random, at, ms);
      case 9 -> client(random, at, ms);
      case 10, 11 -> transaction(random, at, ms);
      default -> callOff(random);
    }
  }

  private static Tuple job(SplittableRandom random) {
    return Tuple.of("job", Map.of("n", random.nextInt(8), "text", "x".repeat(random.nextInt(99))));
  }

  private static Template wanted(SplittableRandom random) {
    return random.nextInt(4) == 0
        ? Template.ofType("never written")
        : Template.ofType("job").where("n", random.nextInt(8));
  }

  private void ask(HostId at, Request request) {
    List<Reply> replies = new ArrayList<>();
    OpId op = hosts.host(at).submit(request, reply -> heard(replies, reply), hosts.now);
    open.add(new Asked(at, op, replies));
    hosts.settle();
  }

  private void heard(List<Reply> replies, Reply reply) {
    replies.add(reply);
    ended += reply instanceof Reply.Ended ? 1 : 0;
    locking = Math.max(locking, hosts.host(HERA).load().transactions());
    if (reply instanceof Reply.Written one) {
      written.add(one.lease().token());
    }
  }

  /** Of a token that may be gone. */
  private void change(SplittableRandom random, HostId at, long ms) {
    if (written.isEmpty()) {
      return;
    }
    TokenId token = written.get(Math.max(0, written.size() - 1 - random.nextInt(8)));
    switch (random.nextInt(3)) {
      case 0 -> ask(at, new Request.Renew(token, null, ms));
      case 1 -> ask(at, new Request.CancelLease(token, null));
      default -> ask(at, new Request.Modify(token, null, Edits.increment("n", 1)));
    }
  }

  /** Some are granted little, some leave, most are forgotten. */
  private void subscribe(SplittableRandom random, HostId at, long ms) {
    Host host = hosts.host(at);
    long id = host.subscribe(Template.ofType("job"), Event.Kind.all(), null, ms, told, hosts.now);
    host.grant(id, random.nextInt(50), hosts.now);
    hosts.settle();
    if (random.nextInt(4) == 0) {
      host.unsubscribe(id, hosts.now);
      hosts.settle();
    }
  }

  /** Comes, asks again under the number of before or the next, ends, or is never heard of again. */
  private void client(SplittableRandom random, HostId at, long ms) {
    if (clients.isEmpty() || random.nextInt(3) == 0) {
      clients.add(new Client(at, hosts.host(at).openSession(hosts.now)));
      opened++;
    }
    Client client = clients.get(random.nextInt(clients.size()));
    Host host = hosts.host(client.at);
    if (random.nextInt(8) == 0) {
      host.endSession(client.session, hosts.now);
      clients.remove(client);
    } else if (random.nextInt(8) == 0) {
      clients.remove(client);
    } else {
      Request request =
          random.nextBoolean()
              ? new Request.Write(job(random), ms, null)
              : new Request.Take(wanted(random), ms);
      OpId op = new OpId(client.session, ++client.number);
      host.submit(op, 0, client.number, request, reply -> {}, hosts.now);
    }
    hosts.settle();
  }

  /** Locks what it finds and writes something; is committed, aborted, or left to its lease. */
  private void transaction(SplittableRandom random, HostId at, long ms) {
    List<Reply> begun = new ArrayList<>();
    OpId unused = hosts.host(at).submit(new Request.Begin(ms, null), begun::add, hosts.now);
    OpId id = ((Reply.Begun) begun.get(0)).id();
    for (int steps = random.nextInt(6); steps > 0; steps--) {
      Request step =
          switch (random.nextInt(4)) {
            case 0 -> new Request.Write(job(random), ms, null);
            case 1 -> new Request.Take(wanted(random), ms);
            case 2 -> new Request.TakeIfExists(wanted(random), ms, Consistency.SESSION);
            default -> new Request.Read(wanted(random), random.nextInt(2_000));
          };
      ask(at, new Request.Within(id, step));
    }
    switch (random.nextInt(5)) {
      case 0 -> ask(at, new Request.Abort(id));
      case 1 -> ask(at, new Request.Extend(id, ms));
      case 2 -> {}
      default -> ask(at, new Request.Commit(id));
    }
  }

  private void callOff(SplittableRandom random) {
    open.removeIf(asked -> !asked.replies.isEmpty());
    if (!open.isEmpty()) {
      Asked asked = open.remove(random.nextInt(open.size()));
      hosts.host(asked.at).cancel(asked.op, random.nextBoolean(), hosts.now);
      hosts.settle();
      cancelled++;
    }
  }

  private void compute(SplittableRandom random) {
    HostId at = IDS.get(random.nextInt(IDS.size()));
    if (random.nextInt(3) == 0) {
      computeAll(at, random);
    }
  }

  private void computeAll(HostId at, SplittableRandom random) {
    Functions its = functions.getOrDefault(at, new Functions());
    while (!its.begun.isEmpty()) {
      Begun one = its.begun.remove();
      if (random.nextInt(4) == 0) {
        hosts.host(at).failed(one.segment, one.active.id(), "a fault", hosts.now);
      } else {
        hosts.host(at).computed(one.segment, one.active.id(), job(random), hosts.now);
      }
      computed++;
      hosts.settle();
    }
  }

  /** So that an empty table says something. */
  private void assertMuchHappened() {
    List<HostStatus> all = IDS.stream().map(id -> hosts.host(id).status(0, 0, hosts.now)).toList();
    assertThat(all.stream().mapToLong(HostStatus::written).sum()).as("written").isGreaterThan(500);
    assertThat(all.stream().mapToLong(HostStatus::taken).sum()).as("taken").isGreaterThan(100);
    assertThat(all.stream().mapToLong(HostStatus::expired).sum()).as("expired").isGreaterThan(100);
    assertThat(cancelled).as("called off").isGreaterThan(100);
    assertThat(computed).as("computed").isGreaterThan(100);
    assertThat(told.events).as("events").isGreaterThan(1_000);
    assertThat(told.ended).as("subscriptions that lapsed").isGreaterThan(100);
    assertThat(opened).as("sessions").isGreaterThan(50);
    assertThat(ended).as("transactions").isGreaterThan(50);
    assertThat(locking).as("transactions at once").isGreaterThan(3);
  }

  private void assertNothingIsLeft(HostId id, String where) {
    Host host = hosts.host(id);
    HostLoad load = host.load();
    assertThat(load.operations()).as("operations, %s", where).isZero();
    assertThat(load.questions()).as("questions, %s", where).isZero();
    assertThat(load.waiters()).as("waiters, %s", where).isZero();
    assertThat(load.held()).as("held, %s", where).isZero();
    assertThat(load.subscriptions()).as("subscriptions, %s", where).isZero();
    assertThat(load.transactions()).as("transactions, %s", where).isZero();
    assertThat(load.followers()).as("followers, %s", where).isZero();
    assertThat(load.timers()).as("timers, %s", where).isLessThanOrEqualTo(PERIODIC_TIMERS);
    assertThat(load.sessions()).as("its own session, %s", where).isLessThanOrEqualTo(1);
    assertThat(load.remembered())
        .as("sessions of hosts, %s", where)
        .isLessThanOrEqualTo(IDS.size());
    HostStatus status = host.status(10, 10, hosts.now);
    assertThat(status.tokens()).as("tokens, %s", where).isZero();
    assertThat(status.active()).as("active tuples, %s", where).isZero();
    assertThat(status.used()).as("bytes used, %s", where).isZero();
    assertThat(status.waitingTotal()).as("waiting, %s", where).isZero();

    // What its log adds up to is what it has in memory: the simulator checks that.
    HeldLog log = hosts.wired(id).log;
    SegmentState state = log.recover(log.end()).whole(new SegmentId(id, 0)).state();
    assertThat(state.store().size()).as("tokens in the log, %s", where).isZero();
    assertThat(state.sessions().entries()).as("open, %s", where).hasSizeLessThanOrEqualTo(3);
    state
        .sessions()
        .entries()
        .values()
        .forEach(
            entry -> assertThat(entry.done()).as("records, %s", where).hasSizeLessThanOrEqualTo(3));
    assertThat(state.sessions().ended())
        .as("ended sessions, remembered for their era and the next, %s", where)
        .hasSizeLessThanOrEqualTo(opened + 3 * IDS.size());
  }
}
