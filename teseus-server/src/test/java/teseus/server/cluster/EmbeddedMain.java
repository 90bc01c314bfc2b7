package teseus.server.cluster;

import io.vertx.core.Future;
import java.nio.file.Path;
import teseus.server.HostProcess;
import teseus.server.cli.HostStarter;
import teseus.server.cli.Teseus;
import teseus.server.config.ClusterConfig;
import teseus.space.HostId;

/** The {@code teseus} command, whose host has clients in its own process. */
final class EmbeddedMain {
  /** Where the clients write down what they are told; the beginning of their files' names. */
  static final String TOLD = "embedded.told";

  /** How many counters there are. */
  static final String COUNTERS = "embedded.counters";

  /** How many accounts there are. */
  static final String ACCOUNTS = "embedded.accounts";

  private EmbeddedMain() {}

  /** As that of {@code teseus}. */
  public static void main(String[] arguments) {
    System.exit(Teseus.run(EmbeddedMain::start, arguments));
  }

  private static Future<HostStarter.RunningHost> start(
      ClusterConfig config, HostId self, boolean acceptLoss) {
    return HostProcess.start(config, self, acceptLoss)
        .map(
            host -> {
              new EmbeddedClients(
                      host.pantheon(),
                      Path.of(System.getProperty(TOLD)),
                      Integer.getInteger(COUNTERS),
                      Integer.getInteger(ACCOUNTS))
                  .start();
              return new Running(host);
            });
  }

  private record Running(HostProcess host) implements HostStarter.RunningHost {
    @Override
    public String url() {
      return host.url();
    }

    @Override
    public Future<Void> stop() {
      return host.stop();
    }

    @Override
    public Future<Void> drained() {
      return host.drained();
    }

    @Override
    public Future<String> removed() {
      return host.removed();
    }

    @Override
    public Future<String> failed() {
      return host.failed();
    }
  }
}
