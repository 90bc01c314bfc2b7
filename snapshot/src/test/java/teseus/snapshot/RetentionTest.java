package teseus.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import teseus.space.HostId;
import teseus.space.SegmentId;
import teseus.space.spi.LogEntry;

/** When images are due, of two segments that write by turns, one file after the other. */
class RetentionTest {
  private static final SegmentId HERA = new SegmentId(new HostId("hera"), 0);
  private static final SegmentId ZEUS = new SegmentId(new HostId("zeus"), 0);
  private static final int FILE_BYTES = 4 << 10;
  private static final int FILES = 4;

  private final Retention retention =
      new Retention(new JournalSettings(FILE_BYTES, 1 << 10, Duration.ZERO, 0, FILES, false));
  private long files;

  @BeforeEach
  void begin() {
    write(FILES);
  }

  /** Fills so many files, with one entry of each segment. */
  private void write(int count) {
    for (int i = 0; i < count; i++) {
      retention.begun(files, 0, FILE_BYTES);
      retention.holds(files, List.of(entry(HERA), entry(ZEUS)));
      files++;
    }
  }

  private LogEntry entry(SegmentId segment) {
    return new LogEntry(segment, 1, files, new byte[1]);
  }

  private void imaged(SegmentId segment, long files, int bytes) {
    retention.imaging(segment);
    retention.imaged(segment, files, bytes);
  }

  @Test
  void anImageIsDueOfASegmentThatPinsMoreFilesThanAreSet() {
    assertThat(retention.wantImages()).isEmpty();
    write(1);
    assertThat(retention.wantImages()).containsExactly(HERA, ZEUS);
    imaged(ZEUS, files, 1);
    assertThat(retention.wantImages()).containsExactly(HERA);
  }

  @Test
  void anImageIsNotDueBeforeTheJournalHasGrownByAsMuchAsTheImagesTake() {
    imaged(HERA, files, 10 * FILE_BYTES);
    imaged(ZEUS, files, 6 * FILE_BYTES);
    write(16);
    assertThat(retention.wantImages()).isEmpty();
    write(1);
    assertThat(retention.wantImages()).containsExactly(HERA, ZEUS);
    imaged(HERA, files, FILE_BYTES);
    assertThat(retention.wantImages()).as("the store has shrunk").containsExactly(ZEUS);
    imaged(ZEUS, files, FILE_BYTES);
    write(FILES + 1);
    assertThat(retention.wantImages()).containsExactly(HERA, ZEUS);
  }

  @Test
  void noneIsDueWhileOneIsUnderWay() {
    write(1);
    retention.imaging(HERA);
    assertThat(retention.wantImages()).containsExactly(ZEUS);
    write(FILES + 1);
    assertThat(retention.wantImages()).containsExactly(ZEUS);
    retention.imaged(HERA, FILES + 1, 1);
    assertThat(retention.wantImages()).containsExactly(HERA, ZEUS);
  }

  @Test
  void anImageThatIsOlderThanTheOneKeptCountsForNothing() {
    imaged(HERA, files, 1);
    imaged(ZEUS, files, 1);
    imaged(HERA, 1, 100 * FILE_BYTES);
    assertThat(retention.firstPinned()).isEqualTo(files - 1);
    write(FILES + 1);
    assertThat(retention.wantImages()).containsExactly(HERA, ZEUS);
  }
}
