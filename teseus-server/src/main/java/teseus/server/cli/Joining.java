package teseus.server.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import teseus.server.config.ByteSize;
import teseus.server.config.ClusterConfig;
import teseus.server.config.HostConfig;
import teseus.server.config.Version;
import teseus.space.HostId;

/** A host that {@code cluster.json} does not name: where it is, and how it becomes one of them. */
final class Joining {
  private static final long BETWEEN_CALLS_MS = 1_000;

  @Option(
      names = "--join",
      description = {
        "Add this host to the running cluster, whose file names others. The same line starts it"
            + " again later. The following say what the file would."
      })
  private boolean join;

  @Option(
      names = "--address",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "With --join: where the other hosts reach it; ${DEFAULT-VALUE} by default.")
  private String address = "";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "7100",
      description = "With --join: of its links, the next two too; ${DEFAULT-VALUE} by default.")
  private int port;

  @Option(
      names = "--http",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "With --join: of its API and page; ${DEFAULT-VALUE} by default.")
  private int http;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      defaultValue = "64 MiB",
      description = "With --join: for tokens; ${DEFAULT-VALUE} by default.")
  private String memory = "";

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description = "With --join: its data folder; data/NAME beside the file by default.")
  private @Nullable Path data;

  boolean wanted() {
    return join;
  }

  /**
   * Has the host added by one of the file's hosts; waits until one answers, unless the host has
   * been here before.
   *
   * @return the configuration with the host in it
   */
  ClusterConfig join(ClusterConfig config, String name, PrintStream err)
      throws InterruptedException {
    HostConfig self = host(config, name);
    ClusterConfig joined = joined(config, self);
    List<URI> seeds = config.hosts().stream().map(ClusterOptions::url).toList();
    boolean before = Files.exists(joined.dataFolder(self).resolve("store"));
    ServerSocket there = listen(self); // so that the others can try whether they reach it
    try {
      boolean told = false;
      while (!admitted(seeds, config, self, told || before ? null : err) && !before) {
        told = true;
        TimeUnit.MILLISECONDS.sleep(BETWEEN_CALLS_MS);
      }
    } finally {
      close(there);
    }
    return joined;
  }

  private HostConfig host(ClusterConfig config, String name) {
    try {
      HostId id = new HostId(name);
      if (config.hosts().stream().anyMatch(host -> host.id().equals(id))) {
        throw new CommandException(
            Exit.USAGE, "cluster.json names " + id + ": start it without --join");
      }
      Path folder = data == null ? Path.of("data", name) : data;
      return new HostConfig(id, address, port, http, ByteSize.parse(memory), folder);
    } catch (IllegalArgumentException e) {
      throw new CommandException(Exit.USAGE, String.valueOf(e.getMessage()));
    }
  }

  private static ClusterConfig joined(ClusterConfig config, HostConfig self) {
    try {
      return config.with(self);
    } catch (IllegalArgumentException e) {
      throw new CommandException(Exit.USAGE, String.valueOf(e.getMessage()));
    }
  }

  private static ServerSocket listen(HostConfig self) {
    try {
      return new ServerSocket(self.linkPort(), 0, InetAddress.getByName(self.address()));
    } catch (IOException e) {
      throw new CommandException(
          Exit.IN_USE,
          self.id()
              + " did not start: it cannot listen at "
              + self.address()
              + ":"
              + self.linkPort()
              + " ("
              + e.getMessage()
              + ")");
    }
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // nobody was accepted
    }
  }

  /**
   * Asks to be added.
   *
   * @param err is told if nobody answers
   * @return whether somebody has answered
   */
  private static boolean admitted(
      List<URI> seeds, ClusterConfig config, HostConfig self, @Nullable PrintStream err) {
    ObjectNode applicant =
        JsonNodeFactory.instance
            .objectNode()
            .put("cluster", config.name())
            .put("release", Version.VERSION)
            .put("settings", config.digest())
            .put("address", self.address())
            .put("port", self.linkPort())
            .put("http", self.http())
            .put("segments", config.segmentsPerHost());
    String path = "/v1/hosts/" + URLEncoder.encode(self.id().name(), StandardCharsets.UTF_8);
    try {
      ObjectNode unused = new HostCalls(seeds).put(path, applicant);
      return true;
    } catch (CommandException e) {
      if (e.exit() != Exit.UNAVAILABLE) {
        throw e;
      }
      if (err != null) {
        err.println("teseus: " + self.id() + " waits to be added: " + e.getMessage());
      }
      return false;
    }
  }
}
