package teseus.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTest {
  private static final Position SOME =
      new Position(
          12,
          Map.of(
              new SegmentId(new HostId("hera"), 1),
              new Position.Mark(-1, 44),
              new SegmentId(new HostId("zeus-2"), 0),
              new Position.Mark(5, 0)));

  @Test
  void isReadAsItWasWritten() {
    assertThat(SOME).hasToString("12~hera.1.ffffffffffffffff.44~zeus-2.0.5.0");
    assertThat(Position.parse(SOME.toString())).isEqualTo(SOME);
    assertThat(Position.parse("0")).isEqualTo(new Position(0, Map.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "-1",
        "1~",
        "1~hera.0.5",
        "1~hera.0.5.6.7",
        "1~hera.0.g.1",
        "1~hera.-2.1.1",
        "1~Hera.0.1.1",
        "1~hera.0.1.-1",
        "1~hera.0.1.1~hera.0.1.1",
        "1~hera.0.1.99999999999999999999"
      })
  void whatIsNoPositionIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Position.parse(text))
        .withMessageContaining("no position");
  }

  @Test
  void aTextThatIsTooLongIsNotLookedAt() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Position.parse("1~".repeat(Position.MAX_TEXT)));
  }
}
