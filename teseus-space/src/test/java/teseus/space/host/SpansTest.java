package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import teseus.space.wire.Replication.Span;

class SpansTest {
  @Test
  void logsThatWentApartHaveInCommonWhatWasBefore() {
    Spans old = spans(1, 1, 1, 2, 2);
    Spans other = spans(1, 1, 1, 3);
    assertThat(old.common(5, other, 4)).isEqualTo(3);
    assertThat(other.common(4, old, 5)).isEqualTo(3);
    assertThat(old.common(5, old, 5)).isEqualTo(5);
    assertThat(old.common(5, new Spans(), 0)).isZero();
  }

  @Test
  void whatIsNotKnownToBeTheSameIsNotInCommon() {
    Spans whole = spans(1, 1, 1, 2);
    Spans image = new Spans(List.of(new Span(2, 3))); // of what is before it nothing is known
    assertThat(whole.common(4, image, 4)).isEqualTo(4);
    assertThat(spans(1, 1, 1, 3).common(4, image, 4)).isZero();
  }

  @Test
  void whatIsCutOffIsForgotten() {
    Spans spans = spans(1, 1, 2, 2, 3);
    spans.cut(3);
    assertThat(spans.all()).containsExactly(new Span(1, 0), new Span(2, 2));
    spans.append(4, 3);
    assertThat(spans.epoch(2)).isEqualTo(2);
    assertThat(spans.epoch(3)).isEqualTo(4);
  }

  @Test
  void onlyTheLastAreRemembered() {
    Spans spans = new Spans();
    for (int i = 0; i < Spans.MOST + 5; i++) {
      spans.append(i + 1, i);
    }
    assertThat(spans.all()).hasSize(Spans.MOST);
    assertThat(spans.epoch(4)).isZero();
    assertThat(spans.epoch(5)).isEqualTo(6);
  }

  @Test
  void anEarlierNoteReachesFurtherBack() {
    Spans spans = new Spans(List.of(new Span(3, 9)));
    spans.noted(List.of(new Span(1, 0), new Span(3, 6)));
    assertThat(spans.all()).containsExactly(new Span(1, 0), new Span(3, 6));
  }

  /** Against a list of epochs, of logs that a series of primaries left at two stores. */
  @Test
  void agreesWithACountOfEqualRecords() {
    for (long seed = 1; seed <= 500; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Long> first = new ArrayList<>();
      List<Long> second = new ArrayList<>();
      for (long epoch = 1; epoch <= 6; epoch++) {
        lead(random.nextBoolean() ? first : second, first, second, epoch, random);
      }
      int common = 0;
      while (common < Math.min(first.size(), second.size())
          && first.get(common).equals(second.get(common))) {
        common++;
      }
      Spans one = spans(first);
      Spans other = spans(second);
      assertThat(one.common(first.size(), other, second.size()))
          .as("seed %d: %s and %s", seed, first, second)
          .isEqualTo(common);
    }
  }

  /** One store leads an epoch: it appends, and the other follows for a while, or not at all. */
  private static void lead(
      List<Long> leader, List<Long> first, List<Long> second, long epoch, SplittableRandom random) {
    List<Long> other = leader == first ? second : first;
    int appended = 1 + random.nextInt(4);
    for (int i = 0; i < appended; i++) {
      leader.add(epoch);
    }
    int reached = leader.size() - random.nextInt(appended + 1);
    if (random.nextBoolean()) {
      other.clear();
      other.addAll(leader.subList(0, reached));
    }
  }

  private static Spans spans(List<Long> epochs) {
    Spans spans = new Spans();
    for (int lsn = 0; lsn < epochs.size(); lsn++) {
      spans.append(epochs.get(lsn), lsn);
    }
    return spans;
  }

  private static Spans spans(long... epochs) {
    return spans(Arrays.stream(epochs).boxed().toList());
  }
}
