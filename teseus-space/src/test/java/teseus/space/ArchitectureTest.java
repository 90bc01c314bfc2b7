package teseus.space;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import teseus.space.architecture.left.Left;
import teseus.space.architecture.right.Right;

/** Which way arrows point, and what the rules of the protocol may not touch. */
@Tag("once")
class ArchitectureTest {
  private static final String RAFT = "teseus.space.meta..";

  private static final String[] CORE = {
    "teseus.roulette..", "teseus.space.store..", "teseus.space.wire..", RAFT, "teseus.space.host.."
  };

  /** What gives the time or chance without being handed it, as {@code class.method/arguments}. */
  private static final Set<String> CLOCKS_AND_DICE =
      Set.of(
          "java.lang.System.currentTimeMillis/0",
          "java.lang.System.nanoTime/0",
          "java.lang.Math.random/0",
          "java.lang.StrictMath.random/0",
          "java.time.Instant.now/0",
          "java.time.Instant.now/1",
          "java.time.Clock.systemUTC/0",
          "java.time.Clock.systemDefaultZone/0",
          "java.time.Clock.system/1",
          "java.time.InstantSource.system/0",
          "java.time.LocalDate.now/0",
          "java.time.LocalTime.now/0",
          "java.time.LocalDateTime.now/0",
          "java.time.OffsetDateTime.now/0",
          "java.time.ZonedDateTime.now/0",
          "java.util.Date.<init>/0",
          "java.util.Calendar.getInstance/0",
          "java.util.Collections.shuffle/1",
          "java.util.UUID.randomUUID/0",
          "java.util.Random.<init>/0",
          "java.util.SplittableRandom.<init>/0",
          "java.util.random.RandomGenerator.of/1",
          "java.util.random.RandomGenerator.getDefault/0",
          "java.security.SecureRandom.<init>/0");

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("teseus");

  private static final ArchRule NO_CYCLES =
      slices().matching("teseus.(**)").should().beFreeOfCycles();

  private static final ArchRule API_STANDS_ALONE =
      noClasses()
          .that()
          .resideInAPackage("teseus.space")
          .should()
          .dependOnClassesThat(resideInAPackage("teseus..").and(not(inThe("teseus.space"))));

  private static final DescribedPredicate<JavaClass> THE_MACHINE =
      resideInAnyPackage(
              "io.vertx..",
              "com.hazelcast..",
              "java.io..",
              "java.net..",
              "java.nio.file..",
              "java.nio.channels..",
              "java.util.concurrent..")
          .or(named(Thread.class, java.util.Timer.class, Process.class, Runtime.class));

  private static final ArchRule CORE_TOUCHES_NO_MACHINE =
      noClasses()
          .that(resideInAnyPackage(CORE).and(not(resideInAPackage(RAFT))))
          .should()
          .dependOnClassesThat(THE_MACHINE)
          .because("a simulator runs this code in one thread, in virtual time");

  /**
   * The Raft library answers by the one and measures by the other; it starts no thread for them.
   */
  private static final ArchRule RAFT_TOUCHES_NO_MACHINE =
      noClasses()
          .that()
          .resideInAPackage(RAFT)
          .should()
          .dependOnClassesThat(THE_MACHINE.and(not(named(CompletableFuture.class, TimeUnit.class))))
          .because("a simulator runs this code in one thread, in virtual time");

  private static final ArchRule RAFT_IS_KNOWN_IN_ONE_PLACE =
      noClasses()
          .that(resideInAPackage("teseus..").and(not(resideInAPackage(RAFT))))
          .should()
          .dependOnClassesThat(resideInAPackage("io.microraft.."))
          .because("a newer version, or another library, is to change one package");

  private static final ArchRule CORE_IS_HANDED_TIME_AND_CHANCE =
      noClasses()
          .that()
          .resideInAnyPackage(CORE)
          .should()
          .accessTargetWhere(
              new DescribedPredicate<JavaAccess<?>>("a clock or dice of its own") {
                @Override
                public boolean test(JavaAccess<?> access) {
                  return CLOCKS_AND_DICE.contains(signature(access));
                }
              })
          .because("a failure is to come again from its seed");

