package teseus.server.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Packages as this machine's package database tells of them. */
final class DebianPackages {
  /** Of those that could be installed, where the machine knows any. */
  private static final int MOST_AVAILABLE = 3_000;

  private static final String FORMAT =
      "${Package}\\t${Version}\\t${Architecture}\\t${Section}\\t${Installed-Size}\\t${Depends}\\n";

  private DebianPackages() {}

  /** Those installed, and some thousand that could be, each once. */
  static List<JsonObject> known() throws IOException, InterruptedException {
    Set<JsonObject> packages = new LinkedHashSet<>(installed());
    if (Tools.has("apt-cache")) {
      Process query = new ProcessBuilder("apt-cache", "dumpavail").start();
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(query.getInputStream(), UTF_8))) {
        Map<String, String> paragraph = new HashMap<>();
        int left = MOST_AVAILABLE;
        for (String line = lines.readLine(); line != null && left > 0; line = lines.readLine()) {
          int colon = line.indexOf(": ");
          if (line.isEmpty()) {
            packages.add(available(paragraph));
            paragraph.clear();
            left--;
          } else if (colon > 0 && line.charAt(0) != ' ') {
            paragraph.put(line.substring(0, colon), line.substring(colon + 2));
          }
        }
      }
      query.destroy();
    }
    return List.copyOf(packages);
  }

  private static JsonObject available(Map<String, String> paragraph) {
    return record(
        Stream.of("Package", "Version", "Architecture", "Section", "Installed-Size", "Depends")
            .map(key -> paragraph.getOrDefault(key, ""))
            .collect(Collectors.joining("\t")));
  }

  /** Aborts the test where there is no such database; where CI is set, that is a failure. */
  private static List<JsonObject> installed() throws IOException, InterruptedException {
    Tools.need("dpkg-query");
    Process query = new ProcessBuilder("dpkg-query", "-W", "-f", FORMAT).start();
    String lines = new String(query.getInputStream().readAllBytes(), UTF_8);
    assertThat(query.waitFor()).isZero();
    return lines.lines().map(DebianPackages::record).toList();
  }

  private static JsonObject record(String line) {
    String[] field = line.split("\t", -1);
    JsonArray dependencies = new JsonArray();
    Arrays.stream(field[5].split(", *")).filter(one -> !one.isEmpty()).forEach(dependencies::add);
    return new JsonObject()
        .put("name", field[0])
        .put("version", field[1])
        .put("architecture", field[2])
        .put("section", field[3])
        .put("installedKib", field[4].isEmpty() ? null : Long.valueOf(field[4]))
        .put("dependencies", dependencies);
  }
}
