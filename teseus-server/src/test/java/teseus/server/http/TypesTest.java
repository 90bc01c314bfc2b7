package teseus.server.http;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static teseus.pantheon.Match.match;
import static teseus.pantheon.PlainTuple.any;
import static teseus.pantheon.PlainTuple.tuple;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import teseus.pantheon.MappingException;
import teseus.pantheon.Match;
import teseus.pantheon.Pantheon;
import teseus.pantheon.TupleType;
import teseus.space.Limits;
import teseus.space.Template;
import teseus.space.Tuple;

/** Classes of objects, older and newer ones, their subclasses, and tuples without any. */
@Timeout(60)
class TypesTest {
  private static final Duration NOW = Duration.ZERO;

  sealed interface Shape {}

  record Circle(double r) implements Shape {}

  record Square(double side) implements Shape {}

  interface Animal {}

  record Dog(String name) implements Animal {}

  @TupleType("Account")
  record OldAccount(String owner, long cents) {}

  @TupleType("Account")
  record NewAccount(
      String owner,
      long cents,
      @Nullable String bank,
      int rating,
      boolean open,
      Optional<String> note) {}

  private final Vertx vertx = Vertx.vertx();
  private final FakeGateway gateway = new FakeGateway(vertx);
  private Server server;
  private Pantheon pantheon;

  @BeforeEach
  void start() throws Exception {
    server = new Server(vertx, gateway, new FakeAdmin());
    pantheon = Pantheon.connect(server.url());
  }

  @AfterEach
  void stop() throws Exception {
    pantheon.close();
    server.close();
    vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
  }

  @Test
  void aTakeOfASealedTypeGivesTheClassThatWasWritten() {
    pantheon.write(new Circle(2));
    pantheon.write(new Square(3));
    assertThat(pantheon.take(Shape.class, NOW)).contains(new Circle(2));
    assertThat(pantheon.take(Shape.class, NOW)).contains(new Square(3));
  }

  @Test
  void anOpenTypeGivesTheClassesThatTheCallerNames() {
    pantheon.write(new Dog("Argos"));
    Match<Animal> animals = match(Animal.class).as(Dog.class);
    assertThat(pantheon.take(animals.eq("name", "Argos"), NOW)).contains(new Dog("Argos"));
  }

  @Test
  void aTakeOfAClassThatNobodyNamedKeepsTheToken() {
    pantheon.write(new Dog("Argos"));
    assertThatThrownBy(() -> pantheon.take(Animal.class, NOW))
        .isInstanceOfSatisfying(
            MappingException.class,
            e -> {
              assertThat(e.token().tuple().type()).isEqualTo("Dog");
              assertThat(e.token().tuple().supertypes()).containsExactly("Animal");
              pantheon.write(e.token().tuple());
            });
    assertThat(pantheon.take(Dog.class, NOW)).as("as it was").contains(new Dog("Argos"));
  }

  @Test
  void aClassOfMoreFieldsReadsOlderTuplesAndTheReverse() {
    pantheon.write(new OldAccount("Ana", 5));
    assertThat(pantheon.take(NewAccount.class, NOW))
        .contains(new NewAccount("Ana", 5, null, 0, false, Optional.empty()));
    pantheon.write(new NewAccount("Rui", 7, "B", 3, true, Optional.of("n")));
    assertThat(pantheon.take(match(OldAccount.class).gt(OldAccount::cents, 6), NOW))
        .contains(new OldAccount("Rui", 7));
  }

  @Test
  void aTypeThatNobodyHasAClassForTravelsUnharmed() {
    Tuple strange =
        Tuple.of(
            "x.y/Z é", List.of("A", "B"), Map.of("f", List.of(Map.of("g", 1.5))), Limits.DEFAULT);
    pantheon.write(strange);
    assertThat(pantheon.take(Template.ofType("B"), NOW).orElseThrow().tuple()).isEqualTo(strange);
  }

  @Test
  void aPlainTupleIsTakenByItsPlaces() {
    pantheon.write(tuple("task", 7, "compile"));
    assertThat(pantheon.take(tuple("task", 7), NOW)).isEmpty();
    assertThat(pantheon.read(tuple("task", any(Integer.class), any()), NOW))
        .contains(tuple("task", 7, "compile"));
    assertThat(pantheon.take(tuple("task", 7, any(String.class)), NOW))
        .contains(tuple("task", 7, "compile"));
    assertThat(gateway.tokens()).isEmpty();
  }
}
