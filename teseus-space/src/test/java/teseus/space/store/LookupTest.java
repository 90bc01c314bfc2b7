package teseus.space.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import teseus.space.Condition;
import teseus.space.Limits;
import teseus.space.LookUp;
import teseus.space.Template;
import teseus.space.Tuple;

/** What look-ups cost, counted in candidates examined, and what an index finds. */
class LookupTest {
  private static final int MANY = 100_000;
  private static final Template JOBS = Template.ofType("Job");

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
    assertThat(explained(key(5)))
        .isEqualTo("Job: index on key, 1 of 100000 tokens are candidates, 1 examined, one matches");
    assertThat(explained(key(-1)))
        .isEqualTo(
            "Job: index on key, 0 of 100000 tokens are candidates, 0 examined, none matches");
    assertThat(store.examined()).isOne();
  }

  @Test
  void aWalkGoesByAnIndexThatLeavesFewAndElseOnlyThroughWhatItGives() {
    store.declareIndex("Job", "key");
    fill(MANY);
    List<Slot> walked = new ArrayList<>();

    long next = store.walk(key(MANY / 2), 0, lsn + 1, MANY, walked::add);
    assertThat(walked).hasSize(1);
    assertThat(next).isEqualTo(lsn + 1);
    assertThat(store.examined()).isOne();
    next = store.walk(JOBS, walked.get(0).lsn(), lsn + 1, 10, walked::add);
    assertThat(walked).hasSize(11);
    assertThat(next).isEqualTo(walked.get(0).lsn() + 10);
    assertThat(store.examined()).isEqualTo(11);
  }

  @Test
  void aFieldAskedForOftenGetsItsIndexByItself() {
    fill(MANY);
    assertThat(explained(key(0))).startsWith("Job: no index, 100000 of 100000");

    assertThat(store.oldestFree(key(MANY - 1), null)).isNotNull();
    assertThat(store.oldestFree(key(MANY - 1), null)).isNotNull();
    long before = store.examined();
    for (int i = 0; i < 1000; i++) {
      assertThat(store.oldestFree(key(i), null)).isNotNull();
    }
    assertThat(store.examined() - before).isEqualTo(1000);
    assertThat(explained(key(0))).startsWith("Job: index on key, 1 of 100000");
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
    assertThat(explained(both)).startsWith("Job: index on key, 1 of 1000");
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
    assertThat(explained(Template.ofType("Job").where("field0", 1))).contains("index on field0");
    assertThat(explained(Template.ofType("Job").where("field" + TypeShelf.MOST_INDEXES, 1)))
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

      assertThat(explained(asked)).startsWith("Job: index on a.b, 1 of 1");
      assertThat(store.oldestFree(asked, null)).isSameAs(slot);
      store.hide(slot);
      assertThat(store.forget(slot)).isNotNull();
    }
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

  @Test
  void aRangeIsFoundThroughAnOrderedIndexOldestFirst() {
    store.declareOrderedIndex("Job", "key");
    Slot last = null;
    for (int i = MANY; i > 0; i--) {
      last = shown(job(i));
    }
    Slot small = last;
    Template range = JOBS.and(Condition.lt("key", 3));
    assertThat(explained(range)).startsWith("Job: ordered index on key, 2 of 100000");
    Slot two = store.oldestFree(range, null);
    assertThat(two).isNotNull();
    assertThat(tuples.tuple(two.token().fields()).at("key")).isEqualTo(2L);
    store.hide(two);
    assertThat(store.oldestFree(range, null)).isSameAs(small);
    assertThat(store.oldestFree(JOBS.and(Condition.gt("key", MANY)), null)).isNull();
    assertThat(store.count(JOBS.and(Condition.between("key", 0.5, 1.5)))).isOne();
    assertThat(store.examined()).isEqualTo(3);
  }

  @Test
  void theOldestOfALongRangeIsFoundWithoutMeetingTheOthers() {
    store.declareOrderedIndex("Job", "key");
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
    int[] keys = random.ints(MANY, 0, 1_000).toArray();
    for (int key : keys) {
      shown(job(key));
    }
    Template most = JOBS.and(Condition.ge("key", 10));
    int taken = 0;
    for (int key : keys) {
      if (key >= 10 && taken < 10_000) {
        Slot slot = store.oldestFree(most, null);
        assertThat(slot).isNotNull();
        assertThat(tuples.tuple(slot.token().fields()).at("key")).isEqualTo((long) key);
        store.hide(slot);
        taken++;
      }
    }
    assertThat(store.examined()).isEqualTo(10_000);
  }

  @Test
  void aPrefixAskedForOftenGetsItsOrderedIndexByItself() {
    for (int i = 0; i < MANY; i++) {
      shown(Tuple.of("Job", Map.of("name", String.format("job-%05d", i), "key", i)));
    }
    Template some = JOBS.and(Condition.prefix("name", "job-4242"));
    for (int i = 0; i < 2; i++) {
      assertThat(store.count(some)).isEqualTo(10);
    }
    long before = store.examined();
    assertThat(store.count(some)).isEqualTo(10);
    assertThat(store.oldestFree(JOBS.and(Condition.prefix("name", "jobs")), null)).isNull();
    assertThat(store.count(JOBS.where("name", "job-00001"))).isOne();
    assertThat(store.examined() - before).isEqualTo(11);
    assertThat(explained(some)).startsWith("Job: ordered index on name, 10 of 100000");
  }

  @Test
  void ofConditionsThatMustAllHoldTheOneWithTheFewestServes() {
    store.declareIndex("Job", "even");
    store.declareOrderedIndex("Job", "key");
    fill(10_000);
    Template few = JOBS.where("even", true).and(Condition.ge("key", 9_990));
    assertThat(explained(few)).startsWith("Job: ordered index on key, 10 of 10000");
    assertThat(store.count(few)).isEqualTo(5);
    assertThat(store.examined()).isEqualTo(10);
  }

  @Test
  void conditionsOfWhichAnyWillDoAreServedTogetherEachMatchOnce() {
    store.declareIndex("Job", "key");
    store.declareOrderedIndex("Job", "key");
    fill(10_000);
    Template some =
        JOBS.and(
            Condition.or(
                Condition.in("key", 5, 3, 9_999), Condition.lt("key", 4), Condition.eq("key", 4)));
    assertThat(explained(some))
        .startsWith("Job: index on key and ordered index on key, 8 of 10000");
    assertThat(store.count(some)).isEqualTo(7);
    assertThat(store.examined()).isEqualTo(7);
    Template open = JOBS.and(Condition.or(Condition.eq("key", 4), Condition.exists("none")));
    assertThat(explained(open)).startsWith("Job: no index");
  }

  @Test
  void theMostThatATemplateMayAskCostsNoMoreThanItsMatches() {
    store.declareIndex("Job", "key");
    store.declareOrderedIndex("Job", "key");
    fill(MANY);
    List<Condition> ranges = new ArrayList<>();
    for (int i = 0; i < 61; i++) {
      ranges.add(Condition.between("key", 1_000 * i, 1_000 * i + 0.5));
    }
    Template most = JOBS.and(new Condition.AnyOf(ranges)).and(Condition.ne("key", 0));
    assertThat(store.count(most)).isEqualTo(60);
    assertThat(store.examined()).isEqualTo(61);
    Object[] absent = IntStream.range(0, 256).mapToObj(i -> -1 - i).toArray();
    assertThat(store.oldestFree(JOBS.and(Condition.in("key", absent)), null)).isNull();
    assertThat(store.examined()).isEqualTo(61);
  }

  @Test
  void anOrderedIndexTellsValuesApartThatAreCloseTogether() {
    store.declareOrderedIndex("Job", "key");
    List<Object> values = new ArrayList<>();
    for (int i = -3; i <= 3; i++) {
      values.add((1L << 53) + i);
      values.add((1L << 62) + i);
      values.add(0.1 + i * Math.ulp(0.1));
      values.add(
          new BigDecimal("0.1").add(new BigDecimal("1e-30").multiply(BigDecimal.valueOf(i))));
      values.add("same beginning " + i);
    }
    values.addAll(List.of("", "\0", "a", "a\0", "ab", "abc", "abcd", "abce", "\uFFFF", -0.0, 0));
    values.addAll(List.of(new BigDecimal("1e400"), new BigDecimal("-1e400"), Long.MIN_VALUE));
    values.addAll(List.of(true, Map.of(), List.of(1), Double.MAX_VALUE, -Double.MIN_VALUE));
    values.forEach(value -> shown(Tuple.of("Job", Map.of("key", value))));
    for (Object value : values) {
      if (SortKey.has(value)) {
        for (Condition asked :
            List.of(
                Condition.lt("key", value),
                Condition.le("key", value),
                Condition.gt("key", value),
                Condition.ge("key", value),
                Condition.eq("key", value),
                Condition.prefix("key", value.toString()))) {
          Template template = JOBS.and(asked);
          long expected =
              values.stream()
                  .filter(each -> template.matches(Tuple.of("Job", Map.of("key", each))))
                  .count();
          long before = store.examined();
          assertThat(explained(template)).as("%s", asked).contains("ordered index on key");
          assertThat(store.count(template)).as("%s", asked).isEqualTo(expected);
          assertThat(store.examined() - before).as("%s", asked).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void aSupertypeIsAskedForInItsSubtypesAndInNoOtherType() {
    for (int i = 0; i < 1000; i++) {
      shown(Tuple.of("Other" + i, Map.of("key", i)));
    }
    Slot second = shown(Tuple.of("Sub", List.of("Super"), Map.of("key", 2), Limits.DEFAULT));
    shown(Tuple.of("Super", Map.of("key", 2)));

    Template any = Template.ofType("Super");
    assertThat(store.oldestFree(any, null)).isSameAs(second);
    assertThat(store.count(any.where("key", 3))).isZero();
    assertThat(store.examined()).isEqualTo(3);
    assertThat(explained(any)).startsWith("Sub: no index, 1 of 1").doesNotContain("Other");
  }

  private String explained(Template template) {
    return String.join("; ", store.explain(template).stream().map(LookUp::toString).toList());
  }
}
