package teseus.pantheon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static teseus.pantheon.Match.match;
import static teseus.pantheon.Match.path;
import static teseus.pantheon.PlainTuple.any;
import static teseus.pantheon.PlainTuple.tuple;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import teseus.space.Condition;
import teseus.space.Template;
import teseus.space.Tuple;

class MatchTest {
  record Customer(@Nullable String name, @Nullable String city) {}

  enum State {
    NEW,
    LATE;

    @Override
    public String toString() {
      return "state " + ordinal();
    }
  }

  record Order(
      @Nullable String sku,
      long qty,
      @Nullable Customer customer,
      @Nullable State state,
      @Nullable Instant at,
      @JsonProperty("tag") @Nullable String label) {
    long dozens() {
      return qty / 12;
    }

    static String kind(Order order) {
      return "order";
    }
  }

  public static final class Bean {
    private final boolean done;
    private final int size;

    Bean(boolean done, int size) {
      this.done = done;
      this.size = size;
    }

    public boolean isDone() {
      return done;
    }

    public int getSize() {
      return size;
    }
  }

  interface Named {
    String name();
  }

  sealed interface Shape extends Named {}

  record Circle(String name, double r) implements Shape, Comparable<Circle> {
    @Override
    public int compareTo(Circle other) {
      return Double.compare(r, other.r);
    }
  }

  private static final Order PEN =
      new Order(
          "pen",
          3,
          new Customer("Ana", "Rio"),
          State.LATE,
          Instant.parse("2026-11-27T10:00:00Z"),
          "x");

  private static boolean finds(Match<?> match, Object object) {
    return match.template().matches(Mapping.tuple(object));
  }

  @Test
  void referencesNameFieldsAsTuplesHaveThem() {
    Match<Order> match =
        match(Order.class)
            .eq(Order::sku, "pen")
            .gt(Order::qty, 2)
            .eq(path(Order::customer, Customer::city), "Rio")
            .ne(Order::label, "y");
    assertThat(match.template())
        .isEqualTo(
            Template.ofType("Order")
                .and(Condition.eq("sku", "pen"))
                .and(Condition.gt("qty", 2))
                .and(Condition.eq("customer.city", "Rio"))
                .and(Condition.ne("tag", "y")));
    assertThat(finds(match, PEN)).isTrue();
    Match<Bean> bean = match(Bean.class).eq(Bean::isDone, true).le(Bean::getSize, 7);
    assertThat(finds(bean, new Bean(true, 7))).isTrue();
    assertThat(finds(bean, new Bean(false, 7))).isFalse();
    assertThat(finds(match(Shape.class).prefix(Shape::name, "c"), new Circle("c1", 2))).isTrue();
  }

  @Test
  void aReferenceAndAPathSayTheSame() {
    assertThat(
            match(Order.class)
                .eq(Order::sku, 1)
                .ne(Order::sku, 1)
                .in(Order::sku, List.of(1, 2))
                .lt(Order::qty, 1)
                .le(Order::qty, 1)
                .gt(Order::qty, 1)
                .ge(Order::qty, 1)
                .between(Order::qty, 1, 2)
                .prefix(Order::sku, "p")
                .exists(Order::sku)
                .missing(Order::sku))
        .isEqualTo(
            match(Order.class)
                .eq("sku", 1)
                .ne("sku", 1)
                .in("sku", List.of(1, 2))
                .lt("qty", 1)
                .le("qty", 1)
                .gt("qty", 1)
                .ge("qty", 1)
                .between("qty", 1, 2)
                .prefix("sku", "p")
                .exists("sku")
                .missing("sku"));
  }

