package teseus.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TupleBuilderTest {
  private static final int EXPECTED = 3;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 15, 16, 17, 100})
  void buildsWhatIsMadeOfAMap(int count) {
    Map<String, Object> fields = new LinkedHashMap<>();
    TupleBuilder builder = new TupleBuilder("T", List.of("S"), EXPECTED, Limits.DEFAULT);
    for (int i = 0; i < count; i++) {
      fields.put("f" + i, i % 3 == 0 ? null : (long) i);
      builder.add("f" + i, i % 3 == 0 ? null : i);
    }
    Tuple built = builder.build();
    assertThat(built.fields()).isEqualTo(fields).hasSameHashCodeAs(fields);
    assertThat(fields).isEqualTo(built.fields());
    assertThat(built.fields()).hasToString(fields.toString());
    assertThat(new ArrayList<>(built.fields().keySet()))
        .isEqualTo(new ArrayList<>(fields.keySet()));
    Tuple made = Tuple.of("T", List.of("S"), fields, Limits.DEFAULT);
    assertThat(built).isEqualTo(made).hasSameHashCodeAs(made);
    assertThat(built.fields().containsKey("f0")).isEqualTo(count > 0);
    assertThat(built.fields().containsKey("g")).isFalse();
    assertThat(built.fields().get("f1")).isEqualTo(count > 1 ? 1L : null);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 20})
  void keepsFieldsThatNobodyCanChange(int count) {
    Map<String, Object> given = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      given.put("f" + i, new ArrayList<>(List.of(1)));
    }
    Map<String, ?> kept = Tuple.of("T", given).fields();
    given.clear();
    assertThat(kept).hasSize(count);
    assertThatThrownBy(() -> kept.remove("f0")).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(kept::clear).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> kept.entrySet().iterator().next().setValue(null))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void endsWhereTheFieldsEnd() {
    var entries = Tuple.of("T", Map.of("a", 1)).fields().entrySet().iterator();
    assertThat(entries.next()).isEqualTo(Map.entry("a", 1L));
    assertThat(entries.hasNext()).isFalse();
    assertThatThrownBy(entries::next).isInstanceOf(NoSuchElementException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 14, 15, 16, 30})
  void refusesAFieldThatIsThereAlready(int others) {
    TupleBuilder builder = new TupleBuilder("T", List.of(), EXPECTED, Limits.DEFAULT);
    builder.add("twice", 1);
    for (int i = 0; i < others; i++) {
      builder.add("f" + i, i);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.add("twice", 1))
        .withMessageContaining("twice");
  }

  @Test
  void refusesWhatNoTupleHoldsAndSaysWhere() {
    TupleBuilder builder = new TupleBuilder("T", List.of(), EXPECTED, new Limits(1024, 2, 3));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.add("a", Map.of("b", Double.NaN)))
        .withMessageContaining("\"a.b\"");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.add("deep", List.of(List.of())))
        .withMessageContaining("\"deep\"")
        .withMessageContaining("2 levels");
    assertThatIllegalArgumentException().isThrownBy(() -> builder.add("", 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TupleBuilder("", List.of(), EXPECTED, Limits.DEFAULT));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TupleBuilder("T", List.of("T"), EXPECTED, Limits.DEFAULT));
  }

  @Test
  void isBuiltOnce() {
    TupleBuilder builder = new TupleBuilder("T", List.of(), EXPECTED, Limits.DEFAULT);
    Tuple built = builder.build();
    assertThat(built.fields()).isEmpty();
    assertThatIllegalStateException().isThrownBy(() -> builder.add("a", 1));
    assertThatIllegalStateException().isThrownBy(builder::build);
  }
}
