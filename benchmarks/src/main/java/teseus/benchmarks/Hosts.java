package teseus.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import teseus.pantheon.AsyncSpace;
import teseus.pantheon.Pantheon;
import teseus.server.HostProcess;
import teseus.server.config.BadConfigException;
import teseus.server.config.ClusterConfig;
import teseus.space.HostId;
import teseus.space.SpaceException;
import teseus.space.Tuple;

/** A whole host in this process, alone or with another in a process of its own. */
final class Hosts implements AutoCloseable {
  private static final String HERE = "zeus";
  private static final String THERE = "hera";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final int FIRST_PORT = 12_000;
  private static final int PORTS_EACH = 4; // links, event bus, discovery, HTTP

  private final Path folder;
  private final @Nullable Neighbour neighbour;
  private final HostProcess host;
  private final Pantheon pantheon;

  private Hosts(Path folder, @Nullable Neighbour neighbour, HostProcess host) {
    this.folder = folder;
    this.neighbour = neighbour;
    this.host = host;
    this.pantheon = host.pantheon();
  }

  /** One host. */
  static Hosts alone(String durability) {
    return start(List.of(HERE), durability, 1, 0).untilWritten();
  }

  /**
   * Two hosts, of which the other alone holds the items of the numbers from 0, and each its own.
   */
  static Hosts two(String durability, int items) {
    Hosts hosts = start(List.of(THERE, HERE), durability, 1, items);
    if (items > 0) {
      var unused = hosts.pantheon.read(Item.byKey(Item.of(0).key()), PATIENCE).orElseThrow();
    }
    return hosts.untilWritten();
  }

  /** Two hosts that both hold everything. */
  static Hosts copied(String durability) {
    return start(List.of(THERE, HERE), durability, 2, 0).untilWritten();
  }

  /**
   * A host serves before META has let it lead anything, so that its first writes may be refused.
   */
  private Hosts untilWritten() {
    untilWritten(pantheon, Tuple.of("Ready", Map.of("yes", true)));
    return this;
  }

  private static Hosts start(List<String> names, String durability, int copies, int items) {
    Path folder = made();
    Path file = folder.resolve("cluster.json");
    try {
      Files.writeString(file, config(names, durability, copies));
      Neighbour neighbour =
          names.contains(THERE)
              ? Neighbour.start(Neighbour.HOST, file.toString(), THERE, Integer.toString(items))
              : null;
      HostProcess host =
          HostProcess.start(ClusterConfig.read(file), new HostId(HERE), false)
              .toCompletionStage()
              .toCompletableFuture()
              .join();
      return new Hosts(folder, neighbour, host);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (BadConfigException e) {
      throw new IllegalStateException(e);
    }
  }

  /** No host is given up for a pause: a machine that does much else has one stand for seconds. */
  private static String config(List<String> names, String durability, int copies) {
    int[] port = {FIRST_PORT};
    String hosts =
        names.stream()
            .map(
                name -> {
                  int first = freePorts(port[0]);
                  port[0] = first + PORTS_EACH;
                  return "{\"name\": \"%s\", \"port\": %d, \"http\": %d, \"memory\": \"1 GiB\"}"
                      .formatted(name, first, first + PORTS_EACH - 1);
                })
            .collect(Collectors.joining(", "));
    return """
        {
          "name": "benchmarks",
          "hosts": [%s],
          "voters": ["%s"],
          "durability": "%s",
          "copies": {"min": %d, "spare": 0, "ack-ms": 20000}
        }
        """
        .formatted(hosts, names.get(0), durability, copies);
  }

  private static int freePorts(int from) {
    int first = from;
    for (int port = first; port < first + PORTS_EACH; port++) {
      try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        free.setReuseAddress(true);
      } catch (IOException e) {
        first = port + 1;
      }
    }
    return first;
  }

  /** Writes a tuple as soon as there are hosts enough to take it. */
  static void untilWritten(Pantheon pantheon, Tuple tuple) {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        pantheon.write(tuple);
        return;
      } catch (SpaceException e) {
        if (System.nanoTime() > until) {
          throw e;
        }
        LockSupport.parkNanos(PAUSE_NS); // not all are there yet
      }
    }
  }

  Pantheon pantheon() {
    return pantheon;
  }

  AsyncSpace space() {
    return pantheon.space();
  }

  @Override
  public void close() {
    pantheon.close();
    host.stop().toCompletionStage().toCompletableFuture().join();
    if (neighbour != null) {
      neighbour.close();
    }
    delete(folder);
  }

  private static Path made() {
    try {
      return Files.createTempDirectory("teseus-benchmark");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
