package teseus.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
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
 * Money that clients move between accounts, each time in a transaction that notes it twice. In the
 * end there is as much as in the beginning, and all notes come in pairs.
 */
final class Transfers {
  /** What came of moving some. */
  enum Came {
    COMMITTED,
    UNKNOWN,
    REFUSED,
    NOT_TRIED
  }

  private static final Duration LEASE = Duration.ofSeconds(10);
  private static final Duration WAIT = Duration.ofSeconds(2);
  private static final Duration SOON = Duration.ofSeconds(90);
  private static final Template ACCOUNTS = Template.ofType("Account");
  private static final Template NOTES = Template.ofType("Note");
  private static final long EACH = 100;

  private final int number;
  private final LongAdder committed = new LongAdder();
  private final LongAdder unknown = new LongAdder();
  private final LongAdder refused = new LongAdder();

  /** Writes the accounts. */
  Transfers(Pantheon client, int number) {
    this.number = number;
    for (long id = 0; id < number; id++) {
      client.write(account(id, EACH));
    }
  }

  /** Moves some between two of them; whether that was acknowledged. */
  boolean step(Pantheon client, String key, RandomGenerator random) {
    Came came = move(client, number, key, random);
    told(came);
    return came == Came.COMMITTED;
  }

  /** What somebody was told of moving some. */
  void told(Came came) {
    switch (came) {
      case COMMITTED -> committed.increment();
      case UNKNOWN -> unknown.increment();
      case REFUSED -> refused.increment();
      case NOT_TRIED -> {}
    }
  }

  /** Moves some between two of so many accounts. */
  static Came move(Pantheon client, int number, String key, RandomGenerator random) {
    long one = random.nextLong(number);
    long other = random.nextLong(number - 1);
    other += other >= one ? 1 : 0;
    // From low to high: who waits for another's account is waited for by nobody.
    long low = Math.min(one, other);
    long high = Math.max(one, other);
    long amount = random.nextLong(10);
    try (Transaction transaction = client.begin(LEASE)) {
      Optional<Token> from = transaction.take(account(low), WAIT);
      Optional<Token> to =
          from.isEmpty() ? Optional.empty() : transaction.take(account(high), WAIT);
      if (to.isEmpty()) {
        return Came.NOT_TRIED;
      }
      transaction.write(account(low, money(from.orElseThrow()) - amount));
      transaction.write(note(key));
      transaction.write(account(high, money(to.get()) + amount));
      transaction.write(note(key));
      transaction.commit();
      return Came.COMMITTED;
    } catch (OutcomeUnknownException e) {
      return Came.UNKNOWN;
    } catch (SpaceException e) {
      return Came.REFUSED;
    }
  }

  long done() {
    return committed.sum();
  }

  void assertExact(Pantheon client) throws Exception {
    theSumIsKept(client);
    notesAreInPairs(client);
  }

  /** Each account can be taken, once: none is lost, none is double, none is locked. */
  private void theSumIsKept(Pantheon client) throws Exception {
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
          return left.size() == number;
        });
    assertThat(client.readIfExists(ACCOUNTS, Consistency.STRICT)).isEmpty();
    assertThat(left.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(number * EACH);
  }

  private void notesAreInPairs(Pantheon client) {
    Map<String, Integer> notes = new HashMap<>();
    for (Optional<Token> note = noted(client); note.isPresent(); note = noted(client)) {
      notes.merge(String.valueOf(note.get().tuple().at("of")), 1, Integer::sum);
    }
    assertThat(notes)
        .as("each transfer is noted twice")
        .allSatisfy((of, times) -> assertThat(times).isEqualTo(2));
    assertThat((long) notes.size()).isBetween(done(), done() + unknown.sum());
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

  @Override
  public String toString() {
    return "transfers committed: %,d; refused: %,d; never known: %,d"
        .formatted(done(), refused.sum(), unknown.sum());
  }
}
