package teseus.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineRangesTest {
  @Test
  void joinsWhatTouches() {
    LineRanges lines = LineRanges.parse("17,19-24,281-");
    lines.add(18);
    lines.add(25, 300);
    assertThat(lines).hasToString("17-");
  }

  @Test
  void holdsWhatABitSetHolds() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int turn = 0; turn < 200; turn++) {
      LineRanges lines = new LineRanges();
      BitSet model = new BitSet();
      for (int i = 0; i < 12; i++) {
        int first = 1 + random.nextInt(60);
        int last = first + random.nextInt(8);
        lines.add(first, last);
        model.set(first, last + 1);
      }
      for (int line = 0; line < 80; line++) {
        assertThat(lines.contains(line))
            .as("line %d, seed %d", line, seed)
            .isEqualTo(model.get(line));
      }
      assertThat(LineRanges.parse(lines.toString()))
          .as("seed %d", seed)
          .hasToString(lines.toString());
      assertThat(lines.toString().split(","))
          .as("seed %d", seed)
          .hasSize((int) model.stream().filter(line -> !model.get(line - 1)).count());
    }
  }

  @Test
  void knowsWhetherALaterLineIsWanted() {
    LineRanges lines = LineRanges.parse("3-5");
    assertThat(lines.goesBeyond(4)).isTrue();
    assertThat(lines.goesBeyond(5)).isFalse();
    assertThat(new LineRanges().goesBeyond(0)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "3-2", "a", "1,,2", "-4", "1-2-3", "99999999999999999999"})
  void refusesWhatIsNoRange(String text) {
    assertThatThrownBy(() -> LineRanges.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
