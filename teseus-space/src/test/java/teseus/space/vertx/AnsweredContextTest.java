package teseus.space.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import teseus.space.Lease;
import teseus.space.Space;
import teseus.space.Template;
import teseus.space.Token;
import teseus.space.Tuple;

/** On which context an answer comes that another caller's thread brings. */
class AnsweredContextTest {
  private static final Tuple JOB = Tuple.of("Job", Map.of("n", 1));
  private static final Duration LONG = Duration.ofMinutes(1);

  private final EmbeddedHost host = EmbeddedHost.start(List.of());
  private final Space space = host.space();
  private final Vertx vertx = Vertx.vertx();
  private final Context writers = vertx.getOrCreateContext();

  @AfterEach
  void stop() {
    host.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void whoAskedOnNoContextIsToldOnNone() throws Exception {
    CompletableFuture<Optional<Context>> told = new CompletableFuture<>();
    space.take(Template.ofType("Job"), LONG).onSuccess(token -> told.complete(current()));
    CompletableFuture<Optional<Context>> after = new CompletableFuture<>();
    writers.runOnContext(
        unused -> {
          Future<Lease> written = space.write(JOB);
          after.complete(current());
        });
    assertThat(told.get(30, TimeUnit.SECONDS)).isEmpty();
    assertThat(after.get(30, TimeUnit.SECONDS)).contains(writers);
  }

  @Test
  void whoAskedOnAContextIsToldOnIt() throws Exception {
    Context takers = vertx.getOrCreateContext();
    CompletableFuture<Future<Optional<Token>>> waits = new CompletableFuture<>();
    CompletableFuture<Optional<Context>> told = new CompletableFuture<>();
    takers.runOnContext(
        unused ->
            waits.complete(
                space
                    .take(Template.ofType("Job"), LONG)
                    .onSuccess(token -> told.complete(current()))));
    assertThat(waits.get(30, TimeUnit.SECONDS).isComplete()).isFalse();
    writers.runOnContext(
        unused -> {
          Future<Lease> written = space.write(JOB);
        });
    assertThat(told.get(30, TimeUnit.SECONDS)).contains(takers);
  }

  private static Optional<Context> current() {
    return Optional.ofNullable(Vertx.currentContext());
  }
}
