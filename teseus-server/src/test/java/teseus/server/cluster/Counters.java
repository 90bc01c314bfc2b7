package teseus.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import teseus.pantheon.Outcome;
import teseus.pantheon.Pantheon;
import teseus.space.Edits;
import teseus.space.OutcomeUnknownException;
import teseus.space.SpaceException;
import teseus.space.Template;
import teseus.space.Token;
import teseus.space.TokenId;
import teseus.space.Tuple;

/**
 * Tokens that clients count up in their place, and what they were told of it. Each ends at as many
 * as were acknowledged, and at most as many more as nobody knows of; no two steps gave one version.
 */
final class Counters {
  /** What a step does. */
  static final Edits ONE_MORE = Edits.increment("n", 1);

  private static final class Counter {
    final TokenId token;
    final Set<Long> versions = ConcurrentHashMap.newKeySet();
    final LongAdder perhaps = new LongAdder();

    Counter(TokenId token) {
      this.token = token;
    }
  }

  private final List<Counter> counters = new ArrayList<>();
  private final LongAdder refused = new LongAdder();

  /** Writes them. */
  Counters(Pantheon client, int number) {
    for (int i = 0; i < number; i++) {
      counters.add(new Counter(client.write(Tuple.of("Counter", Map.of("id", i, "n", 0))).token()));
    }
  }

  /** Counts one of them up; whether that was acknowledged. */
  boolean step(TalliedClient by, int counter) {
    Counter one = counters.get(counter % counters.size());
    Optional<Token> changed;
    try {
      changed = by.client().modify(one.token, ONE_MORE);
      assertThat(changed).as("%s is there", one.token).isPresent();
    } catch (OutcomeUnknownException e) {
      Optional<Outcome> known = by.outcome(e);
      if (known.isEmpty()) {
        one.perhaps.increment();
      }
      changed = known.flatMap(Outcome::taken);
    } catch (SpaceException e) {
      refused.increment();
      return false;
    }
    changed.ifPresent(token -> stepped(one, token.version()));
    return changed.isPresent();
  }

  /** Somebody was told of a step, which gave this version. */
  void stepped(int counter, long version) {
    stepped(counters.get(counter), version);
  }

  private static void stepped(Counter one, long version) {
    assertThat(one.versions.add(version))
        .as("version %d of %s is one step", version, one.token)
        .isTrue();
  }

  /** Nobody knows whether a step was done. */
  void perhapsStepped(int counter) {
    counters.get(counter).perhaps.increment();
  }

  /** Reads which token one of them is; empty if it is not there yet. */
  static Optional<TokenId> find(Pantheon client, int counter, Duration patience) {
    return client.read(template(counter), patience).map(Token::id);
  }

  private static Template template(int counter) {
    return Template.ofType("Counter").where("id", counter);
  }

  long done() {
    return counters.stream().mapToLong(counter -> counter.versions.size()).sum();
  }

  void assertExact(Pantheon client) {
    for (int i = 0; i < counters.size(); i++) {
      Counter counter = counters.get(i);
      Token token = client.read(template(i), Duration.ofSeconds(30)).orElseThrow();
      long acknowledged = counter.versions.size();
      assertThat(((Number) token.tuple().at("n")).longValue())
          .as("steps of %s", token.id())
          .isBetween(acknowledged, acknowledged + counter.perhaps.sum())
          .isEqualTo(token.version() - 1);
      assertThat(token.id()).isEqualTo(counter.token);
    }
  }

  @Override
  public String toString() {
    long perhaps = counters.stream().mapToLong(counter -> counter.perhaps.sum()).sum();
    return "counted up: %,d; refused: %,d; never known: %,d"
        .formatted(done(), refused.sum(), perhaps);
  }
}
