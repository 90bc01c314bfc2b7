package teseus.server.cli;

import io.vertx.core.Future;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * What a command said and ended with.
 *
 * @param code the exit code
 */
public record Run(int code, String out, String err) {
  /** Runs a command that needs no host in this process. */
  public static Run of(String... arguments) {
    return with("", arguments);
  }

  static Run with(String stdin, String... arguments) {
    return of(
        (config, self, acceptLoss) -> Future.failedFuture("no host starts here"), stdin, arguments);
  }

  static Run of(HostStarter hosts, String stdin, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(
            new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            false);
    int code = Teseus.run(hosts, console, arguments);
    return new Run(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
