package teseus.space.vertx;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import teseus.space.BusyException;
import teseus.space.Space;
import teseus.space.Template;
import teseus.space.Token;
import teseus.space.Transaction;
import teseus.space.TransactionAbortedException;
import teseus.space.Tuple;
import teseus.space.host.LoadLimits;

@Timeout(60)
class EmbeddedTransactionTest {
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final Template JOBS = Template.ofType("Job");

  private final EmbeddedHost host =
      EmbeddedHost.start(List.of(), Runtime.getRuntime().maxMemory(), LoadLimits.DEFAULT);
  private final Space space = host.space();

  @AfterEach
  void stop() {
    host.close();
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(10, SECONDS);
  }

  private static List<Tuple> jobs(int count) {
    return IntStream.range(0, count).mapToObj(i -> Tuple.of("Job", Map.of("n", i))).toList();
  }

  private long count() throws Exception {
    return get(space.count(JOBS));
  }

  @Test
  void whatIsWrittenIsThereOnceItIsCommitted() throws Exception {
    Transaction transaction = get(space.begin(LEASE));
    assertThat(get(transaction.writeAll(jobs(200), Space.LONGEST))).hasSize(200);
    assertThat(count()).isZero();
    get(transaction.commit());
    assertThat(count()).isEqualTo(200);
  }

  @Test
  void whatIsTakenGoesBackIfItIsAborted() throws Exception {
    get(space.writeAll(jobs(200), Space.LONGEST));
    Transaction transaction = get(space.begin(LEASE));
    List<Token> taken = get(transaction.takeAll(JOBS, 150));
    assertThat(taken).hasSize(150).extracting(Token::id).doesNotHaveDuplicates();
    assertThat(get(transaction.takeAll(JOBS, 150))).hasSize(50);
    assertThat(get(transaction.takeAll(JOBS, 150))).isEmpty();
    assertThat(count()).isZero();
    get(transaction.abort());
    assertThat(count()).isEqualTo(200);
    assertThatThrownBy(() -> get(transaction.takeAll(JOBS, 1)))
        .hasCauseInstanceOf(TransactionAbortedException.class);
  }

  @Test
  void oneThatIsClosedIsAborted() throws Exception {
    try (Transaction transaction = get(space.begin(LEASE))) {
      get(transaction.write(jobs(1).get(0), LEASE));
      assertThat(get(transaction.read(JOBS, Duration.ZERO))).isPresent();
      assertThat(get(transaction.renew(LEASE))).isAfter(Instant.now());
    }
    assertThat(count()).isZero();
  }

  @Test
  void manyBeyondALimitFailAndLeaveItOpen() throws Exception {
    Transaction transaction = get(space.begin(LEASE));
    assertThatThrownBy(() -> get(transaction.writeAll(jobs(2_000), LEASE)))
        .hasCauseInstanceOf(BusyException.class);
    get(transaction.commit());
    assertThat(count()).isEqualTo(1_000);
  }
}
