package teseus.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class MemoryLogTest {
  @Test
  void saysThatWhatWasAppendedIsSafeAtOnce() {
    MemoryLog log = new MemoryLog(new Random(1));
    assertThat(log.safe()).isZero();
    assertThat(log.append(Store.entry(Store.HERA, 0, "a"))).isEqualTo(1);
    assertThat(log.safe()).isEqualTo(1);
    assertThat(log.append(Store.entry(Store.HERA, 1, "b"))).isEqualTo(2);
    assertThat(log.safe()).isEqualTo(2);
  }

  @Test
  void isANewStoreAtEveryStart() {
    Random random = new Random(1);
    MemoryLog one = new MemoryLog(random);
    MemoryLog two = new MemoryLog(random);
    assertThat(one.storeId()).isNotEqualTo(two.storeId());
  }
}
