package teseus.server.demo;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import teseus.pantheon.Match;
import teseus.pantheon.Pantheon;
import teseus.pantheon.PantheonConfig;
import teseus.space.HostId;

/** A publisher and a worker for each kind of job at each host, as clients of their own. */
final class Workload {
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final Duration PROBE = Duration.ofSeconds(1);

  /** How much longer than a client bears with silent hosts it is asked for what is left. */
  private static final Duration DRAIN = Duration.ofSeconds(5);

  private final Tally tally;
  private final String run;
  private final Duration patience;
  private final List<Pantheon> clients;
  private final CountDownLatch publishersStop = new CountDownLatch(1);
  private final CountDownLatch workersStop = new CountDownLatch(1);
  private final List<Thread> publishers = new ArrayList<>();
  private final List<Thread> workers = new ArrayList<>();

  /**
   * Begins.
   *
   * @param hosts base URLs; each client starts at its own, and goes on at the next if it is lost
   * @param run distinguishes this demo's tuples from all others
   * @param patience how long a client goes on asking while no host answers
   */
  Workload(List<URI> hosts, String run, Duration patience, Tally tally) {
    this.run = run;
    this.patience = patience;
    this.tally = tally;
    List<Pantheon> connected = new ArrayList<>();
    for (int i = 0; i < hosts.size(); i++) {
      List<URI> order = new ArrayList<>(hosts);
      Collections.rotate(order, -i);
      connected.add(Pantheon.connect(new PantheonConfig(order, patience, ANSWER, PROBE)));
    }
    clients = List.copyOf(connected);
    SplittableRandom random = new SplittableRandom();
    for (Pantheon client : clients) {
      publishers.add(
          new Thread(
              new Publisher(client, tally, run, random.split(), publishersStop), "publisher"));
      for (Match<? extends Job> kind : kinds()) {
        workers.add(
            new Thread(new Worker(client, tally, kind, random.split(), workersStop), "worker"));
      }
    }
    publishers.forEach(Thread::start);
    workers.forEach(Thread::start);
  }

  private List<Match<? extends Job>> kinds() {
    List<Match<? extends Job>> kinds = new ArrayList<>();
    for (Class<? extends Job> kind : Work.KINDS) {
      kinds.add(Match.type(kind).where("run", run));
    }
    return kinds;
  }

  /**
   * Ends it: publishers stop, then workers, and what is left is taken.
   *
   * @param down the hosts that do not answer now
   * @return whether the space said that nothing is left
   */
  boolean finish(Supplier<Set<HostId>> down) throws InterruptedException {
    publishersStop.countDown();
    for (Thread publisher : publishers) {
      publisher.join();
    }
    workersStop.countDown();
    for (Thread worker : workers) {
      worker.join();
    }
    // Sessions of takes whose outcome is not known end with their clients; one goes on.
    clients.subList(1, clients.size()).forEach(Pantheon::close);
    Drain drain = new Drain(kinds(), tally, down, clients.size());
    boolean none = drain.run(clients.get(0), patience.plus(DRAIN));
    clients.get(0).close();
    return none;
  }
}
