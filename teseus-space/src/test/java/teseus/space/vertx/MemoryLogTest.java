package teseus.space.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import teseus.space.HostId;
import teseus.space.SegmentId;
import teseus.space.spi.LogEntry;

class MemoryLogTest {
  private static final SegmentId SEGMENT = new SegmentId(new HostId("hera"), 0);

  @Test
  void saysThatWhatWasAppendedIsSafeAtOnce() {
    MemoryLog log = new MemoryLog(new Random(1));
    assertThat(log.safe()).isZero();
    assertThat(log.append(entry(0))).isEqualTo(1);
    assertThat(log.safe()).isEqualTo(1);
    assertThat(log.append(entry(1))).isEqualTo(2);
    assertThat(log.safe()).isEqualTo(2);
  }

  @Test
  void isANewStoreAtEveryStart() {
    Random random = new Random(1);
    MemoryLog one = new MemoryLog(random);
    MemoryLog two = new MemoryLog(random);
    assertThat(one.storeId()).isNotEqualTo(two.storeId());
  }

  private static LogEntry entry(long lsn) {
    return new LogEntry(SEGMENT, 1, lsn, new byte[1]);
  }
}
