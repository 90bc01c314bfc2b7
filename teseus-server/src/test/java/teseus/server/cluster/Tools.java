package teseus.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
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

  static boolean has(String program) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .anyMatch(folder -> new File(folder, program).canExecute());
  }
}
