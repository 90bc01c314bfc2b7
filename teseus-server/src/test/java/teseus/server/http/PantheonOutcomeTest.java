package teseus.server.http;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import teseus.pantheon.Match;
import teseus.pantheon.Outcome;
import teseus.pantheon.Pantheon;
import teseus.pantheon.PantheonConfig;
import teseus.space.Lease;
import teseus.space.OpId;
import teseus.space.OutcomeUnknownException;
import teseus.space.Token;
import teseus.space.TokenId;
import teseus.space.UnavailableException;

/** What becomes of operations whose answer got lost, or that nobody waits for any more. */
@Timeout(60)
class PantheonOutcomeTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Match<Job> JOBS = Match.type(Job.class);
  private static final Job JOB = new Job("a", 1);

  record Job(String name, int size) {}

  private final Vertx vertx = Vertx.vertx();
  private final FakeGateway gateway = new FakeGateway(vertx);
  private final List<Pantheon> clients = new ArrayList<>();
  private Server first;
  private Server second;

  @BeforeEach
  void start() throws Exception {
    first = new Server(vertx, gateway, new FakeAdmin());
    second = new Server(vertx, gateway, new FakeAdmin());
  }

  @AfterEach
  void stop() throws Exception {
    gateway.work();
    clients.forEach(Pantheon::close);
    vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
  }

  private Pantheon connect(Duration patience, Duration keep) {
    Pantheon client =
        Pantheon.connect(
            new PantheonConfig(
                List.of(URI.create(first.url()), URI.create(second.url())),
                patience,
                Duration.ofSeconds(3),
                Duration.ofMillis(250),
                keep));
    clients.add(client);
    return client;
  }

  private Pantheon patient() {
    return connect(Duration.ofSeconds(30), Duration.ofMinutes(5));
  }

  private Pantheon hasty() {
    return connect(Duration.ofSeconds(1), Duration.ofMinutes(5));
  }

  /** Takes the one job; the host dies before it answers, and the other host says nothing. */
  private OpId takeThatIsNotAnswered(Pantheon client) throws Exception {
    gateway.mute();
    CompletableFuture<Optional<Job>> take = client.space().take(JOBS, Duration.ZERO);
    Await.until(() -> gateway.tokens().isEmpty());
    first.close();
    return unknown(take);
  }

  private static OpId unknown(CompletableFuture<?> operation) {
    Throwable failure = catchThrowable(() -> operation.get(20, SECONDS)).getCause();
    assertThat(failure).isInstanceOf(OutcomeUnknownException.class);
    return ((OutcomeUnknownException) failure).op();
  }

  @Test
  void aTakeThatItsHostDidNotLiveToAnswerIsToldOnceToWhoeverAsks() throws Exception {
    Pantheon client = hasty();
    client.write(JOB);
    OpId op = takeThatIsNotAnswered(client);
    gateway.work();
    Outcome outcome = client.outcome(op);
    assertThat(outcome.taken(Job.class)).contains(JOB);
    assertThat(outcome.written()).isEmpty();
    assertThatThrownBy(() -> client.outcome(op))
        .isInstanceOf(OutcomeUnknownException.class)
        .hasMessageContaining(op.toString());
    client.close();
    assertThat(gateway.tokens()).isEmpty();
    assertThat(gateway.undos()).isZero();
    assertThat(gateway.sessions()).isZero();
  }

  @Test
  void aWriteThatItsHostDidNotLiveToAnswerIsToldAndStays() throws Exception {
    Pantheon client = hasty();
    client.write(JOB);
    gateway.mute();
    CompletableFuture<Lease> write = client.space().write(new Job("b", 2));
    Await.until(() -> gateway.tokens().size() == 2);
    first.close();
    OpId op = unknown(write);
    assertThat(gateway.tokens().get(1).id().write()).isEqualTo(op);
    gateway.work();
    Outcome outcome = client.outcome(op);
    assertThat(outcome.written().orElseThrow().token()).isEqualTo(gateway.tokens().get(1).id());
    assertThat(outcome.taken()).isEmpty();
    assertThat(gateway.tokens()).hasSize(2);
  }

  @Test
  void whatNoHostHeardOfWasNotDone() {
    Pantheon client = hasty();
    first.close();
    second.close();
    assertThatThrownBy(() -> client.write(JOB))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("nothing was done");
    assertThat(gateway.tokens()).isEmpty();
  }

  @Test
  void aQuestionThatNobodyAnswersCanBePutAgain() throws Exception {
    Pantheon client = hasty();
    client.write(JOB);
    OpId op = takeThatIsNotAnswered(client);
    assertThatThrownBy(() -> client.outcome(op)).isInstanceOf(OutcomeUnknownException.class);
    CompletableFuture<Outcome> left = client.space().outcome(op);
    assertThat(left.cancel(true)).isTrue();
    gateway.work();
    assertThat(client.outcome(op).taken(Job.class)).contains(JOB);
    assertThat(gateway.undos()).isZero();
  }

  @Test
  void whatNobodyAskedAboutInTimeGoesBackAndItsSessionEnds() throws Exception {
    Pantheon client = connect(Duration.ofSeconds(1), Duration.ofMillis(100));
    client.write(JOB);
    List<Token> before = gateway.tokens();
    OpId op = takeThatIsNotAnswered(client);
    gateway.work();
    Await.until(() -> gateway.tokens().equals(before));
    Await.until(() -> gateway.sessions() == 0);
    assertThatThrownBy(() -> client.outcome(op)).isInstanceOf(OutcomeUnknownException.class);
    assertThat(gateway.tokens()).isEqualTo(before);
  }

  @Test
  void whatNobodyAskedAboutGoesBackWhenTheClientIsClosedAndAWriteStays() throws Exception {
    Pantheon client = hasty();
    client.write(JOB);
    List<Token> before = gateway.tokens();
    OpId op = takeThatIsNotAnswered(client);
    gateway.work();
    client.close();
    assertThat(gateway.tokens()).isEqualTo(before);
    assertThat(gateway.sessions()).isZero();
    assertThatThrownBy(() -> client.outcome(op)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whatACancelledTakeGotAllTheSameGoesBackOnceThoughItsHostIsLost() throws Exception {
    Pantheon client = patient();
    client.write(JOB, HOUR);
    List<Token> before = gateway.tokens();
    gateway.mute();
    CompletableFuture<Optional<Job>> take = client.space().take(JOBS, HOUR);
    Await.until(() -> gateway.tokens().isEmpty());
    assertThat(take.cancel(true)).isTrue();
    Await.until(() -> gateway.undos() == 1);
    first.close();
    Await.until(() -> gateway.undos() >= 2);
    gateway.work();
    client.close();
    assertThat(gateway.tokens()).as("its id and all").isEqualTo(before);
    assertThat(gateway.isOpen(before.get(0).id().write().session())).isFalse();
  }

  @Test
  void anUndoIsAskedForUntilItIsDone() throws Exception {
    Pantheon client = patient();
    client.write(JOB);
    List<Token> before = gateway.tokens();
    gateway.mute();
    CompletableFuture<Optional<Job>> take = client.space().take(JOBS, HOUR);
    Await.until(() -> gateway.tokens().isEmpty());
    gateway.failWith(new OutcomeUnknownException(OpId.parse("0-7-3"), "zeus has not answered"));
    take.cancel(true);
    Await.until(() -> gateway.undos() >= 3);
    assertThat(gateway.tokens()).isEmpty();
    gateway.work();
    Await.until(() -> gateway.tokens().equals(before));
    int done = gateway.undos();
    client.close();
    assertThat(gateway.undos()).isEqualTo(done);
    assertThat(gateway.tokens()).isEqualTo(before);
  }

  @Tag("once") // most of it is to wait until the client gives up
  @Test
  void anUndoThatNobodyAnswersIsReported() throws Exception {
    List<String> reported = new CopyOnWriteArrayList<>();
    Logger log = Logger.getLogger("teseus.pantheon.Undo");
    Handler handler = new Reports(reported);
    log.addHandler(handler);
    try {
      Pantheon client = hasty();
      client.write(JOB);
      gateway.mute();
      CompletableFuture<Optional<Job>> take = client.space().take(JOBS, HOUR);
      Await.until(() -> gateway.tokens().isEmpty());
      gateway.failWith(new UnavailableException("hera/0 has no primary"));
      take.cancel(true);
      Await.until(() -> !reported.isEmpty());
    } finally {
      log.removeHandler(handler);
    }
    assertThat(reported)
        .singleElement()
        .asString()
        .contains("could not be undone")
        .contains("hera/0 has no primary");
  }

  private static final class Reports extends Handler {
    private final List<String> reported;

    Reports(List<String> reported) {
      this.reported = reported;
    }

    @Override
    public void publish(LogRecord entry) {
      if (entry.getLevel() == Level.SEVERE) {
        reported.add(entry.getMessage() + " " + entry.getThrown());
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @Test
  void aTakeThatWaitsStopsNoneOfThreeThousandWritesBesideIt() throws Exception {
    Pantheon client = patient();
    CompletableFuture<Optional<Job>> take = client.space().take(JOBS.where("size", -1), HOUR);
    Await.until(() -> gateway.waiting() == 1);
    for (int i = 0; i < 3_000; i++) {
      client.write(new Job("beside", i));
    }
    assertThat(gateway.tokens()).hasSize(3_000);
    assertThat(gateway.waiting()).isEqualTo(1);
    assertThat(gateway.sessions()).isEqualTo(2);
    client.write(new Job("wanted", -1));
    assertThat(take.get(20, SECONDS)).contains(new Job("wanted", -1));
    Await.until(() -> gateway.sessions() == 1);
  }

  @Test
  void moreWritesAtOnceThanASessionHoldsAreAllDone() {
    Pantheon client = patient();
    List<CompletableFuture<Lease>> writes = new ArrayList<>();
    for (int i = 0; i < 1_500; i++) {
      writes.add(client.space().write(new Job("at once", i)));
    }
    List<TokenId> written = new ArrayList<>();
    writes.forEach(write -> written.add(write.join().token()));
    assertThat(written).doesNotHaveDuplicates();
    assertThat(gateway.tokens()).extracting(Token::id).hasSameElementsAs(written);
    assertThat(gateway.tokens()).hasSize(1_500);
  }
}
