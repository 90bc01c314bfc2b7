package teseus.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.TimeValue;
import teseus.benchmarks.Comparison.Column;
import teseus.benchmarks.Comparison.Goal;
import teseus.benchmarks.Comparison.Row;

class SuiteTest {
  private static final Effort A_MOMENT =
      new Effort("moment", 1, 0, 1, TimeValue.milliseconds(20), 1_000);

  /** Those that start hosts in processes of their own, which takes seconds. */
  private static final Set<String> OF_TWO_HOSTS = Set.of("across", "relay", "copies");

  @BeforeAll
  static void letOthersMeasureToo() {
    System.setProperty("jmh.ignoreLock", "true");
  }

  static Stream<Arguments> contenders() {
    return contenders(Suite.all().stream().filter(one -> !OF_TWO_HOSTS.contains(one.name())));
  }

  static Stream<Arguments> contendersOfTwoHosts() {
    return contenders(Suite.all().stream().filter(one -> OF_TWO_HOSTS.contains(one.name())));
  }

  private static Stream<Arguments> contenders(Stream<Comparison> comparisons) {
    return comparisons.flatMap(
        comparison -> comparison.rows().stream().map(row -> Arguments.of(comparison, row)));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("contenders")
  void everyContenderStarts(Comparison comparison, Row row) throws RunnerException {
    assumeTrue(row.possible(), () -> "needs " + row.needs());
    Column lightest = comparison.columns().get(0);
    Map<String, String> few = new LinkedHashMap<>(lightest.parameters());
    few.computeIfPresent("resident", (name, many) -> "1000");
    Column quick = new Column(lightest.name(), few, lightest.threads());
    assertThat(new Measurement(A_MOMENT, 0).one(comparison, row, quick)).isPositive();
  }

  @Tag("once")
  @ParameterizedTest(name = "{1}")
  @MethodSource("contendersOfTwoHosts")
  void everyContenderOfTwoHostsStarts(Comparison comparison, Row row) throws RunnerException {
    everyContenderStarts(comparison, row);
  }

  @ParameterizedTest
  @EnumSource(Footprint.class)
  void everyFootprintIsThatOfSomething(Footprint footprint) {
    assertThat(footprint.bytesEach(10_000)).isBetween(83.0, 20_000.0);
  }

  @Test
  void everyGoalNamesWhatIsMeasured() {
    for (Comparison comparison : Suite.all()) {
      for (Goal goal : comparison.goals()) {
        assertThat(comparison.rows().stream().map(Row::method)).contains(goal.row(), goal.than());
        assertThat(goal.columns()).isNotEmpty().isSubsetOf(comparison.columnNames());
      }
    }
  }
}
