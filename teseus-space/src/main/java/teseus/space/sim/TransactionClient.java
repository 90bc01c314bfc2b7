package teseus.space.sim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import teseus.space.Consistency;
import teseus.space.OpId;
import teseus.space.Order;
import teseus.space.OutcomeUnknownException;
import teseus.space.SessionGoneException;
import teseus.space.SessionId;
import teseus.space.Template;
import teseus.space.Token;
import teseus.space.TokenId;
import teseus.space.TransactionAbortedException;
import teseus.space.Tuple;
import teseus.space.host.Reply;
import teseus.space.host.Request;
import teseus.space.host.Said;

/**
 * A client that moves money between accounts in transactions, and notes each move in two places. It
 * asks for one thing at a time; if it is remote it repeats what is not answered, and goes on at
 * another host under the next turn. Some of its transactions it renews, aborts, or leaves to their
 * lease.
 */
final class TransactionClient {
  /** The type of what holds money, which must neither come nor go. */
  static final String ACCOUNT = "Account";

  /** The type of what is written in pairs. */
  static final String NOTE = "Note";

  private static final long REPEAT_MS = 400;

  private final List<SimulatedHost> machines;
  private final Agenda agenda;
  private final History history;
  private final Requests requests;
  private final RandomGenerator random;
  private final boolean remote;
  private final ArrayDeque<Request> script = new ArrayDeque<>();
  private @Nullable Transacted current;
  private SimulatedHost gateway;
  private int incarnation;
  private @Nullable SessionId session;
  private int turn;
  private long next;
  private @Nullable Request asked;
  private @Nullable OpId op;
  private long asking;
  private long begun;
  private int losses;
  private long sent;
  private long until;
  private long money;
  private int accounts;
  private boolean healed;

  TransactionClient(
      List<SimulatedHost> machines,
      Agenda agenda,
      History history,
      Requests requests,
      RandomGenerator random,
      boolean remote) {
    this.machines = machines;
    this.agenda = agenda;
    this.history = history;
    this.requests = requests;
    this.random = random;
    this.remote = remote;
    this.gateway = machines.get(random.nextInt(machines.size()));
  }

  /** Does the next thing, or repeats what was not answered. */
  void act() {
    if (asked != null) {
      goOn();
    } else if (current == null) {
      if (!healed) {
        begin();
      }
    } else if (!script.isEmpty()) {
      ask(script.remove());
    } else {
      end(current);
    }
  }

  private void begin() {
    SimulatedHost machine = machines.get(random.nextInt(machines.size()));
    if (!machine.running()) {
      return;
    }
    if (!remote || session == null || random.nextInt(4) == 0) {
      leave();
      gateway = machine;
      incarnation = machine.incarnation();
      turn = 0;
      next = 1;
      if (remote) {
        machine.run(host -> session = host.openSession(machine.clock()));
      }
    } else if (gateway.incarnation() != incarnation) {
      moveOn();
    }
    long lease = lease();
    Transacted one = new Transacted();
    current = one;
    history.transactions().add(one);
    money = 0;
    accounts = 0;
    until = agenda.now() + lease;
    ask(new Request.Begin(lease, null));
  }

  private long lease() {
    return 50 + random.nextInt(1_500);
  }

  private void plan(OpId id) {
    int takes = random.nextInt(4);
    for (int i = 0; i < takes; i++) {
      script.add(within(id, look(random.nextInt(5) > 0)));
      if (random.nextInt(6) == 0) {
        script.add(new Request.Extend(id, lease()));
      }
    }
  }

  private Request look(boolean take) {
    Template template = Template.ofType(random.nextInt(6) == 0 ? NOTE : ACCOUNT);
    Order order = random.nextInt(3) == 0 ? Order.OLDEST : Order.NEAR;
    long timeout = random.nextInt(300);
    if (take) {
      return random.nextBoolean()
          ? new Request.Take(template, timeout, order)
          : new Request.TakeIfExists(template, timeout, Consistency.SESSION, order);
    }
    return random.nextBoolean()
        ? new Request.Read(template, timeout, order)
        : new Request.ReadIfExists(template, Consistency.SESSION, order);
  }

