package teseus.server.cluster;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import teseus.pantheon.Pantheon;
import teseus.pantheon.Transaction;
import teseus.server.http.Await;
import teseus.space.Consistency;
import teseus.space.OutcomeUnknownException;
import teseus.space.SpaceException;
import teseus.space.Template;
import teseus.space.Token;
import teseus.space.Tuple;

/**
 * Money is moved between accounts on three hosts while each of them is killed, the others go on
 * without it, and it comes back.
 */
@Tag("once") // on one JDK: see .ci/run
class TransactionIT {
  private static final System.Logger LOG = System.getLogger(TransactionIT.class.getName());
  private static final Duration LEASE = Duration.ofSeconds(10);
  private static final Duration WAIT = Duration.ofSeconds(2);
  private static final Duration SOON = Duration.ofSeconds(90);
  private static final Template ACCOUNTS = Template.ofType("Account");
  private static final Template NOTES = Template.ofType("Note");
  private static final int NUMBER = 12;
  private static final long EACH = 100;
  private static final int BETWEEN_FAULTS = 20;

  @RegisterExtension
  static final ClusterFixture CLUSTER =
      ClusterFixture.ofThree(32)
          .with("copies", new JsonObject().put("min", 2).put("ack-ms", 500))
          .with("links", new JsonObject().put("heartbeat-ms", 300).put("lost-after-ms", 3_000));

  private final AtomicBoolean stop = new AtomicBoolean();
  private final AtomicInteger committed = new AtomicInteger();
  private final AtomicInteger unknown = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();

  @Test
  void theSumStaysAndNothingIsHalfDoneWhicheverHostIsKilled() throws Exception {
    CLUSTER.awaitWhole(SOON);
    try (Pantheon client = CLUSTER.client("hera")) {
      for (long id = 0; id < NUMBER; id++) {
        client.write(account(id, EACH));
      }
    }
    ExecutorService clients = Executors.newCachedThreadPool();
    List<Future<?>> running = new ArrayList<>();
    try {
      int seed = 0;
      for (String host : CLUSTER.hosts()) {
        SplittableRandom random = new SplittableRandom(++seed);
        running.add(clients.submit(() -> transfers(host, random)));
      }
      for (String host : List.of("juno", "hera", "zeus")) {
        work();
        CLUSTER.kill9(host);
        work(); // without it
        CLUSTER.restart(host);
        CLUSTER.awaitWhole(SOON);
        work();
      }
      stop.set(true);
      for (Future<?> one : running) {
        one.get(SOON.toSeconds(), SECONDS);
      }
    } finally {
      stop.set(true);
      clients.shutdownNow();
    }
    CLUSTER.awaitReady();
    LOG.log(
        System.Logger.Level.INFO,
        "{0} committed, {1} refused, {2} unknown",
        committed,
        refused,
        unknown);
    try (Pantheon client = CLUSTER.client("hera")) {
      theSumIsKept(client);
      notesAreInPairs(client);
    }
  }

  /** Waits until transfers were committed. */
  private void work() throws Exception {
    int before = committed.get();
    Await.until(SOON, () -> committed.get() >= before + BETWEEN_FAULTS);
  }

  private void transfers(String host, SplittableRandom random) {
    try (Pantheon client = CLUSTER.client(host)) {
      for (long n = 0; !stop.get(); n++) {
        transfer(client, host + "-" + n, random);
      }
    }
  }

  private void transfer(Pantheon client, String key, SplittableRandom random) {
    long one = random.nextLong(NUMBER);
    long other = random.nextLong(NUMBER - 1);
    other += other >= one ? 1 : 0;
    // From low to high: who waits for another's account is waited for by nobody.
    long low = Math.min(one, other);
    long high = Math.max(one, other);
    long amount = random.nextLong(10);
    try (Transaction transaction = client.begin(LEASE)) {
      Optional<Token> from = transaction.take(account(low), WAIT);
      Optional<Token> to =
          from.isEmpty() ? Optional.empty() : transaction.take(account(high), WAIT);
      if (to.isPresent()) {
        transaction.write(account(low, money(from.orElseThrow()) - amount));
        transaction.write(note(key));
        transaction.write(account(high, money(to.get()) + amount));
        transaction.write(note(key));
        transaction.commit();
        committed.incrementAndGet();
      }
    } catch (OutcomeUnknownException e) {
      unknown.incrementAndGet();
    } catch (SpaceException e) {
      refused.incrementAndGet();
    }
  }

  /** Each account can be taken, once: none is lost, none is double, none is locked. */
  private static void theSumIsKept(Pantheon client) throws Exception {
    Map<Long, Long> left = new HashMap<>();
    Await.until(
        SOON,
        () -> {
          Optional<Token> token =
              client.takeIfExists(ACCOUNTS, Duration.ofSeconds(1), Consistency.SESSION);
          token.ifPresent(
              taken ->
                  assertThat(left.put((Long) taken.tuple().at("id"), money(taken)))
                      .as("%s came twice", taken)
                      .isNull());
          return left.size() == NUMBER;
        });
    assertThat(client.readIfExists(ACCOUNTS, Consistency.STRICT)).isEmpty();
    assertThat(left.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(NUMBER * EACH);
  }

  private void notesAreInPairs(Pantheon client) {
    Map<String, Integer> notes = new HashMap<>();
    for (Optional<Token> note = noted(client); note.isPresent(); note = noted(client)) {
      notes.merge(String.valueOf(note.get().tuple().at("of")), 1, Integer::sum);
    }
    Set<Integer> times = new HashSet<>(notes.values());
    assertThat(times).as("each transfer is noted twice: %s", notes).containsExactly(2);
    assertThat(notes.size()).isBetween(committed.get(), committed.get() + unknown.get());
  }

  /** One of them; none only if none is on its way either. */
  private static Optional<Token> noted(Pantheon client) {
    return client.takeIfExists(NOTES, SOON, Consistency.SESSION);
  }

  private static Template account(long id) {
    return ACCOUNTS.where("id", id);
  }

  private static Tuple account(long id, long money) {
    return Tuple.of("Account", Map.of("id", id, "money", money));
  }

  private static Tuple note(String of) {
    return Tuple.of("Note", Map.of("of", of));
  }

  private static long money(Token account) {
    return (Long) Objects.requireNonNull(account.tuple().at("money"));
  }
}
