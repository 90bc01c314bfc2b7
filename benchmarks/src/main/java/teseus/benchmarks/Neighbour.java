package teseus.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another process on this machine, which does its part until this one lets it go. */
final class Neighbour implements AutoCloseable {
  static final String HOST = "host";
  static final String FRAMES = "frames";
  static final String RELAY = "relay";
  static final String REDIS = "redis";
  static final String GRID = "grid";
  static final String DISK = "disk";

  /** What it prints once it can be used, and a number. */
  static final String READY = "ready ";

  private static final long PATIENCE_S = 10;

  private final Process process;
  private final int ready;

  private Neighbour(Process process, int ready) {
    this.process = process;
    this.ready = ready;
  }

  /**
   * Starts one, and waits until it is ready.
   *
   * @param part one of the constants, and what {@link NeighbourMain} wants to know for it
   */
  static Neighbour start(String... part) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-"))
        .forEach(command::add);
    command.addAll(
        List.of(
            "-Xms2g",
            "-Xmx2g",
            "-XX:+AlwaysPreTouch",
            "-cp",
            System.getProperty("java.class.path"),
            NeighbourMain.class.getName()));
    command.addAll(List.of(part));
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      return new Neighbour(process, ready(process, part[0]));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int ready(Process process, String part) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(READY)) {
        return Integer.parseInt(line.substring(READY.length()));
      }
    }
    process.destroyForcibly();
    throw new IOException("the other process, " + part + ", ended before it was ready");
  }

  /** The port that it listens at, if it does. */
  int port() {
    return ready;
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close(); // it waits for that
      if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
