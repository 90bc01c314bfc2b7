package teseus.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import teseus.space.spi.Log;

class KilledProcessTest {
  private static final Log.Listener DEAF =
      new Log.Listener() {
        @Override
        public void forced(long position) {}

        @Override
        public void failed(Exception cause) {
          throw new AssertionError(cause);
        }
      };

  @Test
  @Timeout(120)
  void losesNothingItReportedWhenKilledAtAnyMoment(@TempDir Path folder) throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    long before = 0;
    for (int kill = 0; kill < 3; kill++) {
      long reported = runAndKill(folder, 1 + random.nextInt(1_000));
      AppendingProcess.Counting found = new AppendingProcess.Counting();
      FileLog.open(folder, AppendingProcess.SETTINGS, random, found, DEAF).close();
      assertThat(found.next).as("seed " + seed).isGreaterThanOrEqualTo(reported);
      assertThat(reported).as("seed " + seed).isGreaterThan(before);
      before = found.next;
    }
  }

  /** Returns what it reported last. */
  private static long runAndKill(Path folder, int lines) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    AppendingProcess.class.getName(),
                    folder.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out = process.inputReader()) {
      String last = out.readLine();
      assertThatThrownBy(
              () -> {
                FileLog second =
                    FileLog.open(
                        folder,
                        AppendingProcess.SETTINGS,
                        new Random(),
                        new AppendingProcess.Counting(),
                        DEAF);
                second.close();
              })
          .isInstanceOf(StoreRefusedException.class)
          .hasMessageContaining(folder.toString());
      for (int i = 1; i < lines; i++) {
        last = out.readLine();
      }
      assertThat(process.toHandle().destroyForcibly()).isTrue(); // leaves its output readable
      StringBuilder rest = new StringBuilder();
      for (int read = out.read(); read >= 0; read = out.read()) {
        rest.append((char) read);
      }
      int end = rest.lastIndexOf("\n"); // the last line may be cut
      int start = end < 0 ? -1 : rest.lastIndexOf("\n", end - 1) + 1;
      return Long.parseLong(end < 0 ? last : rest.substring(start, end));
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void refusesAFolderThatThisProcessHasOpen(@TempDir Path folder) throws IOException {
    AppendingProcess.Counting found = new AppendingProcess.Counting();
    try (FileLog first =
        FileLog.open(folder, AppendingProcess.SETTINGS, new Random(), found, DEAF)) {
      assertThat(first.incarnation()).isEqualTo(1);
      assertThatThrownBy(
              () ->
                  FileLog.open(folder, AppendingProcess.SETTINGS, new Random(), found, DEAF)
                      .close())
          .isInstanceOf(StoreRefusedException.class);
    }
    try (FileLog second =
        FileLog.open(folder, AppendingProcess.SETTINGS, new Random(), found, DEAF)) {
      assertThat(second.incarnation()).isEqualTo(2);
    }
  }
}
