package teseus.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import teseus.server.http.FakeHost;
import teseus.server.http.StagedAdmin;
import teseus.space.SpaceFullException;

@Timeout(60)
class TupleImportTest {
  @TempDir private Path folder;
  private FakeHost host;

  @BeforeEach
  void start() throws Exception {
    host = new FakeHost(0, new StagedAdmin(new JsonObject()));
  }

  @AfterEach
  void stop() {
    host.close();
  }

  private Run put(String lines, String... more) {
    return putTo(host.url(), lines, more);
  }

  private static Run putTo(String url, String lines, String... more) {
    List<String> arguments = new ArrayList<>(List.of("put", "Job", "--ndjson", "-"));
    arguments.addAll(List.of(more));
    arguments.addAll(List.of("--url", url));
    return Run.with(lines, arguments.toArray(new String[0]));
  }

  private static String lines(int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(n -> "{\"n\":" + n + ",\"pad\":\"" + "x".repeat(200) + "\"}\n")
        .collect(Collectors.joining());
  }

  private List<Object> numbers() {
    return host.tokens().stream().map(token -> token.tuple().at("n")).toList();
  }

  @Test
  void writesEveryLineOfALongStreamInOrder() {
    Run run = put(lines(1, 20_000), "--json");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(new JsonObject(run.out()).getLong("written")).isEqualTo(20_000);
    assertThat(numbers()).hasSize(20_000).startsWith(1L, 2L).endsWith(20_000L);
  }

  @Test
  void readsAFileAndKeepsWhatHasATermForThatLong() throws Exception {
    Path file = folder.resolve("jobs.ndjson");
    Files.writeString(file, lines(1, 3) + "\n  \n" + lines(4, 4).strip());
    Run run =
        Run.of("put", "Job", "--ndjson", file.toString(), "--term", "5min", "--url", host.url());
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).startsWith("written 4 in ");
    assertThat(host.tokens())
        .allMatch(token -> token.until().equals(token.born().plusSeconds(300)));
  }

  @Test
  void stopsAtABadLineAndSaysWhereAndHowToGoOn() {
    String stream = lines(1, 10) + "\n{\"n\": 11,}\n" + lines(12, 500);
    Run run = put(stream);
    assertThat(run.code()).isEqualTo(Exit.REFUSED.code());
    assertThat(run.err()).startsWith("teseus: line 12, column 10: ");
    assertThat(numbers()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
    assertThat(run.out())
        .startsWith("written 10 in ")
        .contains("bad lines: 12")
        .contains("not written: go on with --lines 12-\n");
  }

  @Test
  void goesOnWithTheLinesThatAreLeft() {
    String stream = lines(1, 10) + "{\"n\": 11,}\n" + lines(12, 500);
    assertThat(put(stream).code()).isEqualTo(Exit.REFUSED.code());
    Run rest = put(stream.replace("11,}", "11}"), "--lines", "11-");
    assertThat(rest.code()).as(rest.err()).isZero();
    assertThat(numbers()).hasSize(500).doesNotHaveDuplicates();
  }

  @Test
  void skipsBadLinesWhenToldToAndTellsOfEach() {
    String deep = "{\"n\":" + "[".repeat(70) + "]".repeat(70) + "}\n";
    Run run = put(lines(1, 2) + "nonsense\n" + deep + lines(5, 300) + "[1]\n", "--skip-bad");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err())
        .contains("line 3, column ")
        .contains("line 4, column ")
        .contains("line 301");
    assertThat(run.out()).startsWith("written 298 in ").contains("bad lines: 3-4,301");
    assertThat(host.tokens()).hasSize(298);
  }

  @Test
  void aFullSpaceEndsItAndNothingCountsAsWritten() {
    host.failWith(new SpaceFullException("no host has room"));
    Run run = put(lines(1, 5_000), "--skip-bad", "--json");
    assertThat(run.code()).isEqualTo(Exit.FULL.code());
    JsonObject result = new JsonObject(run.out());
    assertThat(result.getLong("written")).isZero();
    assertThat(result.getString("rest")).isEqualTo("1-");
    assertThat(result.getString("unknown")).isEmpty();
  }

  @Test
  void countsOnlyWhatWasAcknowledgedWhenTheHostIsLost() throws Exception {
    Vertx vertx = Vertx.vertx();
    HttpServer cut =
        vertx
            .createHttpServer()
            .requestHandler(
                request -> {
                  request.response().setChunked(true);
                  Buffer read = Buffer.buffer();
                  request.handler(
                      chunk -> {
                        read.appendBuffer(chunk);
                        if (read.toString().lines().count() <= 2) {
                          return; // two whole lines are to be answered
                        }
                        request.handler(more -> {});
                        request
                            .response()
                            .write(
                                "{\"line\":1,\"token\":\"1-a-1\"}\n{\"line\":2,\"token\":\"1-a-2\"}\n")
                            .onComplete(sent -> request.connection().close());
                      });
                })
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
    Run run = putTo("http://127.0.0.1:" + cut.actualPort(), lines(1, 100_000), "--json");
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    assertThat(run.code()).isEqualTo(Exit.UNKNOWN.code());
    assertThat(run.err()).contains("the connection broke").doesNotContain("\tat ");
    JsonObject result = new JsonObject(run.out());
    long written = result.getLong("written");
    assertThat(written).as("the end of a connection may overtake answers").isBetween(0L, 2L);
    String[] unknown = result.getString("unknown").split("-"); // one line, or from one to another
    assertThat(unknown[0]).isEqualTo(Long.toString(written + 1));
    long lastSent = Long.parseLong(unknown[unknown.length - 1]);
    assertThat(result.getString("rest")).isEqualTo((lastSent + 1) + "-");
  }

  @Test
  void aHostThatCannotBeReachedIsNotWaitedFor() {
    Run run = putTo("http://127.0.0.1:1", lines(1, 3));
    assertThat(run.code()).isEqualTo(Exit.UNAVAILABLE.code());
    assertThat(run.err()).contains("no host answers").doesNotContain("\tat ");
  }
}
