package teseus.space;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "0.1",
        "3.14",
        "-2.50",
        "123456789012345",
        "1E+22",
        "0.30000000000000004",
        "4.611686018427388E18",
        "2.2250738585072014E-308",
        "5E-324"
      })
  void keepsAsADoubleWhatIsTheShortestForOne(String text) {
    BigDecimal decimal = new BigDecimal(text);
    assertThat(Tuple.value(decimal)).isEqualTo(decimal.doubleValue());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9007199254740993", // between two doubles
        "0.1000000000000000055511151231257827", // more digits than the double needs
        "4.6116860184273879E18", // as Java 17 prints 2^62, which is not its shortest
        "4.9E-324", // the least double is nearer to 5E-324
        "1E400",
        "1E-400"
      })
  void keepsAsADecimalWhatNoDoubleSays(String text) {
    BigDecimal decimal = new BigDecimal(text);
    assertThat(Tuple.value(decimal)).isEqualTo(decimal);
  }

  @Test
  void comparesNumbersByExactlyWhatTheyAre() {
    assertThat(ValueOrder.equal(1L << 62, 0x1p62)).isTrue();
    assertThat(ValueOrder.equal((1L << 62) - 4, 0x1p62)).isFalse();
    assertThat(ValueOrder.equal(5L, new BigDecimal("5.00"))).isTrue();
    assertThat(ValueOrder.equal(0.1, new BigDecimal("0.1"))).as("0.1 is no double").isFalse();
    Tuple tuple = Tuple.of("Price", Map.of("amount", new BigDecimal("0.10")));
    assertThat(Template.ofType("Price").where("amount", 0.1).matches(tuple)).isTrue();
  }
}