  private static Request within(OpId id, Request step) {
    return new Request.Within(id, step);
  }

  /** All is taken: gives the money to as many accounts as it came from, and notes it. */
  private void end(Transacted one) {
    OpId id = one.id();
    if (id == null) {
      current = null;
      return;
    }
    if (accounts > 0) {
      long first = accounts > 1 ? random.nextLong(money + 1) : money;
      script.add(within(id, write(ACCOUNT, Map.of("money", first))));
      if (accounts > 1) {
        script.add(within(id, write(ACCOUNT, Map.of("money", money - first))));
      }
      accounts = 0;
      money = 0;
    } else if (one.writes().isEmpty() || random.nextInt(3) > 0) {
      switch (random.nextInt(10)) {
        case 0 -> ask(new Request.Abort(id));
        case 1 -> leave(one);
        case 2 -> {
          script.add(within(id, look(true)));
          script.add(within(id, write(NOTE, Map.of("of", id.number()))));
          ask(script.remove());
        }
        default -> ask(new Request.Commit(id));
      }
    } else {
      script.add(within(id, write(NOTE, Map.of("of", id.number()))));
      script.add(within(id, write(NOTE, Map.of("of", id.number()))));
    }
  }

  private Request write(String type, Map<String, Object> more) {
    Map<String, Object> fields = new LinkedHashMap<>(more);
    fields.put("n", requests.serial());
    Tuple tuple = Tuple.of(type, fields);
    history.writes(tuple);
    return new Request.Write(tuple, Long.MAX_VALUE, null);
  }

  /** Writes an account with some money, in no transaction. */
  Request account() {
    return write(ACCOUNT, Map.of("money", (long) random.nextInt(100)));
  }

  /** Leaves it to its lease. */
  private void leave(Transacted one) {
    OpId id = one.id();
    if (id != null) {
      history.isolation().released(id);
    }
    asked = null;
    script.clear();
    current = null;
  }

  private void ask(Request request) {
    asked = request;
    asking++;
    begun = agenda.steps();
    losses = history.isolation().losses();
    OpId id = current == null ? null : current.id();
    if (id != null && (request instanceof Request.Commit || request instanceof Request.Abort)) {
      history.isolation().released(id); // from now on it may be over
    }
    if (remote && session != null) {
      op = new OpId(session, next++);
      send();
    } else {
      op = null;
      local(request);
    }
  }

  private void local(Request request) {
    if (gateway.incarnation() != incarnation) {
      lost();
      return;
    }
    long its = asking;
    List<Reply> early = new ArrayList<>();
    sent = agenda.now();
    gateway.run(
        host -> {
          OpId named =
              host.submit(
                  request,
                  reply -> {
                    if (its != asking || op == null) {
                      early.add(reply);
                    } else {
                      told(its, reply);
                    }
                  },
                  gateway.clock());
          if (its == asking) {
            op = named;
            List.copyOf(early).forEach(reply -> told(its, reply));
          }
        });
  }

  private void send() {
    OpId name = op;
    Request request = asked;
    if (name == null || request == null) {
      return;
    }
    sent = agenda.now();
    SimulatedHost to = gateway;
    int life = incarnation;
    int under = turn;
    long its = asking;
    agenda.after(
        random.nextInt(3),
        () -> {
          if (to.incarnation() == life) {
            to.run(
                host ->
                    host.submit(
                        name,
                        new Said(under, name.number()),
                        request,
                        reply ->
                            agenda.after(
                                random.nextInt(3),
                                () -> {
                                  boolean lost = !healed && random.nextInt(20) == 0;
                                  if (under == turn && !lost) {
                                    told(its, reply);
                                  }
                                }),
                        to.clock()));
          }
        });
  }

