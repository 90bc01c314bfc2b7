package teseus.server.demo;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import teseus.server.config.HostConfig;

/** One host in a Java process of its own, by the same java and class path as this one. */
final class HostJvm {
  private static final long STOP_SECONDS = 15;
  private static final int TAIL_BYTES = 2_000;
  private static final long MIB = 1 << 20;

  private final HostConfig host;
  private final Process process;
  private final Path log;

  private HostJvm(HostConfig host, Process process, Path log) {
    this.host = host;
    this.process = process;
    this.log = log;
  }

  /**
   * Starts it. It ends by itself when this process does, however that happens.
   *
   * @param config the file that the host reads
   * @param main the class that takes {@code serve} as its argument
   */
  static HostJvm start(HostConfig host, Path config, String main) throws IOException {
    Path log = config.resolveSibling(host.id() + ".log");
    Process process =
        new ProcessBuilder(command(host, config, main))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    return new HostJvm(host, process, log);
  }

  private static List<String> command(HostConfig host, Path config, String main) {
    // Ctrl-C goes to all processes of the terminal: hosts ignore it and are stopped last.
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", "trap '' INT; exec \"$@\"", "sh", java()));
    command.addAll(options(host));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main, "serve"));
    command.addAll(List.of("--host", host.id().name(), "--config", config.toString()));
    command.add("--until-stdin-ends");
    return command;
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static List<String> options(HostConfig host) {
    List<String> options = new ArrayList<>();
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (!option.startsWith("-agentlib:") && !option.startsWith("-javaagent:")) {
        options.add(option);
      }
    }
    if (options.stream().noneMatch(option -> option.startsWith("-Xmx"))) {
      options.add("-Xmx" + (128 + 3 * host.memory() / MIB) + "m");
    }
    return options;
  }

  HostConfig host() {
    return host;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** What it ended with; only once it has. */
  int exitCode() {
    return process.exitValue();
  }

  long pid() {
    return process.pid();
  }

  /** Where it writes what it says. */
  Path log() {
    return log;
  }

  /** The last it said. */
  String lastWords() {
    try {
      byte[] said = Files.readAllBytes(log);
      int from = Math.max(0, said.length - TAIL_BYTES);
      return new String(said, from, said.length - from, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return "nothing that could be read in " + log;
    }
  }

  /** Asks it to stop in order; at once, without waiting. */
  void stop() {
    process.destroy();
  }

  /** Waits until it has stopped; after a while it is ended without ceremony. */
  void awaitStop() throws InterruptedException {
    if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      var unused = process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
    }
  }
}
