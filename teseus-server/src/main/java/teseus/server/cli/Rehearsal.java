package teseus.server.cli;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import teseus.server.config.ClusterConfig;
import teseus.space.HostId;

/**
 * Runs what is asked most against a host that only seems to be one, so that the classes of commands
 * are loaded: {@code bin/teseus} has Java keep them as they are then.
 */
final class Rehearsal {
  /** All that a command looks for in an answer. */
  private static final String ANSWER =
      """
      {"session":"0-1","hosts":[],"token":"0-1-1","segment":"a/0","type":"Job","fields":{"name":"a"},
       "bytes":12,"version":1,"born":"2026-01-01T00:00:00Z","until":null,"ageMs":0,"count":1}""";

  private Rehearsal() {}

  /**
   * Runs them, on the streams of the process, and ends it; with 0 if each went well.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) {
    System.exit(run(Console.ofProcess()));
  }

  /** The first exit code above 0, if there is one. */
  static int run(Console console) {
    Vertx vertx = Vertx.vertx();
    try {
      return run(console, "--url=http://127.0.0.1:" + listen(vertx).await());
    } finally {
      vertx.close().await();
    }
  }

  private static Future<Integer> listen(Vertx vertx) {
    return vertx
        .createHttpServer()
        .requestHandler(
            request ->
                request
                    .response()
                    .setStatusCode(201)
                    .putHeader("Content-Type", "application/json")
                    .end(ANSWER))
        .listen(0, "127.0.0.1")
        .map(server -> server.actualPort());
  }

  private static int run(Console console, String url) {
    return List.of(
            List.of("--help"),
            List.of("put", "Job", "name=a", url),
            List.of("take", "Job", "name=a", url),
            List.of("count", "Job", url),
            List.of("host", "list", url))
        .stream()
        .mapToInt(command -> Teseus.run(Rehearsal::noHost, console, command.toArray(new String[0])))
        .filter(code -> code != 0)
        .findFirst()
        .orElse(0);
  }

  private static Future<HostStarter.RunningHost> noHost(
      ClusterConfig config, HostId self, boolean acceptLoss) {
    return Future.failedFuture("no host starts in a rehearsal");
  }
}
