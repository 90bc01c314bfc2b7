package teseus.server.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import teseus.server.Main;

/**
 * One host in a JVM of its own, and what it printed. It ends at the latest with the JVM that
 * started it: its standard input is a pipe from here.
 */
final class HostJvm {
  /**
   * What runs a host.
   *
   * @param main a class whose arguments are those of {@code teseus}
   * @param options of its JVM
   */
  record Program(Class<?> main, List<String> options) {
    /** The {@code teseus} command itself. */
    static final Program TESEUS = new Program(Main.class, List.of());
  }

  private static final int LINES_KEPT = 400;
  private static final long END_SECONDS = 30;

  private final String name;
  private final Process process;
  private final Thread reader;
  private final Deque<String> printed = new ArrayDeque<>();

  private HostJvm(String name, Process process) {
    this.name = name;
    this.process = process;
    this.reader = new Thread(this::read, "output of " + name);
    reader.setDaemon(true);
  }

  /**
   * Starts it.
   *
   * @param entry what its command is put behind, so that it runs somewhere else
   * @param program what runs it
   * @param more options of {@code teseus serve}
   */
  static HostJvm start(
      List<String> entry, Program program, Path config, String name, String... more)
      throws IOException, InterruptedException {
    List<String> java = new ArrayList<>();
    java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    java.addAll(List.of(System.getProperty("teseus.hazelcast.opens").split(" ")));
    java.addAll(
        List.of(
            "-Xmx160m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1", // a host lives for seconds here: starting is what it does
            "-Djava.util.concurrent.ForkJoinPool.common.parallelism=2"));
    List<String> command = new ArrayList<>(entry);
    command.addAll(java);
    command.addAll(ClassArchive.options(java));
    command.addAll(program.options);
    command.addAll(
        List.of(
            program.main.getName(),
            "serve",
            "--until-stdin-ends",
            "--config",
            config.toString(),
            "--host",
            name));
    command.addAll(List.of(more));
    // Through a pipe, not into a file: what is done to the sizes of its files must not silence it.
    HostJvm host = new HostJvm(name, new ProcessBuilder(command).redirectErrorStream(true).start());
    host.reader.start();
    return host;
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        synchronized (printed) {
          printed.add(line);
          if (printed.size() > LINES_KEPT) {
            printed.remove();
          }
        }
      }
    } catch (IOException e) {
      // the process was killed
    }
  }

  String name() {
    return name;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** The last lines that it printed. */
  String printed() {
    synchronized (printed) {
      return String.join("\n", printed);
    }
  }

  /** Ends it as by {@code kill -9}; returns when it is gone. */
  void kill9() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** Sends a signal by its name, such as STOP. */
  void signal(String signal) throws IOException, InterruptedException {
    Tools.run("kill", "-" + signal, Long.toString(process.pid()));
  }

  /** From now on no file of it can be written beyond these bytes: as good as a full disk. */
  void limitFiles(long bytes) throws IOException, InterruptedException {
    Tools.run("prlimit", "--pid", Long.toString(process.pid()), "--fsize=" + bytes + ":");
  }

  /** Waits until it ended by itself. */
  int awaitExit() {
    awaitEnd();
    return process.exitValue();
  }

  private void awaitEnd() {
    try {
      assertThat(process.waitFor(END_SECONDS, TimeUnit.SECONDS))
          .as("%s ends within %s s; it printed\n%s", name, END_SECONDS, printed())
          .isTrue();
      reader.join();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
