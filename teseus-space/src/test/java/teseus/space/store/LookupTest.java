package teseus.space.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import teseus.space.Template;
import teseus.space.Tuple;

/** What look-ups cost, counted in candidates examined, and what an index finds. */
class LookupTest {
  private static final int MANY = 100_000;

  private final ListedTuples tuples = new ListedTuples();
  private final TokenStore store = new TokenStore(tuples);
  private long lsn;

  @Test
  void aDeclaredIndexLeavesOneCandidateAmongManyTokens() {
    store.declareIndex("Job", "key");
    fill(MANY);

    assertThat(store.oldestFree(key(MANY - 1), null)).isNotNull();
    assertThat(store.examined()).isOne();
    assertThat(store.oldestFree(key(-1), null)).isNull();
    assertThat(store.count(key(-1))).isZero();
    assertThat(store.examined()).isOne();
    assertThat(store.explain(key(5)))
        .isEqualTo(
            "Job: index on key, 1 of 100000 tokens are candidates;"
                + " 1 candidates examined by all look-ups so far");
  }

  @Test
  void aFieldAskedForOftenGetsItsIndexByItself() {
    fill(MANY);
    assertThat(store.explain(key(0))).startsWith("Job: no index, 100000 of 100000");

    assertThat(store.oldestFree(key(MANY - 1), null)).isNotNull();
    assertThat(store.oldestFree(key(MANY - 1), null)).isNotNull();
    long before = store.examined();
    for (int i = 0; i < 1000; i++) {
      assertThat(store.oldestFree(key(i), null)).isNotNull();
    }
    assertThat(store.examined() - before).isEqualTo(1000);
    assertThat(store.explain(key(0))).startsWith("Job: index on key, 1 of 100000");
  }

  @Test
  void aTemplateWithoutATypeUsesTheIndexOfEachType() {
    store.declareIndex("Job", "key");
    store.declareIndex("Task", "key");
    fill(1000);
    shown(Tuple.of("Task", Map.of("key", 999)));
    Template any = Template.any().where("key", 999);

    assertThat(store.oldestFree(any, null)).isNotNull();
    assertThat(store.count(any)).isEqualTo(2);
    assertThat(store.examined()).isEqualTo(3);
  }

  @Test
  void ofSeveralIndexesTheSmallestBucketServes() {
    store.declareIndex("Job", "key");
    store.declareIndex("Job", "even");
    fill(1000);
    Template both = Template.ofType("Job").where("even", true).where("key", 998);

    assertThat(store.oldestFree(both, null)).isNotNull();
    assertThat(store.examined()).isOne();
    assertThat(store.explain(both)).startsWith("Job: index on key, 1 of 1000");
  }

  @Test
  void takenTokensAreNotMetAgain() {
    fill(MANY);
    long before = store.examined();
    for (int i = 0; i < MANY; i++) {
      Slot slot = store.oldestFree(Template.ofType("Job"), null);
      assertThat(slot).isNotNull();
      store.hide(slot);
    }
    assertThat(store.examined() - before).isEqualTo(MANY);
    assertThat(store.size()).isZero();
  }

  @Test
  void onlySoManyFieldsGetAnIndexByThemselves() {
    fill(2 * TypeShelf.LEAST_MISSES);
    for (int field = 0; field < 3 * TypeShelf.MOST_INDEXES; field++) {
      assertThat(store.count(Template.ofType("Job").where("field" + field, 1))).isZero();
    }
    assertThat(store.explain(Template.ofType("Job").where("field0", 1)))
        .contains("index on field0");
    assertThat(store.explain(Template.ofType("Job").where("field" + TypeShelf.MOST_INDEXES, 1)))
        .contains("no index");
  }

  @Test
  void anIndexMadeLateKnowsHiddenTokensToo() {
    Slot hidden = shown(job(1));
    Slot unseen = store.put(tuples.token(2, job(1)), 2);
    store.hide(hidden);
    store.declareIndex("Job", "key");
    assertThat(store.oldestFree(key(1), null)).isNull();

    store.show(unseen);
    assertThat(store.oldestFree(key(1), null)).isSameAs(unseen);
    store.restore(hidden);
    assertThat(store.oldestFree(key(1), null)).isSameAs(hidden);
  }

  static List<List<@Nullable Object>> equalValues() {
    BigDecimal beyondDouble = new BigDecimal("9007199254740993");
    return List.of(
        List.of(5, 5.0),
        List.of(5, new BigDecimal("5.000")),
        List.of(0, -0.0),
        List.of(0.5, new BigDecimal("0.50")),
        List.of(9007199254740993L, beyondDouble),
        List.of(4611686018427387904L, 0x1p62),
        List.of(Long.MIN_VALUE, new BigDecimal(Long.MIN_VALUE)),
        List.of(new BigDecimal("1e400"), new BigDecimal("10e399")),
        List.of("x".repeat(1000), "x".repeat(1000)),
        List.of(List.of(1, "a"), List.of(1, "a")),
        List.of(Map.of("a", 1, "b", 2), Map.of("b", 2, "a", 1)),
        Arrays.asList(null, null));
  }

  @ParameterizedTest
  @MethodSource("equalValues")
  void anIndexFindsEveryValueThatATemplateCallsEqual(List<@Nullable Object> pair) {
    store.declareIndex("Job", "a.b");
    for (int side = 0; side < 2; side++) {
      Object kept = pair.get(side);
      Slot slot = shown(Tuple.of("Job", Map.of("a", Collections.singletonMap("b", kept))));
      Template asked = Template.ofType("Job").where("a.b", pair.get(1 - side));

      assertThat(store.explain(asked)).startsWith("Job: index on a.b, 1 of 1");
      assertThat(store.oldestFree(asked, null)).isSameAs(slot);
      store.hide(slot);
      assertThat(store.forget(slot)).isNotNull();
    }
  }

  @Test
  void anIndexKeepsNoValueThatNoSlotHas() {
    ValueIndex index = new ValueIndex();
    index.bucket("red").enter();
    index.bucket("red").enter();
    index.bucket("red").leave();
    assertThat(index.find("red")).isNotNull();
    index.bucket("red").leave();
    assertThat(index.find("red")).isNull();
  }

  @Test
  void aMissingFieldIsFoundAsNull() {
    store.declareIndex("Job", "owner");
    Slot missing = shown(job(1));

    assertThat(store.oldestFree(Template.ofType("Job").where("owner", null), null))
        .isSameAs(missing);
  }

  @Test
  void largeNumbersNextToEachOtherAreToldApart() {
    store.declareIndex("Job", "key");
    long base = 1L << 62;
    for (int i = 0; i < 1000; i++) {
      shown(Tuple.of("Job", Map.of("key", base + i)));
    }
    assertThat(store.count(Template.ofType("Job").where("key", base + 500))).isOne();
    assertThat(store.examined()).isOne();
  }

  private void fill(int count) {
    for (int i = 0; i < count; i++) {
      shown(job(i));
    }
  }

  private Slot shown(Tuple tuple) {
    lsn++;
    Slot slot = store.put(tuples.token(lsn, tuple), lsn);
    store.show(slot);
    return slot;
  }

  private static Tuple job(int key) {
    return Tuple.of("Job", Map.of("key", key, "even", key % 2 == 0));
  }

  private static Template key(int key) {
    return Template.ofType("Job").where("key", key);
  }
}
