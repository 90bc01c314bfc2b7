package teseus.space.sim;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import teseus.space.OpId;
import teseus.space.host.Reply;
import teseus.space.host.Request;

/** Callers within the hosts' own processes, who are gone when these crash. */
final class LocalClients {
  private record Open(Asked asked, SimulatedHost machine, int incarnation) {}

  private final List<SimulatedHost> machines;
  private final Agenda agenda;
  private final History history;
  private final Requests requests;
  private final RandomGenerator random;
  private final List<Open> open = new ArrayList<>();

  LocalClients(
      List<SimulatedHost> machines,
      Agenda agenda,
      History history,
      Requests requests,
      RandomGenerator random) {
    this.machines = machines;
    this.agenda = agenda;
    this.history = history;
    this.requests = requests;
    this.random = random;
  }

  /** One of them does something. */
  void act() {
    SimulatedHost machine = machines.get(random.nextInt(machines.size()));
    if (machine.running()) {
      boolean within = random.nextBoolean();
      Asked asked = ask(Caller.at(machine, within), machine, requests.any());
      if (random.nextInt(8) == 0) {
        boolean forget = !within && random.nextBoolean();
        agenda.after(random.nextInt(100), () -> cancel(machine, asked, forget));
      }
    }
  }

  /** Asks a machine that runs, from within its process. */
  @CanIgnoreReturnValue // it is remembered here
  Asked ask(SimulatedHost machine, Request request) {
    return ask(Caller.at(machine, true), machine, request);
  }

  /** Asks a machine that runs. */
  @CanIgnoreReturnValue // it is remembered here
  Asked ask(Caller caller, SimulatedHost machine, Request request) {
    Asked asked = history.asked(request, patience(request));
    asked.client(caller.name());
    if (caller.known()) {
      asked.known();
    }
    Open one = new Open(asked, machine, machine.incarnation());
    open.add(one);
    List<Reply> early = new ArrayList<>();
    machine.run(
        host -> {
          Consumer<Reply> listener =
              reply -> {
                caller.seen().accept(host);
                if (asked.id() == null) {
                  early.add(reply);
                } else {
                  told(machine, asked, reply);
                }
              };
          asked.id(
              caller.within()
                  ? host.call(request, listener, machine.clock())
                  : host.submit(request, caller.heard(), listener, machine.clock()));
          early.forEach(reply -> told(machine, asked, reply));
        });
    return asked;
  }

  private static long patience(Request request) {
    if (request instanceof Request.Take take) {
      return take.timeout();
    }
    return request instanceof Request.Read read ? read.timeout() : 0;
  }

  private void told(SimulatedHost machine, Asked asked, Reply reply) {
    history.told(asked, reply);
    if (asked.outcome() == Asked.Outcome.UNKNOWN && random.nextInt(3) > 0) {
      int incarnation = machine.incarnation();
      agenda.after(random.nextInt(500), () -> outcome(machine, incarnation, asked));
    }
  }

  private void outcome(SimulatedHost machine, int incarnation, Asked asked) {
    OpId op = asked.id();
    if (op != null && machine.incarnation() == incarnation) {
      machine.run(host -> host.outcome(op, reply -> told(asked, reply), machine.clock()));
    }
  }

  private void told(Asked asked, Reply reply) {
    history.told(asked, reply);
  }

  /** Calls something off, if its caller is still there. */
  private void cancel(SimulatedHost machine, Asked asked, boolean forget) {
    OpId op = asked.id();
    if (op != null) {
      asked.cancel();
      machine.run(host -> host.cancel(op, forget, machine.clock()));
    }
  }

  /** Calls off all that nobody cancelled. */
  void cancelAll() {
    for (Open one : open) {
      if (!one.asked.settled()) {
        cancel(one.machine, one.asked, false);
      }
    }
  }

  /** A machine has crashed, and its callers with it. */
  void gone(SimulatedHost machine) {
    for (Open one : open) {
      if (one.machine == machine) {
        one.asked.orphaned();
      }
    }
    open.removeIf(one -> one.machine == machine || one.asked.settled());
  }
}
