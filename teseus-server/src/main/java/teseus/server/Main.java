package teseus.server;

import io.vertx.core.Future;
import teseus.server.cli.HostStarter;
import teseus.server.cli.Teseus;
import teseus.server.config.ClusterConfig;
import teseus.space.HostId;

/** Where the process starts. */
public final class Main {
  private Main() {}

  /**
   * Runs the {@code teseus} command and ends the process with its exit code.
   *
   * @param arguments of the command line; see {@code docs/cli.md}
   */
  public static void main(String[] arguments) {
    System.exit(Teseus.run(Main::start, arguments));
  }

  private static Future<HostStarter.RunningHost> start(
      ClusterConfig config, HostId self, boolean acceptLoss) {
    return HostProcess.start(config, self, acceptLoss).map(Running::new);
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
