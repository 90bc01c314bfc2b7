package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LsnQueueTest {
  private final LsnQueue<String> queue = new LsnQueue<>();

  @Test
  void answersAsATreeWouldWhateverComesAndGoes() {
    SplittableRandom random = new SplittableRandom(7);
    TreeMap<Long, String> tree = new TreeMap<>();
    long lsn = 0;
    for (int step = 0; step < 20_000; step++) {
      boolean growing = step % 2_000 < 1_200;
      if (tree.isEmpty() || random.nextInt(10) < (growing ? 7 : 3)) {
        lsn += 1 + random.nextInt(3);
        queue.add(lsn, "value " + lsn, 3);
        tree.put(lsn, "value " + lsn);
      } else {
        assertThat(queue.lsn(0)).isEqualTo(tree.firstKey());
        assertThat(queue.remove()).isEqualTo(tree.pollFirstEntry().getValue());
      }
      long some = Math.max(0, lsn - random.nextInt(300));
      int place = queue.find(some);
      assertThat(place >= 0).isEqualTo(tree.containsKey(some));
      if (place >= 0) {
        assertThat(queue.value(place)).isEqualTo(tree.get(some));
        queue.set(place, "other " + step, 3);
        tree.put(some, "other " + step);
      }
      assertThat(queue.size()).isEqualTo(tree.size());
      assertThat(queue.weight()).isEqualTo(3L * tree.size());
      assertThat(queue.size() - queue.from(some)).isEqualTo(tree.tailMap(some).size());
      if (step % 100 == 0) {
        assertThat(queue.valuesFrom(some)).containsExactlyElementsOf(tree.tailMap(some).values());
      }
    }
  }

  @Test
  void beginsAnewWhenItIsCleared() {
    queue.add(5, "five", 1);
    queue.clear();
    assertThat(queue.size()).isZero();
    assertThat(queue.weight()).isZero();
    assertThat(queue.find(5)).isNegative();
    queue.add(2, "two", 1);
    assertThat(queue.valuesFrom(0)).containsExactly("two");
  }

  @Test
  void knowsWhatAllWeigh() {
    queue.add(5, "five", 50);
    queue.add(6, "six", 60);
    queue.set(queue.find(5), "less", 5);
    assertThat(queue.weight()).isEqualTo(65);
    assertThat(queue.remove()).isEqualTo("less");
    assertThat(queue.weight()).isEqualTo(60);
  }

  @Test
  void refusesWhatDoesNotComeInOrderAndPlacesThatAreNotThere() {
    queue.add(5, "five", 1);
    assertThatThrownBy(() -> queue.add(5, "again", 1)).hasMessageContaining("5 comes after 5");
    assertThatThrownBy(() -> queue.value(1)).isInstanceOf(NoSuchElementException.class);
    assertThatThrownBy(() -> queue.lsn(-1)).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void noticesThatItChangedWhileSomebodyGoesThroughIt() {
    queue.add(5, "five", 1);
    queue.add(6, "six", 1);
    Iterator<String> values = queue.valuesFrom(0).iterator();
    assertThat(values.next()).isEqualTo("five");
    queue.add(7, "seven", 1);
    assertThatThrownBy(values::next).isInstanceOf(ConcurrentModificationException.class);
  }
}
