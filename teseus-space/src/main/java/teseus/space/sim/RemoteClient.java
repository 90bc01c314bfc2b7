package teseus.space.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import teseus.space.OpId;
import teseus.space.SessionGoneException;
import teseus.space.SessionId;
import teseus.space.host.Host;
import teseus.space.host.Reply;
import teseus.space.host.Request;
import teseus.space.host.Said;

/**
 * A client with a session of its own. It asks one host at a time, repeats what is not answered, and
 * goes on at another host under the next turn; what it had sent to the one before may still come.
 */
final class RemoteClient {
  private static final long REPEAT_MS = 400;

  private static final class Open {
    private final Asked asked;
    private final OpId op;
    private long sent;
    private int copies;

    Open(Asked asked, OpId op) {
      this.asked = asked;
      this.op = op;
    }
  }

  private final String name;
  private final boolean carriesColours;
  private final @Nullable RandomGenerator looks;
  private final List<SimulatedHost> machines;
  private final Agenda agenda;
  private final History history;
  private final Requests requests;
  private final LocalClients elsewhere;
  private final RandomGenerator random;
  private final TreeMap<Long, Open> open = new TreeMap<>();
  private @Nullable SessionId session;
  private SimulatedHost gateway;
  private int incarnation;
  private int turn;
  private long next = 1;
  private int unknown;
  private long colour;
  private long heard;
  private boolean healed;
  private boolean calledOff;

  /**
   * Just made.
   *
   * @param name another for each
   * @param carriesColours whether it tells each host of the snapshots that others have cut for
   * @param looks draws when it looks for something; null if it does not, and does not say what it
   *     has heard of META
   * @param elsewhere asks for it outside of its session
   */
  RemoteClient(
      String name,
      boolean carriesColours,
      @Nullable RandomGenerator looks,
      List<SimulatedHost> machines,
      Agenda agenda,
      History history,
      Requests requests,
      LocalClients elsewhere,
      RandomGenerator random) {
    this.elsewhere = elsewhere;
    this.name = name;
    this.carriesColours = carriesColours;
    this.looks = looks;
    this.machines = machines;
    this.agenda = agenda;
    this.history = history;
    this.requests = requests;
    this.random = random;
    this.gateway = machines.get(random.nextInt(machines.size()));
  }

  /** Does something, or repeats what was not answered. */
  void act() {
    if (session == null) {
      begin();
      return;
    }
    if (gateway.incarnation() != incarnation || random.nextInt(healed ? 1_000 : 60) == 0) {
      moveOn();
    }
    for (Open one : List.copyOf(open.values())) {
      if (agenda.now() - one.sent >= REPEAT_MS || random.nextInt(20) == 0) {
        send(one);
      }
    }
    if (!healed && open.size() < 8) {
      ask(session, requests.change());
    }
    if (!healed && looks != null && looks.nextInt(2) == 0) {
      look(looks);
    }
  }

  /** Looks for something, outside of its session, at its gateway or wherever else. */
  private void look(RandomGenerator chance) {
    SimulatedHost to =
        chance.nextBoolean() ? gateway : machines.get(chance.nextInt(machines.size()));
    if (to.running()) {
      elsewhere.ask(caller(), to, requests.look());
    }
  }

  private Caller caller() {
    return new Caller(name, false, heard(), this::seen);
  }

  /** What it says that it has heard of META. */
  private long heard() {
    return looks == null ? Said.NOTHING : heard;
  }

  private void begin() {
    SimulatedHost machine = machines.get(random.nextInt(machines.size()));
    if (machine.running() && !healed) {
      gateway = machine;
      incarnation = machine.incarnation();
      turn = 0;
      next = 1;
      unknown = 0;
      machine.run(host -> session = host.openSession(machine.clock()));
    }
  }

  private void ask(SessionId its, Request request) {
    Asked asked = history.asked(request, request instanceof Request.Take take ? take.timeout() : 0);
    asked.client(name);
    if (looks != null) {
      asked.known();
    }
    OpId op = new OpId(its, next++);
    asked.id(op);
    Open one = new Open(asked, op);
    open.put(op.number(), one);
    send(one);
    if (random.nextInt(8) == 0) {
      SimulatedHost at = gateway;
      boolean forget = random.nextBoolean();
      asked.cancel();
      agenda.after(random.nextInt(100), () -> at.run(host -> host.cancel(op, forget, at.clock())));
    }
  }

  private long low() {
    return open.isEmpty() ? next : open.firstKey();
  }

