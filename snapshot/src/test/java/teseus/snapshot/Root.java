package teseus.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a test must be that mounts file systems. */
final class Root {
  private Root() {}

  /** Skips the test for who is not; where CI is set, that is a failure. */
  static void need() throws IOException, InterruptedException {
    boolean root = Files.isWritable(Path.of("/dev/fuse")) && mayMount();
    if ("true".equals(System.getenv("CI"))) {
      assertThat(root).as("needs root, and /dev/fuse").isTrue();
    }
    assumeTrue(root, "skipped: needs root, and /dev/fuse");
  }

  private static boolean mayMount() throws IOException, InterruptedException {
    return new ProcessBuilder("unshare", "--mount", "true").start().waitFor() == 0;
  }
}
