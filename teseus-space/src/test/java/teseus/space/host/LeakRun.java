package teseus.space.host;

import static teseus.space.host.SomeTokens.ATHENA;
import static teseus.space.host.SomeTokens.HERA;
import static teseus.space.host.SomeTokens.ZEUS;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import teseus.space.Consistency;
import teseus.space.Cursor;
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
import teseus.space.wire.SegmentConfig;

/**
 * Much is asked of three hosts, and little is seen to its end: calls are called off, clients and
 * subscribers go without a word, or go on elsewhere, leases run out, walks are left half-way, and
 * one host after the other is cut off for a while.
 */
final class LeakRun {
  static final List<HostId> IDS = List.of(HERA, ZEUS, ATHENA);

  /** The longest of all terms and timeouts. */
  static final int LONGEST_MS = 60_000;

  private static final int LONGEST_CUT = 20; // seconds
  private static final int BETWEEN_CUTS = 60;

  /** What has to happen, so that an empty table says something. */
  enum Happened {
    CALLED_OFF,
    COMPUTED,
    TOLD,
    LAPSED_SUBSCRIPTION,
    SUBSCRIBED_AGAIN,
    SESSION,
    CLIENT_ELSEWHERE,
    TRANSACTION_ENDED,
    LEFT_WALK,
    CUT_OFF,
    TAKEN_OVER
  }

  private record Asked(HostId at, OpId op, List<Reply> replies) {}

  /** A client that was given a session at a host. */
  private static final class Client {
    final SessionId session;
    HostId at;
    int turn;
    long number;

    Client(HostId at, SessionId session) {
      this.at = at;
      this.session = session;
    }
  }

  private final Map<HostId, HeldFunctions> functions = new LinkedHashMap<>();
  final WiredHosts hosts;
  private final SplittableRandom random;
  private final List<Asked> open = new ArrayList<>();
  private final List<Client> clients = new ArrayList<>();
  private final List<TokenId> written = new ArrayList<>();
  private final Map<Happened, Integer> happened = new EnumMap<>(Happened.class);
  private final Subscriber told =
      new Subscriber() {
        @Override
        public void opened(Position position) {}

        @Override
        public void event(Event event) {
          happens(Happened.TOLD);
        }

        @Override
        public void leaseEnded() {
          happens(Happened.LAPSED_SUBSCRIPTION);
        }
      };

  private @Nullable Position left;
  private @Nullable HostId cut;
  private int cutFor;
  private int locking;

  LeakRun(HostParts parts, CopySettings copies, long seed) {
    random = new SplittableRandom(seed);
    hosts =
        new WiredHosts(
            parts,
            8 << 20,
            LoadLimits.DEFAULT,
            TransactionLimits.DEFAULT,
            this::functions,
            copies,
            IDS.toArray(HostId[]::new));
  }

  private HeldFunctions functions(HostId at) {
    return functions.computeIfAbsent(at, any -> new HeldFunctions("echo"));
  }

  /** How often it happened. */
  int times(Happened what) {
    return happened.getOrDefault(what, 0);
  }

  /** The most transactions that were open at once at one host, or locked something there. */
  int locking() {
    return locking;
  }

  private void happens(Happened what) {
    happened.merge(what, 1, Integer::sum);
  }

  /** Asks for so long, and waits until all that may end by itself has. */
  void run(int seconds) {
    for (int second = 0; second < seconds; second++) {
      cut();
      act();
      hosts.pass(1_000);
      compute();
    }
    mend();
    IDS.forEach(this::computeAll);
    hosts.pass(2L * LONGEST_MS);
  }

  /** A host hears of no other for a while. */
  private void cut() {
    if (cut != null && --cutFor <= 0) {
      mend();
    } else if (cut == null && random.nextInt(BETWEEN_CUTS) == 0) {
      cut = any();
      cutFor = 1 + random.nextInt(LONGEST_CUT);
      HostId off = cut;
      IDS.stream().filter(id -> !id.equals(off)).forEach(id -> hosts.unlink(off, id));
      hosts.settle();
      happens(Happened.CUT_OFF);
    }
  }

  private void mend() {
    HostId off = cut;
    if (off != null) {
      HostId other = IDS.get(off.equals(IDS.get(0)) ? 1 : 0);
      SegmentConfig its = hosts.host(other).meta().segments().get(new SegmentId(off, 0));
      if (its != null && !its.primary().host().equals(off)) {
        happens(Happened.TAKEN_OVER);
      }
      IDS.stream().filter(id -> !id.equals(off)).forEach(id -> hosts.link(off, id));
      hosts.settle();
    }
    cut = null;
  }

  private HostId any() {
    return IDS.get(random.nextInt(IDS.size()));
  }

  private void act() {
    HostId at = any();
    long ms = 1 + random.nextInt(LONGEST_MS);
    switch (random.nextInt(16)) {
      case 0, 1, 2 -> ask(at, new Request.Write(job(), ms, null));
      case 3 -> ask(at, new Request.Take(wanted(), ms));
      case 4 -> ask(at, new Request.Read(wanted(), ms));
      case 5 -> ask(at, new Request.TakeIfExists(wanted(), ms, Consistency.STRICT));
      case 6 -> ask(at, new Request.Eval("echo", job(), ms));
      case 7 -> change(at, ms);
      case 8 -> subscribe(at, ms);
      case 9 -> client(at, ms);
      case 10, 11 -> transaction(at, ms);
      case 12 -> walk(at);
      case 13 -> ask(at, new Request.ReadIfExists(wanted(), Consistency.STRICT));
      default -> callOff();
    }
  }

