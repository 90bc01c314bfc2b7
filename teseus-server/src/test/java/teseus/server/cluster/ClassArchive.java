package teseus.server.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import teseus.server.FreePorts;
import teseus.server.Main;

/**
 * The classes of a host as they are once they are loaded, for JVMs to map: to load them is a third
 * of what a start costs, and the tests start many. Only what is in jars can be in it.
 */
final class ClassArchive {
  private static @Nullable List<String> options;

  private ClassArchive() {}

  private static String entries(Predicate<String> wanted) {
    return Arrays.stream(System.getProperty("java.class.path").split(":"))
        .filter(wanted)
        .collect(Collectors.joining(":"));
  }

  /**
   * The class path of a JVM that runs a host, and what else it needs to have its classes from an
   * archive. That is made when it is first asked for, by a host that ends at once.
   *
   * @param like the options of such a JVM
   */
  static synchronized List<String> options(List<String> like)
      throws IOException, InterruptedException {
    if (options == null) {
      options = make(like);
    }
    return options;
  }

  private static List<String> make(List<String> like) throws IOException, InterruptedException {
    String jars = entries(entry -> entry.endsWith(".jar"));
    String folders = entries(entry -> !entry.endsWith(".jar"));
    Path archive = Path.of("target", "host.jsa").toAbsolutePath();
    Files.deleteIfExists(archive);
    Path config = Files.createTempFile("cluster", ".json");
    FreePorts ports = new FreePorts();
    Files.writeString(
        config,
        """
        {"hosts":[{"name":"hera","port":%d,"http":%d,"memory":"1 MiB"}],"durability":"memory"}"""
            .formatted(ports.row(3), ports.row(1)));
    List<String> command = new ArrayList<>(like);
    command.addAll(List.of("-XX:ArchiveClassesAtExit=" + archive, "-cp", jars));
    command.addAll(List.of(Main.class.getName(), "serve", "--until-stdin-ends"));
    command.addAll(List.of("--config", config.toString(), "--host", "hera"));
    Process host = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (BufferedReader said =
        new BufferedReader(new InputStreamReader(host.getInputStream(), UTF_8))) {
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        if (line.contains(" serves at ")) {
          host.getOutputStream().close();
        }
      }
    }
    boolean made = host.waitFor() == 0 && Files.exists(archive);
    Files.delete(config);
    List<String> its = new ArrayList<>(List.of("-cp", jars + ":" + folders)); // begins as that did
    if (made) {
      its.add("-XX:SharedArchiveFile=" + archive);
    }
    return its;
  }
}
