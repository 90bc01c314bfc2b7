package teseus.space.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import teseus.space.HostId;
import teseus.space.spi.Network;
import teseus.space.wire.Beacon;
import teseus.space.wire.BeaconCodec;
import teseus.space.wire.Frame;
import teseus.space.wire.FrameCodec;
import teseus.space.wire.Message;

/**
 * The two roads between the machines. A link stands or is broken, and each end learns that at a
 * time of its own; it may also go silent, in one direction or both, which its ends notice after a
 * while. Messages are encoded, and delayed, lost, repeated and overtaken.
 */
final class SimulatedNetwork {
  private static final int LONG_TAIL = 400;

  private final List<SimulatedHost> machines;
  private final Agenda agenda;
  private final Trace trace;
  private final RandomGenerator random;
  private final BiConsumer<HostId, Message> tap;
  private final Link[][] links;
  private Weather weather = Weather.FAIR;
  private boolean healed;
  private boolean lossy;

  /**
   * No link stands.
   *
   * @param tap sees every message, and who sends it, when it is sent
   */
  SimulatedNetwork(
      List<SimulatedHost> machines,
      Agenda agenda,
      Trace trace,
      RandomGenerator random,
      BiConsumer<HostId, Message> tap) {
    this.machines = List.copyOf(machines);
    this.agenda = agenda;
    this.trace = trace;
    this.random = random;
    this.tap = tap;
    int count = machines.size();
    links = new Link[count][count];
    for (int a = 0; a < count; a++) {
      for (int b = 0; b < a; b++) {
        links[a][b] = new Link(b, a);
        links[b][a] = links[a][b];
      }
    }
  }

  void weather(Weather now) {
    weather = now;
  }

  /** From now on nothing gets lost, and links that break are mended. */
  void heal() {
    healed = true;
    weather = Weather.FAIR;
    for (Link link : all()) {
      link.silent(0, false);
      link.silent(1, false);
    }
  }

  /** Whether a message got lost though its link may have stood on. */
  boolean lossy() {
    return lossy;
  }

  List<Link> all() {
    List<Link> all = new ArrayList<>();
    for (int a = 0; a < links.length; a++) {
      for (int b = 0; b < a; b++) {
        all.add(links[a][b]);
      }
    }
    return all;
  }

  /** The road as one machine sees it. */
  Network port(SimulatedHost from) {
    return new Port(from);
  }

  /** Begins to make all links. */
  void start() {
    all().forEach(this::dial);
  }

  private void dial(Link link) {
    agenda.after(
        1 + random.nextInt(healed || random.nextBoolean() ? 20 : 200), () -> connect(link));
  }

  private void connect(Link link) {
    SimulatedHost a = machines.get(link.machine(0));
    SimulatedHost b = machines.get(link.machine(1));
    if (!link.down()) {
      return;
    }
    if (!a.running() || !b.running() || !link.whole() || !a.knows(b.id()) || !b.knows(a.id())) {
      dial(link);
      return;
    }
    link.made();
    int first = random.nextInt(2);
    made(link, first);
    int made = link.generation();
    agenda.after(
        random.nextInt(5),
        () -> {
          if (link.generation() == made && link.awaited(1 - first)) {
            made(link, 1 - first);
          }
        });
    for (Runnable straggler : link.takeStragglers()) {
      agenda.after(random.nextInt(30), straggler);
    }
  }

  private void made(Link link, int end) {
    SimulatedHost machine = machines.get(link.machine(end));
    HostId peer = machines.get(link.machine(1 - end)).id();
    if (!machine.up()) {
      broken(link, end);
      return;
    }
    trace.add(machine.id().name(), "linkUp", peer, link.generation());
    link.up(end, true);
    machine.run(host -> host.linkUp(peer, machine.clock()));
  }

  /** One end breaks off; the other hears of it, or notices after a while if nothing comes. */
  void broken(Link link, int end) {
    boolean knew = link.up(end);
    if (!knew && !link.awaited(end)) {
      return;
    }
    link.up(end, false);
    if (knew) {
      SimulatedHost machine = machines.get(link.machine(end));
      HostId peer = machines.get(link.machine(1 - end)).id();
      trace.add(machine.id().name(), "linkDown", peer, link.generation());
      machine.run(host -> host.linkDown(peer, machine.clock()));
    }
    int generation = link.generation();
    agenda.after(
        link.silent(end) ? 200 + random.nextInt(800) : random.nextInt(10),
        () -> {
          if (link.generation() == generation) {
            broken(link, 1 - end);
          }
        });
    if (link.down()) {
      dial(link);
    }
  }