  private void goOn() {
    boolean gone = gateway.incarnation() != incarnation;
    if (!remote) {
      if (gone) {
        lost();
      }
      return;
    }
    int seldom = healed ? 1_000 : asked instanceof Request.Commit ? 8 : 60; // it may be done
    if (gone || random.nextInt(seldom) == 0) {
      moveOn();
    }
    if (agenda.now() - sent >= REPEAT_MS) {
      send();
    }
  }

  private void moveOn() {
    SimulatedHost machine = machines.get(random.nextInt(machines.size()));
    if (machine.running() && (machine != gateway || machine.incarnation() != incarnation)) {
      gateway = machine;
      incarnation = machine.incarnation();
      turn++;
      send();
    }
  }

  /** Its host is gone, and it with it. */
  private void lost() {
    Transacted one = current;
    if (one != null) {
      leave(one);
    }
  }

  private void leave() {
    SessionId its = session;
    if (its != null && gateway.incarnation() == incarnation) {
      gateway.run(host -> host.endSession(its, gateway.clock()));
    }
    session = null;
  }

  private void told(long its, Reply reply) {
    Transacted one = current;
    OpId name = op;
    Request request = asked;
    if (its != asking || one == null || name == null || request == null) {
      return;
    }
    asked = null;
    history.heard(name, reply);
    if (reply instanceof Reply.Begun begunNow) {
      one.id(begunNow.id());
      plan(begunNow.id());
    } else if (reply instanceof Reply.Ended) {
      ended(one, request instanceof Request.Commit);
    } else if (reply instanceof Reply.Written) {
      Request step = ((Request.Within) request).step();
      one.writes().put(name, ((Request.Write) step).tuple());
    } else if (reply instanceof Reply.Found found && found.token().isPresent()) {
      found(one, name, ((Request.Within) request).step(), found.token().get());
    } else if (reply instanceof Reply.Extended extended && request instanceof Request.Extend more) {
      until = sent + more.lease();
      history.isolation().extended(extended.id(), until);
    } else if (reply instanceof Reply.Failed failed) {
      failed(one, request, failed);
    }
  }

  private void found(Transacted one, OpId name, Request step, Token token) {
    boolean take = step instanceof Request.Take || step instanceof Request.TakeIfExists;
    OpId wrote = token.id().write();
    if (take && token.tuple().type().equals(ACCOUNT)) {
      money += (Long) Objects.requireNonNull(token.tuple().fields().get("money"));
      accounts++;
    }
    if (one.writes().containsKey(wrote)) {
      if (take) {
        one.writes().remove(wrote);
      }
      return;
    }
    OpId id = one.id();
    if (id != null) {
      history.found(token, take, begun, id);
      if (losses == history.isolation().losses()) {
        history.isolation().locked(id, token.id(), take, until);
      }
    }
    if (take) {
      one.takes().put(name, token.id());
    }
  }

  private void ended(Transacted one, boolean committed) {
    one.end(committed ? Transacted.End.COMMITTED : Transacted.End.ABORTED);
    OpId id = one.id();
    if (committed && id != null) {
      for (TokenId token : one.takes().values()) {
        history.isolation().gone(id, token);
      }
      history.committed(one);
    }
    leave(one);
  }

  private void failed(Transacted one, Request request, Reply.Failed failed) {
    OpId id = one.id();
    if (failed.why() instanceof SessionGoneException) {
      session = null;
    }
    if (failed.why() instanceof OutcomeUnknownException
        || failed.why() instanceof SessionGoneException) {
      leave(one);
    } else if (failed.why() instanceof TransactionAbortedException || id == null) {
      one.end(Transacted.End.ABORTED);
      leave(one);
    } else if (request instanceof Request.Within within
        && within.step() instanceof Request.Write) { // else its money would be gone
      script.clear();
      ask(new Request.Abort(id));
    } // else it found nothing, or cannot be committed yet
  }

  /** No more faults, nothing more to begin. */
  void heal() {
    healed = true;
  }

  /** Goes for good. */
  void end() {
    Transacted one = current;
    if (one != null) {
      leave(one);
    }
    leave();
  }
}
