package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import teseus.space.Limits;
import teseus.space.RandomTemplates;
import teseus.space.Template;
import teseus.space.Tuple;
import teseus.space.wire.Envelope;
import teseus.space.wire.Message;
import teseus.space.wire.TupleCodec;

class WaitQueueTest {
  private static final List<String> TYPES = List.of("Job", "Task", "Note");
  private static final List<@Nullable Object> VALUES =
      Arrays.asList(null, 1, 1.0, 2, "x", "xy", true);

  private final WaitQueue queue = new WaitQueue();
  private final List<Waiter> ready = new ArrayList<>();
  private long number;

  private Waiter waiter(Template template, boolean take, long since) {
    number++;
    Message.Wait wait =
        new Message.Wait(OnePrimary.op(number), 0, 1, OnePrimary.S, template, take, false, 0, null);
    Waiter waiter = new Waiter(OnePrimary.ASKER, wait, since, number);
    queue.add(waiter);
    ready.add(waiter);
    return waiter;
  }

  private static Envelope token(Tuple tuple) {
    byte[] fields = TupleCodec.encode(tuple, Limits.DEFAULT);
    return new Envelope(SomeTokens.id(1), tuple.type(), fields, 1, Long.MAX_VALUE);
  }

  private static boolean matches(Waiter waiter, Envelope token) {
    return TupleCodec.matches(waiter.asked().template(), token.type(), token.fields());
  }

  @Test
  void aTokenTriesThoseWhoWaitForItsValueAndNobodyElse() {
    Template jobs = Template.ofType("Job");
    for (int key = 0; key < 10_000; key++) {
      waiter(jobs.where("key", key), true, key);
    }
    Waiter wanted = waiter(jobs.where("key", 77).where("n", 1), true, 20_000);
    int[] tried = new int[1];
    Envelope token = token(Tuple.of("Job", Map.of("key", 77, "n", 1)));
    Waiter first =
        queue.first(
            token,
            true,
            waiter -> {
              tried[0]++;
              return waiter == wanted;
            });
    assertThat(first).isSameAs(wanted);
    assertThat(tried[0]).isEqualTo(2);
    assertThat(queue.first(token(Tuple.of("Job", Map.of())), true, any -> true)).isNull();
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 20);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void findsTheOldestThatMatchesWhateverItWaitsFor(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    RandomTemplates templates = new RandomTemplates(random, TYPES, List.of("a", "b", "c"), VALUES);
    int found = 0;
    for (int step = 0; step < 1_000; step++) {
      Waiter some = ready.isEmpty() ? null : ready.get(random.nextInt(ready.size()));
      if (some == null || ready.size() < 30) {
        waiter(templates.next(), random.nextInt(4) > 0, random.nextInt(100));
      } else if (random.nextBoolean()) {
        queue.remove(some);
        ready.remove(some);
      } else {
        queue.busy(some);
        queue.ready(some);
      }
      Envelope token = token(tuple(random));
      boolean take = random.nextBoolean();
      Waiter expected =
          ready.stream()
              .filter(waiter -> waiter.asked().take() == take && matches(waiter, token))
              .min(Comparator.naturalOrder())
              .orElse(null);
      assertThat(queue.first(token, take, waiter -> matches(waiter, token)))
          .as("seed %s, step %s", seed, step)
          .isSameAs(expected);
      found += expected == null ? 0 : 1;
    }
    assertThat(found).as("seed %s", seed).isBetween(100, 999);
    ready.forEach(queue::remove);
    assertThat(queue.size()).isZero();
    assertThat(queue.first(token(tuple(random)), true, any -> true)).isNull();
  }

  private static Tuple tuple(RandomGenerator random) {
    Map<String, Object> fields = new HashMap<>();
    for (String path : List.of("a", "b", "c")) {
      fields.put(path, VALUES.get(random.nextInt(VALUES.size())));
    }
    int type = random.nextInt(TYPES.size());
    List<String> supertypes =
        TYPES.stream()
            .filter(other -> !other.equals(TYPES.get(type)) && random.nextInt(4) == 0)
            .toList();
    return Tuple.of(TYPES.get(type), supertypes, fields, Limits.DEFAULT);
  }
}
