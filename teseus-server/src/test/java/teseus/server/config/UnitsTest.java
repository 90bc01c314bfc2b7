package teseus.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {
  @ParameterizedTest
  @CsvSource({
    "0 bytes, 0",
    "1500 bytes, 1500",
    "1 KiB, 1024",
    "64 MiB, 67108864",
    "10 GiB, 10737418240",
    "3 TiB, 3298534883328",
    "2048 TiB, 2251799813685248",
  })
  void aSizeReadsAndWritesTheSame(String text, long bytes) {
    assertThat(ByteSize.parse(text)).isEqualTo(bytes);
    assertThat(ByteSize.text(bytes)).isEqualTo(text);
  }

  @Test
  void theSpaceBeforeAUnitMayBeLeftOut() {
    assertThat(ByteSize.parse("64MiB")).isEqualTo(64 << 20);
    assertThat(Durations.parse("250ms")).isEqualTo(Duration.ofMillis(250));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "64", "MiB", "64 MB", "64 mib", "-1 MiB", "1.5 GiB", "64  MiB", "64 MiB ", "١ MiB"
      })
  void whatIsNoSizeIsRefused(String text) {
    assertThatThrownBy(() -> ByteSize.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("a size reads like 64 MiB")
        .hasMessageEndingWith("was " + text);
  }

  @Test
  void aSizeBeyondALongIsRefused() {
    assertThatThrownBy(() -> ByteSize.parse("8388608 TiB"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("below 8192 PiB");
    assertThat(ByteSize.parse("8388607 TiB")).isPositive();
  }

  @ParameterizedTest
  @CsvSource({
    "0 ms, PT0S",
    "250 ms, PT0.25S",
    "5 s, PT5S",
    "90 s, PT1M30S",
    "10 min, PT10M",
    "25 h, PT25H",
    "7 d, PT168H",
  })
  void aDurationReadsAndWritesTheSame(String text, Duration duration) {
    assertThat(Durations.parse(text)).isEqualTo(duration);
    assertThat(Durations.text(duration)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "5", "s", "5 m", "5 sec", "-5 s", "0.5 h", "5 s ", "1 h 5 min", "PT5S"})
  void whatIsNoDurationIsRefused(String text) {
    assertThatThrownBy(() -> Durations.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("a duration reads like 250 ms, 5 s")
        .hasMessageEndingWith("was " + text);
  }

  @Test
  void aDurationBeyondALongIsRefused() {
    assertThatThrownBy(() -> Durations.parse("999999999999 d"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("below 2^63 ms");
  }
}
