package teseus.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EditsTest {
  private static final Tuple JOB =
      Tuple.of(
          "Job", Map.of("n", 1, "name", "zlib", "of", Map.of("host", "hera"), "l", List.of(1)));

  private static Tuple after(Edits edits) {
    return edits.applyTo(JOB, Limits.DEFAULT);
  }

  @Test
  void setFieldsAndMakeTheObjectsOnTheWay() {
    assertThat(after(Edits.set("n", 5)).at("n")).isEqualTo(5L);
    assertThat(after(Edits.set("of.port", 80)).at("of"))
        .isEqualTo(Map.of("host", "hera", "port", 80L));
    assertThat(after(Edits.set("a.b.c", "x")).at("a.b.c")).isEqualTo("x");
    assertThat(JOB.at("of")).as("the tuple itself").isEqualTo(Map.of("host", "hera"));
  }

  @Test
  void addNumbersExactly() {
    assertThat(after(Edits.increment("n", 2)).at("n")).isEqualTo(3L);
    assertThat(after(Edits.increment("none", -2)).at("none")).isEqualTo(-2L);
    assertThat(after(Edits.increment("n", 0.5)).at("n")).isEqualTo(1.5);
    assertThat(after(Edits.increment("n", Long.MAX_VALUE)).at("n"))
        .as("beyond a long")
        .isEqualTo(BigDecimal.valueOf(Long.MAX_VALUE).add(BigDecimal.ONE));
    Edits there = Edits.increment("n", Long.MAX_VALUE).then(Edits.increment("n", -Long.MAX_VALUE));
    assertThat(after(there).at("n")).as("and back").isEqualTo(1L);
  }

  @Test
  void appendToListsAndPutWhatIsAbsent() {
    assertThat(after(Edits.append("l", "two")).at("l")).isEqualTo(List.of(1L, "two"));
    assertThat(after(Edits.append("new.l", 1)).at("new.l")).isEqualTo(List.of(1L));
    assertThat(after(Edits.putIfAbsent("n", 9)).at("n")).isEqualTo(1L);
    assertThat(after(Edits.putIfAbsent("m", 9)).at("m")).isEqualTo(9L);
  }

  @Test
  void removeWhatIsThereAndMakeNothing() {
    assertThat(after(Edits.remove("of.host")).at("of")).isEqualTo(Map.of());
    assertThat(after(Edits.remove("none.at.all"))).isEqualTo(JOB);
  }

  @Test
  void areDoneInTheirOrder() {
    Edits edits = Edits.set("n", 10).then(Edits.increment("n", 1)).then(Edits.append("l", 2));
    assertThat(after(edits).at("n")).isEqualTo(11L);
    assertThat(after(edits).at("l")).isEqualTo(List.of(1L, 2L));
  }

  @Test
  void areRefusedByAFieldOfAnotherKindWhichIsNamed() {
    for (Edits edits :
        List.of(
            Edits.increment("name", 1),
            Edits.append("n", 1),
            Edits.set("name.of", 1),
            Edits.remove("n.x"))) {
      assertThatThrownBy(() -> after(edits))
          .isInstanceOf(EditRefusedException.class)
          .hasMessageContaining("\"" + edits.list().get(0).path() + "\"")
          .hasMessageContaining("nothing was changed");
    }
  }

  @Test
  void stayWithinLimitsAndReckonNoAbsurdSums() {
    assertThatThrownBy(() -> Edits.set("a.b", 1).applyTo(JOB, new Limits(1 << 10, 1, 256)))
        .isInstanceOf(EditRefusedException.class);
    Tuple wide = Tuple.of("Job", Map.of("n", new BigDecimal("1e-99999")));
    assertThatThrownBy(
            () -> Edits.increment("n", new BigDecimal("1e99999")).applyTo(wide, Limits.DEFAULT))
        .isInstanceOf(EditRefusedException.class)
        .hasMessageContaining("digits");
    assertThatThrownBy(() -> new Edits(List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "a.", ".a", "a..b"})
  void needAPathOfNames(String path) {
    assertThatThrownBy(() -> Edits.set(path, 1)).isInstanceOf(IllegalArgumentException.class);
  }
}
