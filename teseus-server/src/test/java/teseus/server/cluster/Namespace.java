package teseus.server.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A network and mounts of its own, for whatever is started in it. It has no name: nothing is left
 * of it, nor of its interfaces and mounts, when its processes have ended, and that which holds it
 * ends at the latest with this JVM.
 */
final class Namespace implements AutoCloseable {
  private final Process holder;

  Namespace() throws IOException {
    holder =
        new ProcessBuilder("unshare", "--net", "--mount", "sh", "-c", "echo made; exec cat")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    byte[] made = holder.getInputStream().readNBytes("made\n".length());
    assertThat(new String(made, UTF_8)).as("root may make namespaces").isEqualTo("made\n");
  }

  long pid() {
    return holder.pid();
  }

  /** What a command is put behind so that it runs here. */
  List<String> entry() {
    return List.of("nsenter", "--target", Long.toString(pid()), "--net", "--mount");
  }

  /** Where this process finds what is mounted here at that path. */
  Path seen(Path path) {
    return Path.of("/proc/" + pid() + "/root" + path);
  }

  /** Runs a command here; it must succeed. */
  void run(String... command) throws IOException, InterruptedException {
    feed("", command);
  }

  /** Runs a command here that reads this; it must succeed. */
  void feed(String input, String... command) throws IOException, InterruptedException {
    List<String> entered = new ArrayList<>(entry());
    entered.addAll(Arrays.asList(command));
    Tools.feed(input, entered.toArray(String[]::new));
  }

  @Override
  public void close() {
    holder.destroyForcibly();
  }
}