  private static String signature(JavaAccess<?> access) {
    int arguments =
        access.getTarget() instanceof CodeUnitAccessTarget called
            ? called.getRawParameterTypes().size()
            : -1;
    return access.getTargetOwner().getName() + "." + access.getName() + "/" + arguments;
  }

  private static DescribedPredicate<JavaClass> inThe(String name) {
    return DescribedPredicate.describe(
        "in " + name, javaClass -> javaClass.getPackageName().equals(name));
  }

  private static DescribedPredicate<JavaClass> named(Class<?>... classes) {
    List<String> names = Arrays.stream(classes).map(Class::getName).toList();
    return DescribedPredicate.describe(
        "one of " + names, javaClass -> names.contains(javaClass.getName()));
  }

  @Test
  void packagesDependOnEachOtherOneWayOnly() {
    NO_CYCLES.check(OURS);
  }

  @Test
  void theApiUsesNothingElseOfOurs() {
    API_STANDS_ALONE.check(OURS);
  }

  @Test
  void strategiesStoreWireAndHostUseNoSocketFileOrThread() {
    CORE_TOUCHES_NO_MACHINE.check(OURS);
    RAFT_TOUCHES_NO_MACHINE.check(OURS);
  }

  @Test
  void theRaftLibraryIsKnownInOnePlace() {
    RAFT_IS_KNOWN_IN_ONE_PLACE.check(OURS);
  }

  @Test
  void strategiesStoreWireAndHostHaveNoClockAndNoDiceOfTheirOwn() {
    CORE_IS_HANDED_TIME_AND_CHANCE.check(OURS);
  }

  @Test
  void everyRuleLooksAtSomething() {
    for (String core : CORE) {
      String name = core.substring(0, core.length() - "..".length());
      assertThat(OURS.stream().filter(found -> found.getPackageName().equals(name)))
          .as("classes of %s", name)
          .hasSizeGreaterThan(10);
    }
    assertThat(OURS.stream().filter(found -> found.getPackageName().equals("teseus.space")))
        .hasSizeGreaterThan(10);
  }

  @Test
  void aCycleWouldBeFound() {
    assertBroken(NO_CYCLES, Left.class, Right.class);
  }

  @Test
  void anApiThatLeansOnTheRestWouldBeFound() {
    assertBroken(API_STANDS_ALONE, LeaningApi.class);
  }

  @ParameterizedTest
  @MethodSource("teseus.space.host.Impure#touchingTheMachine")
  void aCoreThatTouchesTheMachineWouldBeFound(Class<?> impure) {
    assertBroken(CORE_TOUCHES_NO_MACHINE, impure);
  }

  @ParameterizedTest
  @MethodSource("teseus.space.host.Impure#withClockOrDice")
  void aCoreWithAClockOrDiceWouldBeFound(Class<?> impure) {
    assertBroken(CORE_IS_HANDED_TIME_AND_CHANCE, impure);
  }

  @ParameterizedTest
  @MethodSource("teseus.space.meta.ImpureVoters#touchingTheMachine")
  void votersThatTouchTheMachineWouldBeFound(Class<?> impure) {
    assertBroken(RAFT_TOUCHES_NO_MACHINE, impure);
  }

  @Test
  void whoeverElseKnowsTheRaftLibraryWouldBeFound() {
    assertBroken(RAFT_IS_KNOWN_IN_ONE_PLACE, Knowing.class);
  }

  private static void assertBroken(ArchRule rule, Class<?>... classes) {
    assertThat(rule.evaluate(new ClassFileImporter().importClasses(classes)).hasViolation())
        .as("%s is broken by %s", rule.getDescription(), List.of(classes))
        .isTrue();
  }

  /** Breaks {@link #RAFT_IS_KNOWN_IN_ONE_PLACE}. */
  private interface Knowing {
    io.microraft.RaftNode node();
  }

  /** Breaks {@link #API_STANDS_ALONE}. */
  private interface LeaningApi {
    teseus.space.wire.Frame frame();
  }
}
