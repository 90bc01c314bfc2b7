package teseus.space.sim;

import io.microraft.model.message.RaftMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Carries messages between voters; they are delayed, lost, repeated and overtaken. */
final class RaftNetwork {
  private record Way(RaftVoter.Name from, RaftVoter.Name to) {}

  private final Map<RaftVoter.Name, RaftMachine> machines = new HashMap<>();
  private final Agenda agenda;
  private final Trace trace;
  private final RandomGenerator random;
  private final Map<Way, Long> cutUntil = new HashMap<>();
  private Weather weather = Weather.FAIR;
  private long messages;

  RaftNetwork(Agenda agenda, Trace trace, RandomGenerator random) {
    this.agenda = agenda;
    this.trace = trace;
    this.random = random;
  }

  void add(RaftMachine machine) {
    machines.put(machine.name(), machine);
  }

  void weather(Weather now) {
    weather = now;
  }

  /** Nothing passes from one to the other for a while. */
  void cut(RaftVoter.Name from, RaftVoter.Name to, long ms) {
    cutUntil.put(new Way(from, to), agenda.now() + ms);
  }

  /** Nothing passes between those of a side and the others for a while. */
  void part(List<RaftVoter.Name> side, long ms) {
    for (RaftVoter.Name one : machines.keySet()) {
      for (RaftVoter.Name other : side) {
        if (!side.contains(one)) {
          cut(one, other, ms);
          cut(other, one, ms);
        }
      }
    }
  }

  void heal() {
    weather = Weather.FAIR;
    cutUntil.clear();
  }

  /** How many were sent. */
  long messages() {
    return messages;
  }

  void send(RaftVoter.Name from, RaftVoter.Name to, RaftMessage message) {
    messages++;
    trace.add(from.name(), "to " + to.name(), message, message.toString().hashCode());
    int copies = random.nextDouble() < weather.duplicates() ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      if (random.nextDouble() >= weather.loss()) {
        agenda.after(delay(), () -> arrive(from, to, message));
      }
    }
  }

  private long delay() {
    return random.nextDouble() < weather.slow()
        ? random.nextInt(weather.slowMs())
        : random.nextInt(3);
  }

  private void arrive(RaftVoter.Name from, RaftVoter.Name to, RaftMessage message) {
    if (cutUntil.getOrDefault(new Way(from, to), 0L) <= agenda.now()) {
      machines.get(to).happens(voter -> voter.receive(message));
    }
  }
}
