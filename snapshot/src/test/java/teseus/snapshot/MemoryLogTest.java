package teseus.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import teseus.space.spi.Log;

class MemoryLogTest {
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
  void reportsWhatWasAppendedOnceWhenItIsFlushedAndNotBefore() {
    MemoryLog log = new MemoryLog(new Random(1), listener);
    assertThat(log.append(Store.entry(Store.HERA, 0, "a"))).isEqualTo(1);
    assertThat(log.append(Store.entry(Store.HERA, 1, "b"))).isEqualTo(2);
    assertThat(forced).isEmpty();
    log.flush();
    log.flush();
    assertThat(forced).containsExactly(2L);
  }

  @Test
  void isANewStoreAtEveryStart() {
    Random random = new Random(1);
    MemoryLog one = new MemoryLog(random, listener);
    MemoryLog two = new MemoryLog(random, listener);
    assertThat(one.storeId()).isNotEqualTo(two.storeId());
  }
}
