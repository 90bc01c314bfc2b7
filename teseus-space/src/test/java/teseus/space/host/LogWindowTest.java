package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import teseus.space.wire.Replication.Logged;

class LogWindowTest {
  @Test
  void holdsWhatWasAddedUntilItIsTrimmedOrCut() {
    for (long seed = 1; seed <= 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      LogWindow window = new LogWindow();
      TreeMap<Long, Logged> model = new TreeMap<>();
      long next = 0;
      for (int step = 0; step < 300; step++) {
        int what = random.nextInt(10);
        if (what < 7) {
          Logged record = new Logged(step, new byte[random.nextInt(5)]);
          window.add(record);
          model.put(next++, record);
        } else if (what == 7 && next > 0) {
          long to = window.first() + random.nextInt(4);
          window.trim(to);
          model.headMap(to).clear();
        } else if (what == 8 && next > window.first()) {
          next -= random.nextInt((int) Math.min(3, next - window.first()) + 1);
          window.cut(next);
          model.tailMap(next).clear();
        } else if (random.nextInt(20) == 0) {
          next += random.nextInt(50);
          window.begin(next);
          model.clear();
        }
        check(window, model, next, seed);
      }
    }
  }

  private static void check(LogWindow window, TreeMap<Long, Logged> model, long next, long seed) {
    assertThat(window.next()).as("seed %d", seed).isEqualTo(next);
    assertThat(window.next() - window.first()).isEqualTo(model.size());
    model.forEach((lsn, record) -> assertThat(window.get(lsn)).isSameAs(record));
    assertThat(window.bytes())
        .isEqualTo(model.values().stream().mapToLong(record -> record.body().length).sum());
  }

  @Test
  void givesAsManyAsFitAndOneAtLeast() {
    LogWindow window = new LogWindow();
    for (int i = 0; i < 5; i++) {
      window.add(new Logged(1, new byte[10]));
    }
    assertThat(window.from(1, 25)).hasSize(2);
    assertThat(window.from(1, 1)).hasSize(1);
    assertThat(window.from(5, 100)).isEmpty();
    assertThat(window.bytes(1, 3)).isEqualTo(20);
  }

  @Test
  void refusesWhatItDoesNotHold() {
    LogWindow window = new LogWindow();
    window.begin(7);
    assertThatThrownBy(() -> window.get(6)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> window.get(7)).isInstanceOf(IllegalArgumentException.class);
  }
}
