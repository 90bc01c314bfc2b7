package teseus.server.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.util.Arrays;

/** Programs of the system that a test cannot do without. */
final class Tools {
  private Tools() {}

  /** Aborts the test where the program is missing; where CI is set, that is a failure. */
  static void need(String program) {
    boolean found = has(program);
    if ("true".equals(System.getenv("CI"))) {
      assertThat(found).as("needs %s", program).isTrue();
    }
    assumeTrue(found, "needs " + program);
  }

  /** Skips the test for who may make no namespaces; where CI is set, that is a failure. */
  static void needRoot() throws IOException, InterruptedException {
    boolean root = has("unshare") && ends("unshare", "--net", "--mount", "true");
    if ("true".equals(System.getenv("CI"))) {
      assertThat(root).as("needs root").isTrue();
    }
    assumeTrue(root, "skipped: needs root");
  }

  private static boolean ends(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
  }

  /** Runs a program; it must succeed. */
  static void run(String... command) throws IOException, InterruptedException {
    feed("", command);
  }

  /** Runs a program that reads this; it must succeed. */
  static void feed(String input, String... command) throws IOException, InterruptedException {
    Process tool = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (Writer in = tool.outputWriter()) {
      in.write(input);
    } catch (IOException e) {
      // it ended without reading; its exit code says whether that is well
    }
    String said = new String(tool.getInputStream().readAllBytes(), UTF_8);
    assertThat(tool.waitFor()).as("%s: %s", String.join(" ", command), said).isZero();
  }

  static boolean has(String program) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .anyMatch(folder -> new File(folder, program).canExecute());
  }
}
