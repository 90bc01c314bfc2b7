package teseus.server;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which module may know which, and what none of them does. */
class ModulesTest {
  /** Every module's packages, with those it may use beside its own. */
  private static final Map<String, Set<String>> MODULES =
      Map.of(
          "teseus.roulette", Set.of(),
          "teseus.space", Set.of("teseus.roulette"),
          "teseus.olimpo", Set.of("teseus.roulette", "teseus.space"),
          "teseus.snapshot", Set.of("teseus.space"),
          "teseus.pantheon", Set.of("teseus.space"));

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("teseus");

  private static final ArchRule NO_SERIALIZATION =
      noClasses()
          .that()
          .resideInAPackage("teseus..")
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(ObjectInputStream.class, ObjectOutputStream.class)
          .because("bytes of a stranger must not name classes to load");

  static Set<String> modules() {
    return MODULES.keySet();
  }

  static Stream<String> modulesThatUseOthers() {
    return MODULES.keySet().stream().filter(module -> !MODULES.get(module).isEmpty());
  }

  private static ArchRule usesOnly(String module, Set<String> others) {
    String[] allowed = others.stream().map(other -> other + "..").toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage(module + "..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("teseus..")
                .and(not(resideInAPackage(module + "..")))
                .and(not(resideInAnyPackage(allowed))));
  }

  @Test
  void packagesDependOnEachOtherOneWayOnly() {
    slices().matching("teseus.(**)").should().beFreeOfCycles().check(OURS);
  }

  @ParameterizedTest
  @MethodSource("modules")
  void aModuleUsesOnlyWhatItMay(String module) {
    usesOnly(module, MODULES.get(module)).check(OURS);
  }

  @ParameterizedTest
  @MethodSource("modulesThatUseOthers")
  void aModuleThatUsesWhatItMayNotWouldBeFound(String module) {
    assertThat(usesOnly(module, Set.of()).evaluate(OURS).hasViolation()).isTrue();
  }

  @Test
  void nothingIsReadOrWrittenByJavaSerialization() {
    NO_SERIALIZATION.check(OURS);
  }

  @Test
  void serializationWouldBeFound() {
    JavaClasses sample = new ClassFileImporter().importClasses(Serializing.class);
    assertThat(NO_SERIALIZATION.evaluate(sample).hasViolation()).isTrue();
  }

  /** Breaks {@link #NO_SERIALIZATION}. */
  private interface Serializing {
    Object read(ObjectInputStream in);
  }
}