  @Test
  void refusesWhatNamesNoField() {
    Match<Order> orders = match(Order.class);
    assertThatThrownBy(() -> orders.eq(order -> order.sku(), "pen"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lambda with a body");
    assertThatThrownBy(() -> orders.eq(Order::kind, "order"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("static");
    assertThatThrownBy(() -> orders.eq(Order::dozens, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("dozens is the getter of no field");
    Getter<Order, Object> own =
        new Getter<>() {
          private static final long serialVersionUID = 1L;

          @Override
          public Object apply(Order order) {
            return order;
          }
        };
    assertThatThrownBy(() -> orders.eq(own, 1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void valuesAreComparedInTheFormThatFieldsHave() {
    Match<Order> orders = match(Order.class);
    assertThat(finds(orders.eq(Order::state, State.LATE), PEN)).isTrue();
    assertThat(finds(orders.in(Order::state, List.of(State.NEW)), PEN)).isFalse();
    assertThat(finds(orders.gt(Order::at, Instant.parse("2026-11-27T09:00:00Z")), PEN)).isTrue();
    assertThat(finds(orders.eq(Order::customer, new Customer("Ana", "Rio")), PEN)).isTrue();
    assertThatThrownBy(() -> orders.gt(Order::state, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a number or a text");
  }

  @Test
  void conditionsAreCombined() {
    Match<Order> match =
        match(Order.class)
            .anyOf(
                few -> few.lt(Order::qty, 2),
                late -> late.eq(Order::state, State.LATE).exists(Order::at))
            .not(tagged -> tagged.in(Order::label, List.of("y", "z")).exists(Order::sku));
    assertThat(match.template().conditions())
        .containsExactly(
            Condition.or(
                Condition.lt("qty", 2),
                Condition.and(Condition.eq("state", "LATE"), Condition.exists("at"))),
            Condition.not(Condition.and(Condition.in("tag", "y", "z"), Condition.exists("sku"))));
    assertThat(finds(match, PEN)).isTrue();
    assertThatThrownBy(() -> match.not(nothing -> nothing))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anExampleMatchesWhatEqualsItWhereItIsNotNull() {
    Order example = new Order("pen", 0, new Customer(null, "Rio"), null, null, null);
    assertThat(Match.like(example).template())
        .isEqualTo(
            Template.ofType("Order")
                .where("sku", "pen")
                .where("qty", 0)
                .where("customer.city", "Rio"));
    assertThat(finds(Match.like(example), PEN)).as("a primitive is matched").isFalse();
    assertThat(finds(Match.like(example).ignoring(Order::qty), PEN)).isTrue();
    assertThat(Match.like(example).ignoring(Order::customer).template().conditions()).hasSize(2);
  }

  @Test
  void anObjectIsFoundByItsSupertypesButForThoseOfJava() {
    Tuple circle = Mapping.tuple(new Circle("c", 1));
    assertThat(circle.type()).isEqualTo("Circle");
    assertThat(circle.supertypes()).containsExactly("Shape", "Named");
    assertThat(Mapping.tuple(PEN).supertypes()).isEmpty();
    assertThat(finds(match(Named.class), new Circle("c", 1))).isTrue();
  }

  @Test
  void refusesMoreThanATemplateHolds() {
    Match<Order> orders = match(Order.class);
    assertThatThrownBy(() -> orders.in("sku", Collections.nCopies(100_000, "x")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to 256");
    assertThatThrownBy(
            () -> {
              Match<Order> more = orders;
              for (int i = 0; i < 65; i++) {
                more = more.eq("sku", i);
              }
            })
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most 64 conditions");
    assertThatThrownBy(() -> orders.between(Order::qty, 3, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> nested(10)).isInstanceOf(IllegalArgumentException.class);
  }

  private static Match<Order> nested(int levels) {
    return levels == 0
        ? match(Order.class).exists("sku")
        : match(Order.class)
            .not(inner -> inner.and(new Condition.All(nested(levels - 1).template().conditions())));
  }

  @Test
  void aPlainTupleIsFoundByItsValuesAndTheClassesOfTheRest() {
    PlainTuple task = tuple("task", 7, true, 2.5, null);
    assertThat(Mapping.tuple(task)).hasToString("tuple/5{0=task, 1=7, 2=true, 3=2.5, 4=null}");
    assertThat(finds(tuple("task", 7, any(Boolean.class), any(), any()).match(), task)).isTrue();
    assertThat(
            finds(
                tuple(any(String.class), any(Integer.class), any(), any(Double.class), null)
                    .match(),
                task))
        .isTrue();
    assertThat(finds(tuple("task", any(String.class), true, 2.5, null).match(), task)).isFalse();
    assertThat(finds(tuple("task", 7, true, 2.5).match(), task)).as("another length").isFalse();
    assertThat(finds(tuple("task", any(Byte.class)).match(), tuple("task", 128))).isFalse();
    assertThat(task.get(1, Integer.class)).isEqualTo(7);
    assertThat(task.size()).isEqualTo(5);
    assertThat(PlainTuple.found(Mapping.tuple(task))).isEqualTo(task).isNotEqualTo(tuple("task"));
    assertThatThrownBy(() -> Mapping.tuple(tuple(any())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no any");
    assertThatThrownBy(() -> any(Customer.class)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(PlainTuple::tuple).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PlainTuple.found(Tuple.of("tuple/2", java.util.Map.of("0", 1))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  record Maybe(Optional<String> name, Optional<Customer> of) {}

  @Test
  void anOptionalIsItsValueOrNull() {
    Maybe full = new Maybe(Optional.of("a"), Optional.of(new Customer("Ana", null)));
    assertThat(Mapping.tuple(full).at("of.name")).isEqualTo("Ana");
    assertThat(Mapping.value(Mapping.tuple(full).fields(), Maybe.class)).isEqualTo(full);
    Maybe empty = new Maybe(Optional.empty(), Optional.empty());
    assertThat(Mapping.tuple(empty).at("name")).isNull();
    assertThat(Mapping.value(Mapping.tuple(empty).fields(), Maybe.class)).isEqualTo(empty);
    assertThat(Mapping.value(java.util.Map.of(), Maybe.class)).isEqualTo(empty);
  }
}