  private void moveOn() {
    SimulatedHost machine = machines.get(random.nextInt(machines.size()));
    if (!machine.running() || (machine == gateway && machine.incarnation() == incarnation)) {
      return;
    }
    if (!open.isEmpty() && random.nextInt(3) == 0) { // something said before still comes
      send(open.get(open.lastKey()), random.nextInt(2_000));
    }
    hangUp(2_000);
    gateway = machine;
    incarnation = machine.incarnation();
    turn++;
    for (Open one : open.values()) {
      one.asked.move();
      send(one);
    }
  }

  private void send(@Nullable Open one) {
    send(one, random.nextInt(3));
  }

  private void send(@Nullable Open one, long delay) {
    if (one == null) {
      return;
    }
    one.sent = agenda.now();
    one.copies++;
    SimulatedHost to = gateway;
    int its = incarnation;
    Said said = new Said(turn, low(), heard());
    agenda.after(
        delay,
        () -> {
          if (to.incarnation() == its) {
            to.run(host -> greet(to, its, host, () -> submit(to, host, one, said)));
          }
        });
  }

  /** A host that does not know the client's colour cuts first, or does not serve it. */
  private void greet(SimulatedHost to, int its, Host host, Runnable then) {
    if (colour <= host.colour() || !carriesColours) {
      then.run();
      return;
    }
    host.seen(
        colour,
        known -> {
          if (known) {
            agenda.after(
                0,
                () -> {
                  if (to.incarnation() == its) { // by then the client may have seen a newer one
                    to.run(same -> greet(to, its, same, then));
                  }
                });
          }
        },
        to.clock());
  }

  private void submit(SimulatedHost to, Host host, Open one, Said said) {
    host.submit(
        one.op,
        said,
        one.asked.request(),
        reply -> {
          long its = host.colour();
          long meta = host.heard();
          agenda.after(
              random.nextInt(3),
              () -> {
                boolean news = its > colour;
                seen(its, meta);
                told(one, said.turn(), reply);
                if (news && !healed) {
                  hasten();
                }
              });
        },
        to.clock());
    if (calledOff) { // it was sent before, or again since
      host.cancel(one.op, false, to.clock());
    }
  }

  /** A snapshot has begun: what it asks of another host at once, without a session, comes after. */
  private void hasten() {
    SimulatedHost to = machines.get(random.nextInt(machines.size()));
    int its = to.incarnation();
    if (to.running()) {
      to.run(host -> greet(to, its, host, () -> elsewhere.ask(caller(), to, requests.write())));
    }
  }

  private void seen(Host host) {
    seen(host.colour(), host.heard());
  }

  private void seen(long at, long meta) {
    colour = Math.max(colour, at);
    heard = Math.max(heard, meta);
  }

  private void told(Open one, int under, Reply reply) {
    if (under != turn || open.get(one.op.number()) != one) {
      return;
    }
    if (!healed && random.nextInt(20) == 0) {
      return; // lost on the way; it asks again
    }
    boolean gone =
        reply instanceof Reply.Failed failed && failed.why() instanceof SessionGoneException;
    if (!gone || one.copies == 1) { // of copies sent before, a session that is gone says nothing
      history.told(one.asked, reply);
    }
    if (one.asked.settled()) {
      open.remove(one.op.number());
    } else if (one.asked.outcome() == Asked.Outcome.UNKNOWN && ++unknown > 8) {
      gone = true; // it gives up
    }
    if (gone) {
      leave();
    }
  }

  /** Its connection closes: the host that it leaves notices, and keeps what its takes got. */
  private void hangUp(int ms) {
    SimulatedHost left = gateway;
    int its = incarnation;
    for (Open one : open.values()) {
      agenda.after(
          ms,
          () -> {
            if (left.incarnation() == its && (left != gateway || !open.containsValue(one))) {
              left.run(host -> host.cancel(one.op, false, left.clock()));
            }
          });
    }
  }

  /** Its session is gone: what is open stays unknown to it. */
  private void leave() {
    hangUp(100);
    open.values().forEach(one -> one.asked.orphaned());
    open.clear();
    session = null;
  }

  /** No more faults, nothing more to ask. */
  void heal() {
    healed = true;
  }

  /** Calls off what is open, and all that is still on its way to a host. */
  void cancelAll() {
    calledOff = true;
    for (Open one : new ArrayList<>(open.values())) {
      one.asked.cancel();
      gateway.run(host -> host.cancel(one.op, false, gateway.clock()));
    }
  }

  /** Goes for good. */
  void end() {
    SessionId its = session;
    if (its != null) {
      gateway.run(host -> host.endSession(its, gateway.clock()));
      leave();
    }
  }
}
