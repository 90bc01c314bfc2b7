package teseus.server.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import teseus.server.config.BadConfigException;
import teseus.server.config.ClusterConfig;

/**
 * Where a demo keeps everything: its own {@code cluster.json}, whose paths lead nowhere else, its
 * hosts' stores and what they say.
 *
 * @param path the folder
 * @param config what its hosts run
 * @param temporary whether it may be thrown away
 */
record DemoFolder(Path path, ClusterConfig config, boolean temporary) {
  /**
   * Makes it.
   *
   * @param wanted the cluster to show; its own folders are not touched
   * @param kept the folder to use and keep; empty for a new one, to be thrown away
   */
  static DemoFolder make(ClusterConfig wanted, Optional<Path> kept) throws IOException {
    Path folder =
        kept.isPresent()
            ? Files.createDirectories(kept.get().toAbsolutePath().normalize())
            : Files.createTempDirectory("teseus-demo-");
    Path file = folder.resolve("cluster.json");
    Files.writeString(file, moved(wanted));
    try {
      return new DemoFolder(folder, ClusterConfig.read(file), kept.isEmpty());
    } catch (BadConfigException e) {
      throw new IllegalStateException("what was right elsewhere is right here", e);
    }
  }

  private static String moved(ClusterConfig wanted) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode content = (ObjectNode) mapper.readTree(wanted.canonical());
    for (JsonNode host : content.path("hosts")) {
      ((ObjectNode) host).put("data", "data/" + host.path("name").asText());
    }
    content.withObject("/snapshot").put("folder", "snapshots");
    return content.toPrettyString() + "\n";
  }

  Path file() {
    return path.resolve("cluster.json");
  }

  /** Throws it away with all that is in it. */
  void delete() throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(path)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    for (Path each : all) {
      Files.deleteIfExists(each);
    }
  }
}
