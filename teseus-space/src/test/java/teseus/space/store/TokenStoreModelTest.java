package teseus.space.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import teseus.space.Condition;
import teseus.space.Limits;
import teseus.space.OpId;
import teseus.space.RandomTemplates;
import teseus.space.Template;
import teseus.space.Tuple;
import teseus.space.wire.Envelope;

/**
 * Random histories: the store answers every question as the list does. The seed names a history.
 */
class TokenStoreModelTest {
  private static final int STEPS = 4_000;
  private static final int CROWD = 120;
  private static final List<String> TYPES = List.of("Job", "Task", "Note");
  private static final List<String> PATHS = List.of("a", "b", "c.d");
  private static final List<@Nullable Object> VALUES =
      Arrays.asList(
          null,
          1,
          1.0,
          2,
          2.5,
          new BigDecimal("2.50"),
          "x",
          "y",
          "xyzzy",
          true,
          List.of(1),
          Map.of("k", 1));

  private final ListedTuples tuples = new ListedTuples();
  private final TokenStore store = new TokenStore(tuples);
  private final ListModel model = new ListModel();
  private final Map<String, Long> arrivals = new HashMap<>();
  private long lsn;
  private long number;

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 24);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void answersAsAListWould(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    for (int step = 0; step < STEPS; step++) {
      change(random);
      String where = "seed " + seed + ", step " + step;
      ask(random, where);
      if (step % 50 == 0) {
        askForAll(random, where);
      }
    }
    assertThat(store.explain(Template.ofType("Job").where("a", 1)).toString())
        .as("seed %d has met an index", seed)
        .contains("index on a");
    assertThat(store.explain(Template.ofType("Job").and(Condition.lt("a", 1))).toString())
        .as("seed %d has met an ordered index", seed)
        .contains("ordered index on a");
  }

  private void change(RandomGenerator random) {
    int dice = random.nextInt(100);
    if (dice < 30) {
      put(random);
    } else if (dice < 50) {
      pick(random, item -> !item.visible && !item.forgotten, this::show);
    } else if (dice < 65) {
      pick(random, item -> !item.gone, this::hide);
    } else if (dice < 75) {
      pick(random, item -> item.gone, this::restore);
    } else if (dice < 78) {
      pick(random, item -> !item.gone, item -> amend(item, random));
    } else if (dice < 82) {
      pick(random, item -> item.visible && !item.changes.isEmpty(), this::settle);
    } else if (dice < 85) {
      pick(random, item -> item.gone && !item.forgotten && item.changes.isEmpty(), this::forget);
    } else if (dice < 87) {
      model.items.removeIf(item -> item.forgotten);
    } else if (dice < 93) {
      OpId by = op(random);
      pick(random, item -> item.shown() && item.heldBy == null, item -> hold(item, by));
    } else if (dice < 99) {
      pick(random, item -> item.heldBy != null, this::release);
    } else if (random.nextInt(20) == 0) {
      store.declareIndex(any(random, TYPES), any(random, PATHS));
    } else if (random.nextInt(20) == 0) {
      store.declareOrderedIndex(any(random, TYPES), any(random, PATHS));
    }
  }

  private void put(RandomGenerator random) {
    if (model.live().count() > CROWD) {
      pick(random, item -> !item.gone, this::hide);
      return;
    }
    Tuple tuple = tuple(random);
    lsn += random.nextInt(3); // records may bring several tokens
    Slot slot = store.put(tuples.token(++number, tuple, until(random)), lsn);
    model.items.add(new ListModel.Item(slot, tuple));
  }

  private static long until(RandomGenerator random) {
    return random.nextBoolean() ? Long.MAX_VALUE : 1000 + random.nextInt(1000);
  }

  private static Tuple tuple(RandomGenerator random) {
    Map<String, Object> fields = new HashMap<>();
    for (String path : List.of("a", "b")) {
      if (random.nextInt(4) > 0) {
        fields.put(path, any(random, VALUES));
      }
    }
    fields.put("c", new HashMap<>(Map.of("d", random.nextInt(3))));
    String type = any(random, TYPES);
    List<String> supertypes =
        TYPES.stream().filter(other -> !other.equals(type) && random.nextInt(6) == 0).toList();
    return Tuple.of(type, supertypes, fields, Limits.DEFAULT);
  }

  private void amend(ListModel.Item item, RandomGenerator random) {
    Tuple tuple = random.nextBoolean() ? tuple(random) : item.latestTuple();
    Envelope to =
        tuple == item.latestTuple()
            ? item.latest().renewed(until(random))
            : item.latest().updated(tuple.type(), tuples.fields(tuple));
    store.amend(item.slot, to);
    item.changes.add(new ListModel.Change(to, tuple));
  }

  private void settle(ListModel.Item item) {
    ListModel.Change first = item.changes.remove();
    boolean another = first.tuple() != item.tuple;
    item.slot = store.settle(item.slot);
    item.tuple = first.tuple();
    assertThat(item.slot.token()).isEqualTo(first.token());
    if (another) {
      arrived(item);
    }
  }

  private void show(ListModel.Item item) {
    store.show(item.slot);
    item.visible = true;
    arrived(item);
  }

  private void hide(ListModel.Item item) {
    store.hide(item.slot);
    item.gone = true;
    item.heldBy = null;
  }

  private void restore(ListModel.Item item) {
    store.restore(item.slot);
    item.gone = false;
    item.forgotten = false;
    arrived(item);
  }

  private void forget(ListModel.Item item) {
    assertThat(store.forget(item.slot)).isEqualTo(item.slot.token());
    item.forgotten = true;
  }

  private void hold(ListModel.Item item, OpId by) {
    store.hold(item.slot, by);
    item.heldBy = by;
  }

  private void release(ListModel.Item item) {
    store.release(item.slot);
    item.heldBy = null;
  }

  private void arrived(ListModel.Item item) {
    if (item.shown()) {
      arrivals.merge(item.tuple.type(), 1L, Long::sum);
      item.tuple.supertypes().forEach(type -> arrivals.merge(type, 1L, Long::sum));
    }
  }

  private void ask(RandomGenerator random, String where) {
    Template template = new RandomTemplates(random, TYPES, PATHS, VALUES).next();
    OpId op = random.nextBoolean() ? op(random) : null;
    assertThat(store.oldestFree(template, op))
        .as("%s: oldest free of %s for %s", where, template, op)
        .isSameAs(model.oldestFree(template, op));
    assertThat(store.oldestVisible(template))
        .as("%s: oldest visible of %s", where, template)
        .isSameAs(model.oldest(template, item -> true));
    assertThat(store.count(template))
        .as("%s: count of %s", where, template)
        .isEqualTo(model.shown(template).count());
    assertThat(store.busy(template))
        .as("%s: busy for %s", where, template)
        .isEqualTo(model.busy(template));
  }

  private void askForAll(RandomGenerator random, String where) {
    long from = random.nextLong(lsn + 2);
    assertThat(store.fromLsn(from))
        .as("%s: from lsn %d", where, from)
        .containsExactlyElementsOf(model.between(Template.any(), from, Long.MAX_VALUE));
    walk(random, where);
    Slot expiring = store.firstExpiring();
    assertThat(expiring == null ? Long.MAX_VALUE : expiring.token().until())
        .as("%s: first lease to end", where)
        .isEqualTo(model.firstEnd());
    assertThat(store.size()).as("%s: size", where).isEqualTo((int) model.live().count());
    assertThat(store.bytes())
        .as("%s: bytes", where)
        .isEqualTo(model.live().mapToLong(item -> item.latest().cost()).sum());
    assertThat(store.live())
        .as("%s: live", where)
        .extracting(Slot::token)
        .containsExactlyInAnyOrderElementsOf(model.live().map(ListModel.Item::latest).toList());
    for (ListModel.Item item : model.items) {
      assertThat(store.get(item.slot.token().id()))
          .as("%s: get %s", where, item.slot)
          .isSameAs(item.forgotten ? null : item.slot);
    }
    for (String type : TYPES) {
      assertThat(store.arrivals(type))
          .as("%s: arrivals of %s", where, type)
          .isEqualTo(arrivals.getOrDefault(type, 0L));
    }
  }

  private void walk(RandomGenerator random, String where) {
    Template template = new RandomTemplates(random, TYPES, PATHS, VALUES).next();
    long from = random.nextLong(lsn + 2);
    long end = from + random.nextLong(lsn + 2);
    List<Slot> walked = new ArrayList<>();
    for (long at = from; at < end; ) {
      at =
          store.walk(
              template,
              at,
              end,
              1 + random.nextInt(20),
              slot -> walked.add(slot) && random.nextInt(3) > 0);
    }
    assertThat(walked)
        .as("%s: from %d to %d all of %s", where, from, end, template)
        .containsExactlyElementsOf(model.between(template, from, end));
  }

  private void pick(
      RandomGenerator random, Predicate<ListModel.Item> wanted, Consumer<ListModel.Item> then) {
    model.pick(random.nextInt(Integer.MAX_VALUE), wanted).ifPresent(then);
  }

  private static OpId op(RandomGenerator random) {
    return ListedTuples.op(1_000_000 + random.nextInt(3));
  }

  private static <T> T any(RandomGenerator random, List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