  /** A machine is gone: its ends are, and the others notice. */
  void lost(SimulatedHost machine) {
    for (Link link : all()) {
      if (link.machine(0) == machine.index() || link.machine(1) == machine.index()) {
        broken(link, link.end(machine.index()));
      }
    }
  }

  /** The others hear nothing of a machine, and break their ends off. */
  void unheard(SimulatedHost machine) {
    for (Link link : all()) {
      if (link.machine(0) == machine.index() || link.machine(1) == machine.index()) {
        broken(link, 1 - link.end(machine.index()));
      }
    }
  }

  /** A link goes silent from an end, or from both; those who hear nothing break it off. */
  void silence(Link link, int end, long ms) {
    link.silent(end, true);
    int generation = link.generation();
    agenda.after(
        150 + random.nextInt(800),
        () -> {
          if (link.silent(end) && link.generation() == generation) {
            broken(link, 1 - end);
          }
        });
    agenda.after(ms, () -> link.silent(end, false));
  }

  private void send(SimulatedHost from, HostId to, Frame frame) {
    SimulatedHost target = machine(to);
    Link link = links[from.index()][target.index()];
    int end = link.end(from.index());
    tap.accept(from.id(), frame.message());
    if (!link.up(end)) {
      return;
    }
    byte[] bytes = FrameCodec.encode(frame);
    trace.add(from.id().name(), "send", frame.message(), Arrays.hashCode(bytes) + target.index());
    int copies = random.nextDouble() < weather.duplicates() ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      if (random.nextDouble() >= weather.loss()) {
        int generation = link.generation();
        agenda.after(delay(i), () -> arrive(link, end, generation, bytes));
      } else {
        lossy = true;
      }
    }
  }

  private long delay(int copy) {
    if (copy > 0 && random.nextInt(8) == 0) {
      return random.nextInt(weather.slowMs() * 8 + 1); // a copy from long ago
    }
    return random.nextDouble() < weather.slow()
        ? random.nextInt(weather.slowMs())
        : random.nextInt(3);
  }

  private void arrive(Link link, int end, int generation, byte[] bytes) {
    if (link.silent(end)) {
      lossy = true;
      return;
    }
    if (link.awaited(1 - end)) {
      agenda.after(1, () -> arrive(link, end, generation, bytes));
    } else if (link.up(1 - end)) {
      join(link, end, bytes);
    } else if (random.nextBoolean() && link.generation() == generation) {
      link.straggle(
          () -> {
            if (link.up(1 - end)) {
              join(link, end, bytes);
            }
          });
    }
  }

  /** What comes over a link in one moment is handed on together, as from one read of a socket. */
  private void join(Link link, int end, byte[] bytes) {
    if (link.come(end, bytes)) {
      agenda.after(0, () -> deliver(link, end));
    }
  }

  private void deliver(Link link, int end) {
    SimulatedHost target = machines.get(link.machine(1 - end));
    HostId from = machines.get(link.machine(end)).id();
    List<byte[]> came = link.takeCome(end);
    if (!link.up(1 - end)) {
      return;
    }
    List<Frame> frames = new ArrayList<>();
    for (byte[] bytes : came) {
      Frame frame = FrameCodec.decode(bytes);
      trace.add(target.id().name(), "receive", frame.message(), Arrays.hashCode(bytes) + end);
      frames.add(frame);
    }
    target.run(host -> host.receive(from, frames, target.clock()));
  }

  private void publish(SimulatedHost from, Beacon beacon) {
    byte[] bytes = BeaconCodec.encode(beacon);
    trace.add(from.id().name(), "beacon", beacon.sequence(), Arrays.hashCode(bytes));
    for (SimulatedHost to : machines) {
      if (to != from && (healed || random.nextInt(20) > 0)) {
        Link link = links[from.index()][to.index()];
        agenda.after(
            random.nextInt(10) == 0 ? random.nextInt(LONG_TAIL) : random.nextInt(5),
            () -> {
              if (!link.silent(link.end(from.index()))) {
                Beacon heard = BeaconCodec.decode(bytes);
                to.run(host -> host.heard(heard, to.clock()));
              }
            });
      }
    }
  }

  private SimulatedHost machine(HostId id) {
    for (SimulatedHost machine : machines) {
      if (machine.id().equals(id)) {
        return machine;
      }
    }
    throw new IllegalArgumentException("no machine runs " + id);
  }

  private final class Port implements Network {
    private final SimulatedHost from;

    Port(SimulatedHost from) {
      this.from = from;
    }

    @Override
    public void send(HostId to, Frame frame) {
      SimulatedNetwork.this.send(from, to, frame);
    }

    @Override
    public void publish(Beacon beacon) {
      SimulatedNetwork.this.publish(from, beacon);
    }
  }
}
