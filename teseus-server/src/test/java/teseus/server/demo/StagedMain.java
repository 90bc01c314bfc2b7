package teseus.server.demo;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import teseus.server.config.ClusterConfig;
import teseus.server.http.FakeHost;
import teseus.server.http.StagedAdmin;
import teseus.space.HostId;

/** Stands for the real main: serves the API on a list, until stdin ends. */
public final class StagedMain {
  private StagedMain() {}

  /** As {@code serve --host NAME --config FILE --until-stdin-ends}. */
  public static void main(String[] arguments) throws Exception {
    ClusterConfig config = ClusterConfig.read(Path.of(arguments[4]));
    int port = config.host(new HostId(arguments[2])).http();
    try (FakeHost host = new FakeHost(port, new StagedAdmin(new JsonObject()))) {
      System.out.println(host.url());
      while (System.in.read() >= 0) {
        // what is said means nothing
      }
    }
  }
}
