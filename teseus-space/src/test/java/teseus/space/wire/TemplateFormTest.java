package teseus.space.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import teseus.space.Condition;
import teseus.space.RandomTemplates;
import teseus.space.Template;
import teseus.space.Tuple;

class TemplateFormTest {
  private static final List<String> PATHS = List.of("a", "b", "o.x", "or", "and", "not", ".or");
  private static final List<@Nullable Object> VALUES =
      Arrays.asList(1, 2L, 2.5, "pen", "pencil", true, null, List.of(1), Map.of("gt", 1), Map.of());

  @Test
  void whatIsWrittenIsReadAsATemplateThatMatchesTheSame() {
    Random random = new Random(20261127);
    RandomTemplates templates =
        new RandomTemplates(random, List.of("Order", "Note"), PATHS, VALUES);
    int matches = 0;
    for (int i = 0; i < 5_000; i++) {
      Template template = templates.next();
      Template read = TemplateForm.read(TemplateForm.of(template));
      for (int j = 0; j < 20; j++) {
        Tuple tuple = tuple(random);
        assertThat(read.matches(tuple))
            .as("%s of %s", template, tuple)
            .isEqualTo(template.matches(tuple));
        matches += template.matches(tuple) ? 1 : 0;
      }
    }
    assertThat(matches).isBetween(10_000, 90_000);
  }

  private static Tuple tuple(Random random) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    for (String name : List.of("a", "b", "or", "and", "not")) {
      if (random.nextInt(4) > 0) {
        fields.put(name, VALUES.get(random.nextInt(VALUES.size())));
      }
    }
    fields.put("o", Collections.singletonMap("x", VALUES.get(random.nextInt(VALUES.size()))));
    return Tuple.of(random.nextBoolean() ? "Order" : "Note", fields);
  }

  @Test
  void aTemplateAsFullAsOneCanBeIsReadAgain() {
    Condition deep = Condition.eq("a", 1);
    for (int i = 1; i < Condition.MAX_DEPTH; i++) {
      deep = i % 2 == 0 ? Condition.not(deep) : Condition.or(deep);
    }
    Template template = Template.any().and(deep);
    while (template.conditions().size() + Condition.MAX_DEPTH - 1 < Condition.MAX_CONDITIONS) {
      template = template.and(Condition.gt("a", 1));
    }
    assertThat(TemplateForm.read(TemplateForm.of(template)).conditions())
        .containsExactlyInAnyOrderElementsOf(template.conditions());
  }

  @Test
  void readsAsPeopleWriteIt() {
    Map<String, @Nullable Object> where = new LinkedHashMap<>();
    where.put("sku", "pen");
    where.put("qty", Map.of("gt", 2, "le", 10));
    where.put("to", Map.of("eq", Map.of("city", "Rio")));
    where.put("or", List.of(Map.of("state", "new"), Map.of("state", "late", "paid", true)));
    where.put("not", Map.of("tag", Map.of("in", List.of("x", "y"))));
    where.put(".not", Map.of("exists", false));
    where.put("name", Map.of("prefix", "Ab"));
    Template template = TemplateForm.read(Map.of("type", "Order", "where", where));
    assertThat(template.type()).isEqualTo("Order");
    assertThat(template.conditions())
        .startsWith(
            Condition.eq("sku", "pen"),
            new Condition.Range(
                "qty", new Condition.Bound(2, false), new Condition.Bound(10, true)),
            Condition.eq("to", Map.of("city", "Rio")))
        .endsWith(
            Condition.not(Condition.in("tag", "x", "y")),
            Condition.not(Condition.exists("not")),
            Condition.prefix("name", "Ab"))
        .hasSize(7);
    assertThat(template.conditions().get(3))
        .isInstanceOfSatisfying(Condition.AnyOf.class, some -> assertThat(some.of()).hasSize(2));
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        Arguments.of(where("q", Map.of("gte", 1)), "/where/q/gte", "is no operator; known are eq"),
        Arguments.of(where("q", Map.of()), "/where/q", "names no operator"),
        Arguments.of(where("q", Map.of("gt", 5, "lt", 2)), "/where/q", "begins above its end"),
        Arguments.of(where("q", Map.of("gt", 5, "ge", 2)), "/where/q", "both gt and ge"),
        Arguments.of(where("q", Map.of("gt", 5, "lt", "x")), "/where/q", "a number to a text"),
        Arguments.of(where("q", Collections.singletonMap("gt", null)), "/where/q/gt", "a number"),
        Arguments.of(where("q", Map.of("in", List.of())), "/where/q/in", "1 to 256, were 0"),
        Arguments.of(
            where("q", Map.of("in", Collections.nCopies(100_000, 1))),
            "/where/q/in",
            "1 to 256, were 100000"),
        Arguments.of(where("q", Map.of("in", 1)), "/where/q/in", "is a list"),
        Arguments.of(where("q", Map.of("prefix", 1)), "/where/q/prefix", "is a text"),
        Arguments.of(where("q", Map.of("exists", "yes")), "/where/q/exists", "true or false"),
        Arguments.of(where("a/b~c", Map.of("x", 1)), "/where/a~1b~0c/x", "is no operator"),
        Arguments.of(where("or", Map.of("a", 1)), "/where/or", "is a list"),
        Arguments.of(where("or", List.of()), "/where/or", "one or more"),
        Arguments.of(where("or", List.of(Map.of())), "/where/or/0", "holds no condition"),
        Arguments.of(
            where("or", Collections.nCopies(100_000, Map.of("a", 1))), "/where/or", "1 to 63"),
        Arguments.of(where("and", List.of(Map.of("a", 1), 7)), "/where/and/1", "is an object"),
        Arguments.of(where("not", "a"), "/where/not", "is an object of conditions"),
        Arguments.of(where("p".repeat(2_000), 1), "/where/" + "p".repeat(2_000), "1024 char"),
        Arguments.of(Map.of("where", 1), "/where", "is an object of conditions"),
        Arguments.of(Map.of("type", 1), "/type", "is a text"),
        Arguments.of(Map.of("type", ""), "/type", "1 to 255"),
        Arguments.of(Map.of("typ", "a"), "", "unknown keys [typ]"));
  }

  private static Map<String, Object> where(String key, Object value) {
    return Map.of("where", Map.of(key, value));
  }

  @ParameterizedTest
  @MethodSource
  void wrong(Map<String, Object> form, String pointer, String why) {
    assertThatThrownBy(() -> TemplateForm.read(form))
        .isInstanceOfSatisfying(
            TemplateFormException.class, e -> assertThat(e.pointer()).isEqualTo(pointer))
        .hasMessageContaining(why);
  }

  @Test
  void refusesWhatIsNestedDeepWithoutFalling() {
    for (String join : List.of("not", "and", "or")) {
      Object form = Map.of("a", 1);
      for (int i = 0; i < 10_000; i++) {
        form = Map.of(join, join.equals("not") ? form : List.of(form));
      }
      Map<String, Object> deep = Map.of("where", form);
      assertThatThrownBy(() -> TemplateForm.read(deep))
          .isInstanceOf(TemplateFormException.class)
          .hasMessageContaining("deep");
    }
  }

  @Test
  void refusesAHundredThousandFields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < 100_000; i++) {
      fields.put("f" + i, new ArrayList<>());
    }
    assertThatThrownBy(() -> TemplateForm.read(Map.of("where", fields)))
        .isInstanceOf(TemplateFormException.class)
        .hasMessageContaining("at most 64 conditions, was 100000");
  }
}