  private Tuple job() {
    return Tuple.of("job", Map.of("n", random.nextInt(8), "text", "x".repeat(random.nextInt(99))));
  }

  private Template wanted() {
    return random.nextInt(4) == 0
        ? Template.ofType("never written")
        : Template.ofType("job").where("n", random.nextInt(8));
  }

  private void ask(HostId at, Request request) {
    ask(at, request, new ArrayList<>());
  }

  private void ask(HostId at, Request request, List<Reply> replies) {
    OpId op = hosts.host(at).submit(request, reply -> heard(replies, reply), hosts.now);
    open.add(new Asked(at, op, replies));
    hosts.settle();
  }

  private void heard(List<Reply> replies, Reply reply) {
    replies.add(reply);
    if (reply instanceof Reply.Ended) {
      happens(Happened.TRANSACTION_ENDED);
    }
    locking = Math.max(locking, hosts.host(HERA).load().transactions());
    if (reply instanceof Reply.Written one) {
      written.add(one.lease().token());
    }
  }

  /** Of a token that may be gone. */
  private void change(HostId at, long ms) {
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

  /** Some are granted little, some leave or go on where another was, most are forgotten. */
  private void subscribe(HostId at, long ms) {
    Host host = hosts.host(at);
    Position from = random.nextInt(3) == 0 ? left : null;
    if (from != null) {
      happens(Happened.SUBSCRIBED_AGAIN);
    }
    long id = host.subscribe(Template.ofType("job"), Event.Kind.all(), from, ms, told, hosts.now);
    host.grant(id, random.nextInt(50), hosts.now);
    hosts.settle();
    if (random.nextInt(4) == 0) {
      left = host.position(id).orElse(left);
      host.unsubscribe(id, hosts.now);
      hosts.settle();
    }
  }

  /** Some of what is there, and rarely the rest. */
  private void walk(HostId at) {
    Cursor cursor = null;
    do {
      List<Reply> replies = new ArrayList<>();
      ask(at, new Request.Contents(Template.ofType("job"), cursor, 1 + random.nextInt(4)), replies);
      Reply page = replies.isEmpty() ? null : replies.get(0);
      cursor = page instanceof Reply.Paged paged ? paged.page().next() : null;
    } while (cursor != null && random.nextInt(3) > 0);
    if (cursor != null) {
      happens(Happened.LEFT_WALK);
    }
  }

  /** Comes, asks, goes on at another host, undoes what it took, ends, or is not heard of again. */
  private void client(HostId at, long ms) {
    if (clients.isEmpty() || random.nextInt(3) == 0) {
      clients.add(new Client(at, hosts.host(at).openSession(hosts.now)));
      happens(Happened.SESSION);
    }
    Client client = clients.get(random.nextInt(clients.size()));
    Host host = hosts.host(client.at);
    switch (random.nextInt(8)) {
      case 0 -> {
        host.endSession(client.session, hosts.now);
        clients.remove(client);
      }
      case 1 -> clients.remove(client);
      case 2 -> {
        client.at = at;
        client.turn++;
        happens(Happened.CLIENT_ELSEWHERE);
        submit(client, client.number, ms); // what was under way, if that is not another request
      }
      case 3 -> {
        OpId op = new OpId(client.session, Math.max(1, client.number));
        host.undo(op, client.turn, op.number(), reply -> {}, hosts.now);
      }
      default -> submit(client, ++client.number, ms);
    }
    hosts.settle();
  }

  private void submit(Client client, long number, long ms) {
    OpId op = new OpId(client.session, Math.max(1, number));
    Request request =
        op.number() % 2 == 0 ? new Request.Write(job(), ms, null) : new Request.Take(wanted(), ms);
    hosts
        .host(client.at)
        .submit(op, new Said(client.turn, op.number()), request, reply -> {}, hosts.now);
  }

  /** Locks what it finds and writes something; is committed, aborted, or left to its lease. */
  private void transaction(HostId at, long ms) {
    List<Reply> begun = new ArrayList<>();
    OpId unused = hosts.host(at).submit(new Request.Begin(ms, null), begun::add, hosts.now);
    OpId id = ((Reply.Begun) begun.get(0)).id();
    for (int steps = random.nextInt(6); steps > 0; steps--) {
      Request step =
          switch (random.nextInt(4)) {
            case 0 -> new Request.Write(job(), ms, null);
            case 1 -> new Request.Take(wanted(), ms);
            case 2 -> new Request.TakeIfExists(wanted(), ms, Consistency.SESSION);
            default -> new Request.Read(wanted(), random.nextInt(2_000));
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

  private void callOff() {
    open.removeIf(asked -> !asked.replies.isEmpty());
    if (!open.isEmpty()) {
      Asked asked = open.remove(random.nextInt(open.size()));
      hosts.host(asked.at).cancel(asked.op, random.nextBoolean(), hosts.now);
      hosts.settle();
      happens(Happened.CALLED_OFF);
    }
  }

  private void compute() {
    HostId at = any();
    if (random.nextInt(3) == 0) {
      computeAll(at);
    }
  }

  private void computeAll(HostId at) {
    HeldFunctions its = functions(at);
    while (!its.begun.isEmpty()) {
      HeldFunctions.Begun one = its.begun.remove();
      if (random.nextInt(4) == 0) {
        hosts.host(at).failed(one.segment(), one.active().id(), "a fault", hosts.now);
      } else {
        hosts.host(at).computed(one.segment(), one.active().id(), job(), hosts.now);
      }
      happens(Happened.COMPUTED);
      hosts.settle();
    }
  }
}
