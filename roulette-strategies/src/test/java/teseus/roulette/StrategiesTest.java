package teseus.roulette;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrategiesTest {
  @Test
  void listsThoseOfThisModuleByName() {
    assertThat(Strategies.all())
        .extracting(Strategy::name)
        .containsSubsequence("memory-roulette", "uniform", "weighted-roulette");
  }

  @Test
  void findsEachByItsName() {
    for (Strategy strategy : Strategies.all()) {
      assertThat(Strategies.find(strategy.name()).getClass()).isEqualTo(strategy.getClass());
      assertThat(strategy.summary()).endsWith(".");
    }
  }

  @Test
  void namesTheNearestAndAllKnownWhenThereIsNone() {
    assertThatThrownBy(() -> Strategies.find("memory_roulete"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unknown strategy: memory_roulete; did you mean memory-roulette?")
        .hasMessageContaining("known: memory-roulette, uniform, weighted-roulette");
  }

  @Test
  void guessesNothingForAFarName() {
    assertThatThrownBy(() -> Strategies.find("round-robin"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("did you mean");
  }

  @Test
  void fillsInTheDefaultsOfWeightsNotGiven() {
    assertThat(Strategies.checked("weighted-roulette", Map.of("cpu", 4.0)))
        .isEqualTo(Map.of("memory", 2.0, "cpu", 4.0, "availability", 1.0));
    assertThat(Strategies.checked("uniform", Map.of())).isEmpty();
  }

  @Test
  void refusesAWeightThatTheStrategyDoesNotKnow() {
    assertThatThrownBy(() -> Strategies.checked("weighted-roulette", Map.of("memmory", 1.0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "unknown weight of weighted-roulette: memmory; did you mean memory?"
                + " (known: availability, cpu, memory)");
    assertThatThrownBy(() -> Strategies.checked("uniform", Map.of("memory", 1.0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("it has none");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1_000.1, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesAWeightThatIsNoShareOfAnything(double weight) {
    assertThatThrownBy(() -> Strategies.checked("weighted-roulette", Map.of("cpu", weight)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("weight cpu of weighted-roulette must be 0..1000, was " + weight);
  }

  @Test
  void theNearestOfEquallyNearNamesIsTheFirstByTheAlphabet() {
    assertThat(Nearest.to("bast", List.of("cast", "best"))).contains("best");
    assertThat(Nearest.to("x".repeat(100_000), List.of("x"))).isEmpty();
  }
}
