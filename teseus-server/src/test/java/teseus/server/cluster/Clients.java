package teseus.server.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import teseus.pantheon.Pantheon;
import teseus.space.Template;
import teseus.space.Tuple;

/**
 * Clients that write and take for as long as they may, some of them at each host to begin with.
 * Each payload is written once; three are written for two that are taken, so that there is always
 * something to lose.
 */
final class Clients implements AutoCloseable {
  static final Template PARCELS = Template.ofType("Parcel");

  private static final int THREADS_PER_HOST = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Map<String, Silence> silences = new HashMap<>();
  private final List<Pantheon> clients = new ArrayList<>();
  private final List<Future<?>> running = new ArrayList<>();
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  Clients(ClusterFixture cluster, Tally tally) {
    for (String host : cluster.hosts()) {
      Pantheon client = cluster.client(host);
      clients.add(client);
      Silence silence = new Silence();
      silences.put(host, silence);
      for (int thread = 0; thread < THREADS_PER_HOST; thread++) {
        String name = host + "-" + thread;
        TalliedClient tallied = new TalliedClient(client, tally);
        running.add(threads.submit(() -> work(tallied, name, silence)));
      }
    }
  }

  /** How long the clients that began at a host were without an answer. */
  Silence silence(String host) {
    return silences.get(host);
  }

  private void work(TalliedClient client, String name, Silence silence) {
    for (int n = 0; !stopped.get(); n++) {
      boolean ok = client.write(Tuple.of("Parcel", Map.of("payload", name + "-" + n)));
      if (n % 3 != 0) {
        ok |= client.take(PARCELS, PATIENCE).isPresent();
      }
      if (ok) {
        silence.heard();
      }
    }
  }

  /** Lets each end what it is at, and fails if one met what no client should. */
  void finish() throws Exception {
    stopped.set(true);
    for (Future<?> one : running) {
      one.get(2, TimeUnit.MINUTES);
    }
  }

  @Override
  public void close() {
    stopped.set(true);
    threads.shutdown();
    clients.forEach(Pantheon::close);
  }
}
