package teseus.server.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import teseus.space.HostId;

/**
 * Whether each host answers, and who has ended; says so when it changes. Thread-safe; a look at the
 * hosts waits for their answers.
 */
final class HostWatch {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int OK = 200;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();
  private final Map<HostId, HostJvm> hosts;
  private final Map<HostId, URI> urls;
  private final String bringBack;
  private final Consumer<String> say;
  private final Set<HostId> up = new TreeSet<>();
  private final Set<HostId> ended = new TreeSet<>();

  /**
   * A watch over these.
   *
   * @param urls where they answer
   * @param bringBack the command that starts a host again, without its name
   * @param say is told what changed
   */
  HostWatch(List<HostJvm> hosts, Map<HostId, URI> urls, String bringBack, Consumer<String> say) {
    this.hosts =
        hosts.stream()
            .collect(
                Collectors.toMap(
                    jvm -> jvm.host().id(), jvm -> jvm, (one, other) -> one, TreeMap::new));
    this.urls = Map.copyOf(urls);
    this.bringBack = bringBack;
    this.say = say;
  }

  /** Looks at every host once. */
  void look() throws InterruptedException {
    for (Map.Entry<HostId, HostJvm> host : hosts.entrySet()) {
      changed(host.getKey(), host.getValue(), answers(host.getKey()));
    }
  }

  private boolean answers(HostId host) throws InterruptedException {
    HttpRequest health =
        HttpRequest.newBuilder(URI.create(urls.get(host) + "/v1/health")).timeout(PATIENCE).build();
    try {
      return client.send(health, BodyHandlers.discarding()).statusCode() == OK;
    } catch (IOException e) {
      return false;
    }
  }

  private synchronized void changed(HostId host, HostJvm jvm, boolean answers) {
    boolean wasUp = answers ? !up.add(host) : up.remove(host);
    if (!jvm.isAlive() && ended.add(host)) {
      say.accept(
          "%s has ended (exit code %d); bring it back with: %s --host %s"
              .formatted(host, jvm.exitCode(), bringBack, host));
    } else if (answers && !wasUp) {
      say.accept(
          "%s %s at %s"
              .formatted(host, ended.contains(host) ? "is back" : "serves", urls.get(host)));
    } else if (!answers && wasUp) {
      say.accept(host + " does not answer");
    }
  }

  /** The hosts that did not answer at the last look. */
  synchronized Set<HostId> down() {
    Set<HostId> down = new TreeSet<>(hosts.keySet());
    down.removeAll(up);
    return down;
  }

  /** Those that someone else has started again. */
  synchronized Set<HostId> startedByOthers() {
    Set<HostId> theirs = new TreeSet<>(ended);
    theirs.retainAll(up);
    return theirs;
  }

  /** A host that ended before it ever answered, if any. */
  synchronized Optional<HostJvm> stillborn() {
    return hosts.values().stream().filter(jvm -> !jvm.isAlive()).findFirst();
  }

  /** Looks again and again until it is closed. */
  Watching every(long pauseMs) {
    return new Watching(pauseMs);
  }

  /** A thread that looks. */
  final class Watching implements AutoCloseable {
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    private Watching(long pauseMs) {
      thread = new Thread(() -> run(pauseMs), "watch");
      thread.setDaemon(true);
      thread.start();
    }

    private void run(long pauseMs) {
      try {
        do {
          look();
        } while (!closed.await(pauseMs, TimeUnit.MILLISECONDS));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    Set<HostId> down() {
      return HostWatch.this.down();
    }

    /** Waits until it looks no more. */
    @Override
    public void close() {
      closed.countDown();
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
