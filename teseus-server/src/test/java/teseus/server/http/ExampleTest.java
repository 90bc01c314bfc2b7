package teseus.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The client's example, out of its documentation, compiled and run. */
@Timeout(60)
class ExampleTest {
  private static final Path PACKAGE =
      Path.of("../pantheon-client/src/main/java/teseus/pantheon/package-info.java");

  private final Vertx vertx = Vertx.vertx();
  private final FakeGateway gateway = new FakeGateway(vertx);

  @AfterEach
  void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
  }

  @Test
  void theExampleOfThePackageDoesWhatItSays(@TempDir Path folder) throws Exception {
    String example =
        Files.readAllLines(PACKAGE).stream()
            .dropWhile(line -> !line.contains("<pre>{@code"))
            .skip(1)
            .takeWhile(line -> !line.contains("}</pre>"))
            .map(line -> line.replaceFirst("^ \\*", ""))
            .collect(Collectors.joining("\n"));
    assertThat(example.lines()).hasSizeBetween(8, 15);
    try (Server first = new Server(vertx, gateway, new FakeAdmin());
        Server second = new Server(vertx, gateway, new FakeAdmin())) {
      String here =
          example
              .replace("http://127.0.0.1:8081", first.url())
              .replace("http://127.0.0.1:8082", second.url());
      assertThat(run(folder, here))
          .isEqualTo(
              "[Optional[Job[name=link, size=1]], Optional[Job[name=compile, size=3]],"
                  + " Optional[Job[name=test, size=8]]]");
    }
    assertThat(gateway.tokens()).isEmpty();
    assertThat(gateway.sessions()).as("sessions left open").isZero();
  }

  private static String run(Path folder, String statements) throws Exception {
    Path source = folder.resolve("Example.java");
    Files.writeString(
        source,
        "import java.io.*; import java.time.*; import java.util.*;"
            + " import java.util.concurrent.*; import teseus.pantheon.*;\n"
            + "public class Example { public static void run(PrintStream out) {\n"
            + statements.replace("System.out", "out")
            + "\n}}\n");
    ByteArrayOutputStream complaints = new ByteArrayOutputStream();
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, complaints, complaints, "-proc:none", "-Xlint:all", source.toString());
    assertThat(status).as(complaints.toString(UTF_8)).isZero();
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (URLClassLoader classes = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      classes
          .loadClass("Example")
          .getMethod("run", PrintStream.class)
          .invoke(null, new PrintStream(printed, true, UTF_8));
    }
    return printed.toString(UTF_8).strip();
  }
}
