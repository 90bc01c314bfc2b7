package teseus.server.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** The packages that this machine has installed, as its package database tells of them. */
final class DebianPackages {
  private static final String FORMAT =
      "${Package}\\t${Version}\\t${Architecture}\\t${Section}\\t${Installed-Size}\\t${Depends}\\n";

  private DebianPackages() {}

  /** Aborts the test where there is no such database; where CI is set, that is a failure. */
  static List<JsonObject> installed() throws IOException, InterruptedException {
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
