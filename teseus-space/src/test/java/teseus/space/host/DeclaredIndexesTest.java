package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import teseus.space.FieldIndex;
import teseus.space.Template;
import teseus.space.TokenId;

class DeclaredIndexesTest {
  private final List<Led> led = new ArrayList<>();
  private final DeclaredIndexes indexes = new DeclaredIndexes(led);
  private final OnePrimary hera = new OnePrimary();

  @Test
  void areMadeInASegmentThatIsLedHereLater() {
    TreeSet<FieldIndex> declared = new TreeSet<>(List.of(new FieldIndex("job", "key", false)));
    TokenId unused = hera.written(OnePrimary.op(1));
    indexes.declared(declared);
    led.add(new Led(hera.segment, hera.waits, new Refusals()));
    indexes.promoted(hera.segment);
    assertThat(hera.segment.store().explain(Template.ofType("job").where("key", 7)))
        .extracting(lookUp -> lookUp.index())
        .containsExactly(Optional.of("index on key"));
  }
}
