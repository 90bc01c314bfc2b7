package teseus.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
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
  private static final System.Logger LOG = System.getLogger(Clients.class.getName());

  static final Template PARCELS = Template.ofType("Parcel");

  private static final int THREADS_PER_HOST = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Map<String, List<Silence>> silences = new HashMap<>();
  private final List<Pantheon> clients = new ArrayList<>();
  private final List<Future<?>> running = new ArrayList<>();
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  Clients(ClusterFixture cluster, Tally tally) {
    for (String host : cluster.hosts()) {
      Pantheon client = cluster.client(host);
      clients.add(client);
      silences.put(host, new ArrayList<>());
      for (int thread = 0; thread < THREADS_PER_HOST; thread++) {
        String name = host + "-" + thread;
        Silence silence = new Silence();
        silences.get(host).add(silence);
        TalliedClient tallied = new TalliedClient(client, tally);
        running.add(threads.submit(() -> work(tallied, name, silence)));
      }
    }
  }

  /** The longest that one of those who began at a host waited, since it was asked last. */
  Duration longest(String host) {
    return silences.get(host).stream()
        .map(Silence::longest)
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  /** Says for how long one of those who began at each host waited at most, which must be less. */
  void assertNoneWaited(Duration tooLong) {
    for (String host : silences.keySet()) {
      Duration longest = longest(host);
      LOG.log(
          System.Logger.Level.INFO,
          "longest wait of one who began at {0}: {1} ms",
          host,
          longest.toMillis());
      assertThat(longest).as("the longest wait of one who began at %s", host).isLessThan(tooLong);
    }
  }

  private void work(TalliedClient client, String name, Silence silence) {
    for (int n = 0; !stopped.get(); n++) {
      if (client.write(Tuple.of("Parcel", Map.of("payload", name + "-" + n)))) {
        silence.heard();
      }
      if (n % 3 != 0 && client.take(PARCELS, PATIENCE).isPresent()) {
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
