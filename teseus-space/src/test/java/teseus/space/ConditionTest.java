package teseus.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ConditionTest {
  private static final Limits WIDE = new Limits(1 << 20, 512, 65_536);
  private static final Tuple ORDER =
      Tuple.of(
          "Order",
          List.of("Document", "Priced"),
          fields("sku", "pen", "qty", 5, "of", Map.of("host", "hera"), "note", null),
          Limits.DEFAULT);

  @Test
  void aTypeMatchesItselfAndItsSubtypes() {
    assertThat(Template.ofType("Order").matches(ORDER)).isTrue();
    assertThat(Template.ofType("Priced").matches(ORDER)).isTrue();
    assertThat(Template.ofType("Order").matches(Tuple.of("Priced", Map.of()))).isFalse();
    assertThat(Template.ofType("priced").matches(ORDER)).isFalse();
  }

  @Test
  void equalsByValueAndTakesAMissingFieldForNull() {
    holds(Condition.eq("qty", 5.0), Condition.eq("qty", new BigDecimal("5.00")));
    holds(Condition.eq("note", null), Condition.eq("none", null), Condition.eq("of.none.no", null));
    fails(Condition.eq("qty", 6), Condition.eq("qty", "5"), Condition.eq("sku", null));
  }

  @Test
  void whatIsMissingDoesNotEqualAValue() {
    holds(Condition.ne("none", 5), Condition.ne("note", "pen"), Condition.ne("qty", 6));
    fails(Condition.ne("qty", 5.0), Condition.ne("none", null));
  }

  @Test
  void isOneOfSomeValues() {
    holds(Condition.in("qty", 4, 5.0), Condition.in("sku", List.of("ink", "pen")));
    holds(Condition.in("none", "pen", null));
    fails(Condition.in("qty", 4, "5"), Condition.in("none", 4, 5));
  }

  @Test
  void liesInARangeOfItsOwnKindOnly() {
    holds(Condition.gt("qty", 4.5), Condition.ge("qty", 5), Condition.lt("qty", 1e300));
    holds(Condition.le("qty", new BigDecimal("5.0")), Condition.between("qty", 5, 5));
    holds(Condition.lt("sku", "pencil"), Condition.ge("sku", "pen"), Condition.gt("sku", "Z"));
    fails(Condition.gt("qty", 5), Condition.lt("qty", 5), Condition.between("qty", 6, 9));
    fails(Condition.gt("sku", 0), Condition.lt("qty", "zzz"), Condition.ge("of", ""));
    fails(Condition.lt("note", 1), Condition.gt("none", Long.MIN_VALUE));
    fails(new Condition.Range("qty", new Condition.Bound(5, false), new Condition.Bound(5, false)));
  }

  @Test
  void tellsLargeNumbersInARangeApart() {
    Tuple tuple = Tuple.of("T", Map.of("n", (1L << 53) + 1));
    assertThat(Template.any().and(Condition.gt("n", 0x1p53)).matches(tuple)).isTrue();
    assertThat(Template.any().and(Condition.le("n", 0x1p53)).matches(tuple)).isFalse();
  }

  @Test
  void startsWithAPrefix() {
    holds(Condition.prefix("sku", "pe"), Condition.prefix("sku", ""));
    holds(Condition.prefix("of.host", "hera"));
    fails(Condition.prefix("sku", "pens"), Condition.prefix("qty", ""), Condition.prefix("no", ""));
  }

  @Test
  void existsIfItIsNotNull() {
    holds(Condition.exists("sku"), Condition.exists("of"), Condition.exists("of.host"));
    fails(Condition.exists("note"), Condition.exists("none"), Condition.exists("of.none"));
  }

  @Test
  void combinesAsLogicDoes() {
    Condition yes = Condition.exists("sku");
    Condition no = Condition.exists("none");
    holds(Condition.and(yes, yes), Condition.or(no, yes), Condition.not(no));
    holds(Condition.not(Condition.and(yes, no)), Condition.or(Condition.and(no, yes), yes));
    fails(Condition.and(yes, no), Condition.or(no, no), Condition.not(yes));
    assertThat(Template.any().and(yes).and(no).matches(ORDER)).isFalse();
  }

  @Test
  void readsAsAPersonWouldSayIt() {
    assertThat(
            Template.any()
                .and(Condition.or(Condition.between("qty", 1, 5), Condition.prefix("sku", "p")))
                .and(Condition.not(Condition.in("of.host", "hera", "zeus")))
                .conditions())
        .hasToString("[(1<=qty<=5 or sku=p*), not of.host in [hera, zeus]]");
  }

  @Test
  void refusesWhatIsBeyondItsBounds() {
    refused("1 to 256, were 0", () -> Condition.in("a"));
    refused("were 257", () -> Condition.in("a", Collections.nCopies(257, 1)));
    refused("at most 1024 characters", () -> Condition.exists("x".repeat(1025)));
    refused("at most 64 names", () -> Condition.exists(".".repeat(64)));
    refused("a number or a text", () -> Condition.lt("a", true));
    refused("from a number to a text", () -> Condition.between("a", 1, "z"));
    refused("begins above its end", () -> Condition.between("a", 2, 1));
    refused("has no bound", () -> new Condition.Range("a", null, null));
    refused("1 to 63, were 0", Condition::and);
    refused("which no tuple can", () -> Condition.eq("a", new Object()));
    refused("1 to 255", () -> Template.ofType(""));
  }

  @Test
  void refusesMoreConditionsThanATemplateMayHaveHoweverTheyAreCombined() {
    Condition one = Condition.exists("a");
    Condition most = new Condition.All(Collections.nCopies(63, one));
    assertThat(Template.any().and(most).matches(ORDER)).isFalse();
    refused("at most 64 conditions, was 65", () -> Template.any().and(most).and(one));
    refused("at most 64 conditions, was 65", () -> Condition.not(most));
    refused("were 64", () -> new Condition.AnyOf(Collections.nCopies(64, one)));
    refused("was 65", () -> new Template(null, Collections.nCopies(65, one)));
  }

  @Test
  void refusesConditionsThatStandTooDeepBeforeTheStackEnds() {
    Condition deep = Condition.exists("sku");
    for (int level = 1; level < Condition.MAX_DEPTH; level++) {
      deep = Condition.not(deep);
    }
    Condition deepest = deep;
    assertThat(Template.any().and(deepest).matches(ORDER)).isFalse();
    refused("at most 8 deep", () -> Condition.not(deepest));
  }

  @Test
  void refusesSupertypesThatAreTooManyOrNamedTwice() {
    List<String> many = Collections.nCopies(17, "S");
    refused("at most 16", () -> Tuple.of("T", many, Map.of(), WIDE));
    refused("named twice", () -> Tuple.of("T", List.of("S", "S"), Map.of(), WIDE));
    refused("named twice", () -> Tuple.of("T", List.of("T"), Map.of(), WIDE));
    refused("1 to 255", () -> Tuple.of("T", List.of(""), Map.of(), WIDE));
  }

  @Test
  void tuplesOfOtherSupertypesAreNotTheSame() {
    Tuple plain = Tuple.of("T", Map.of());
    Tuple sub = Tuple.of("T", List.of("S"), Map.of(), WIDE);
    assertThat(sub).isNotEqualTo(plain).isEqualTo(Tuple.of("T", List.of("S"), Map.of(), WIDE));
    assertThat(sub.supertypes()).containsExactly("S");
  }

  private static void holds(Condition... conditions) {
    for (Condition condition : conditions) {
      assertThat(Template.any().and(condition).matches(ORDER)).as("%s", condition).isTrue();
    }
  }

  private static void fails(Condition... conditions) {
    for (Condition condition : conditions) {
      assertThat(Template.any().and(condition).matches(ORDER)).as("%s", condition).isFalse();
    }
  }

  private static void refused(String why, ThrowingCallable made) {
    assertThatIllegalArgumentException().isThrownBy(made).withMessageContaining(why);
  }

  private static Map<String, Object> fields(Object... pairs) {
    Map<String, Object> fields = new HashMap<>();
    List<Object> each = Arrays.asList(pairs);
    for (int i = 0; i < pairs.length; i += 2) {
      fields.put((String) each.get(i), each.get(i + 1));
    }
    return fields;
  }
}
