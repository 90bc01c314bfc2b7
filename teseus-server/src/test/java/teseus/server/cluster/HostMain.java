package teseus.server.cluster;

import java.io.IOException;
import java.nio.file.Path;
import teseus.server.HostProcess;
import teseus.server.config.ClusterConfig;
import teseus.space.HostId;

/** Runs one host in a process of its own, which ends when its standard input does. */
final class HostMain {
  private static final int FAILED = 8;

  private HostMain() {}

  public static void main(String[] arguments) throws Exception {
    ClusterConfig config = ClusterConfig.read(Path.of(arguments[0]));
    HostProcess host =
        HostProcess.start(config, new HostId(arguments[1]))
            .toCompletionStage()
            .toCompletableFuture()
            .get();
    System.out.println(arguments[1] + " serves at " + host.url());
    host.failed()
        .onSuccess(
            why -> {
              System.err.println(arguments[1] + " can serve no longer: " + why);
              Runtime.getRuntime().halt(FAILED);
            });
    untilStandardInputEnds();
    System.exit(0);
  }

  private static void untilStandardInputEnds() throws IOException {
    while (System.in.read() >= 0) {
      // what is said there means nothing
    }
  }
}
