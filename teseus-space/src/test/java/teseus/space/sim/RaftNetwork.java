package teseus.space.sim;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import teseus.space.HostId;
import teseus.space.wire.Frame;
import teseus.space.wire.FrameCodec;
import teseus.space.wire.Message;
import teseus.space.wire.VoterMessage;

/** Carries messages between voters; they are delayed, lost, repeated and overtaken. */
final class RaftNetwork {
  private record Way(HostId from, HostId to) {}

  private final Map<HostId, RaftMachine> machines = new HashMap<>();
  private final Agenda agenda;
  private final Trace trace;
  private final RandomGenerator random;
  private final MetaTruth truth;
  private final Map<Way, Long> cutUntil = new HashMap<>();
  private Weather weather = Weather.FAIR;
  private long messages;

  RaftNetwork(Agenda agenda, Trace trace, RandomGenerator random, MetaTruth truth) {
    this.agenda = agenda;
    this.trace = trace;
    this.random = random;
    this.truth = truth;
  }

  void add(RaftMachine machine) {
    machines.put(machine.name(), machine);
  }

  void weather(Weather now) {
    weather = now;
  }

  /** Nothing passes from one to the other for a while. */
  void cut(HostId from, HostId to, long ms) {
    cutUntil.put(new Way(from, to), agenda.now() + ms);
  }

  /** Nothing passes between those of a side and the others for a while. */
  void part(List<HostId> side, long ms) {
    for (HostId one : machines.keySet()) {
      for (HostId other : side) {
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

  void send(HostId from, HostId to, long group, VoterMessage what) {
    messages++;
    Message message = new Message.Voting(group, what);
    truth.said(from, message);
    byte[] bytes = FrameCodec.encode(new Frame(0, 0, 0, message));
    trace.add(from.name(), "to " + to.name(), what, Arrays.hashCode(bytes));
    int copies = random.nextDouble() < weather.duplicates() ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      if (random.nextDouble() >= weather.loss()) {
        agenda.after(delay(), () -> arrive(from, to, bytes));
      }
    }
  }

  private long delay() {
    return random.nextDouble() < weather.slow()
        ? random.nextInt(weather.slowMs())
        : random.nextInt(3);
  }

  private void arrive(HostId from, HostId to, byte[] bytes) {
    if (cutUntil.getOrDefault(new Way(from, to), 0L) <= agenda.now()
        && FrameCodec.decode(bytes).message() instanceof Message.Voting voting) {
      machines.get(to).happens(voter -> voter.received(from, voting.group(), voting.what()));
    }
  }
}
