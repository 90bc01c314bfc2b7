package teseus.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An ext4 file system on a {@link CachedDisk}, in a mount namespace of its own: the disk is a file
 * that a process of ours serves, a loop device makes it a block device, and whatever ext4 has the
 * device flush is flushed there. Nothing is left of it when that process ends, however it does.
 */
final class PowerLab implements AutoCloseable {
  private static final int IMAGE_BYTES = 32 << 20;

  /** Descriptor 3 becomes what the process is told, its input the connection to the kernel. */
  private static final String SERVE =
      """
      exec 3<&0 0<>/dev/fuse
      mount -i -t fuse -o fd=0,rootmode=100600,user_id=0,group_id=0 teseus-test "$1"
      exec "${@:2}"
      """;

  private final Path folder;
  private final Process process;
  private final BufferedReader said;
  private final Writer told;

  /**
   * Mounts what the image holds.
   *
   * @param folder an empty one
   */
  PowerLab(Path folder, Path image) throws IOException {
    this.folder = folder;
    Path disk = Files.createFile(folder.resolve("disk"));
    Files.createDirectory(folder.resolve("mounted"));
    Files.createDirectory(folder.resolve("after"));
    List<String> command = new ArrayList<>(List.of("unshare", "--mount", "bash", "-ec", SERVE));
    command.addAll(List.of("serve", disk.toString()));
    command.addAll(java("-Xmx256m", DiskProcess.class.getName(), image.toString()));
    this.process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    this.said = process.inputReader();
    this.told = process.outputWriter();
    assertThat(said.readLine()).isEqualTo("serving");
    mount(disk, "mounted");
  }

  /** An empty file system, in a file. */
  static Path format(Path image) throws IOException {
    Files.write(image, new byte[IMAGE_BYTES]);
    run("mkfs.ext4", "-q", "-F", "-E", "nodiscard,lazy_itable_init=0", image.toString());
    return image;
  }

  /** This java, with these arguments, on the classes of the test. */
  private static List<String> java(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(Arrays.asList(arguments));
    return command;
  }

  /** Starts a program of the test that is told a folder on the file system, and more. */
  Process start(Class<?> program, String name, String more) throws IOException {
    List<String> command = entry();
    command.addAll(java(program.getName(), folder.resolve("mounted/" + name).toString(), more));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private List<String> entry() {
    String here = Long.toString(process.pid());
    return new ArrayList<>(List.of("nsenter", "--mount", "--target", here));
  }

  /** Puts into a file what is on the platter if the power is cut now; nothing else changes. */
  void cut(long seed, Path image) throws IOException {
    String line = seed + " " + image;
    told.write(line + "\n");
    told.flush();
    assertThat(said.readLine()).isEqualTo(line);
  }

  /** What is done with the file system of an image, mounted as after a power cut. */
  interface Look<T> {
    T at(Path folder) throws IOException;
  }

  /** Mounts an image, by which ext4 recovers it, and looks at it. */
  <T> T after(Path image, Look<T> look) throws IOException {
    mount(image, "after");
    try {
      return look.at(Path.of("/proc/" + process.pid() + "/root" + folder.resolve("after")));
    } finally {
      within("umount", folder.resolve("after").toString());
    }
  }

  private void mount(Path file, String name) throws IOException {
    within("mount", "-o", "loop", "-t", "ext4", file.toString(), folder.resolve(name).toString());
  }

  private void within(String... command) throws IOException {
    List<String> entered = entry();
    entered.addAll(Arrays.asList(command));
    run(entered.toArray(String[]::new));
  }

  private static void run(String... command) throws IOException {
    Process tool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(tool.getInputStream().readAllBytes(), UTF_8);
    assertThat(tool.onExit().join().exitValue())
        .as("%s: %s", String.join(" ", command), output)
        .isZero();
  }

  @Override
  public void close() throws IOException {
    try {
      within("umount", folder.resolve("mounted").toString());
    } finally {
      told.close();
      process.destroyForcibly().onExit().join();
    }
  }
}
