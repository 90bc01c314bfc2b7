package teseus.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FiguresTest {
  private final Figures figures = new Figures();

  @Test
  void theMiddleOfWhatWasMeasuredCounts() {
    figures.add("store", "10^3", 90);
    figures.add("store", "10^3", 1);
    figures.add("store", "10^3", 30);
    assertThat(figures.median("store", "10^3")).hasValue(30);
    figures.add("store", "10^3", 50);
    assertThat(figures.median("store", "10^3")).hasValue(40);
  }

  @Test
  void aRatioNeedsBoth() {
    figures.add("store", "10^3", 30);
    assertThat(figures.ratio("store", "map", "10^3")).isEmpty();
    figures.add("map", "10^3", 60);
    assertThat(figures.ratio("store", "map", "10^3")).hasValue(0.5);
  }
}
