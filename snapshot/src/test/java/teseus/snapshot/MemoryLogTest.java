package teseus.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import teseus.space.spi.Log;

class MemoryLogTest {
  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private final List<Long> forced = new ArrayList<>();
  private final Log.Listener listener =
      new Log.Listener() {
        @Override
        public void forced(long position) {
          forced.add(position);
        }

        @Override
        public void failed(Exception cause) {
          throw new AssertionError(cause);
        }
      };

  @Test
  void reportsOnceAfterAFlushAndNotOnTheOwnersThread() {
    MemoryLog log = new MemoryLog(new Random(1), tasks::add, listener);
    assertThat(log.append(Store.entry(Store.HERA, 0, "a"))).isEqualTo(1);
    assertThat(log.append(Store.entry(Store.HERA, 1, "b"))).isEqualTo(2);
    assertThat(tasks).isEmpty();
    log.flush();
    log.flush();
    assertThat(forced).isEmpty();
    assertThat(tasks).hasSize(1);
    tasks.remove().run();
    assertThat(forced).containsExactly(2L);
  }

  @Test
  void isANewStoreAtEveryStart() {
    Random random = new Random(1);
    MemoryLog one = new MemoryLog(random, tasks::add, listener);
    MemoryLog two = new MemoryLog(random, tasks::add, listener);
    assertThat(one.storeId()).isNotEqualTo(two.storeId());
  }
}
