package teseus.snapshot;

import java.time.Duration;

/**
 * How a store keeps its journal: the {@code journal} object of {@code cluster.json}.
 *
 * @param fileBytes size of one file, 4 KiB to 1 GiB; one that holds a single larger batch is
 *     longer; key {@code file-bytes}, default 16 MiB, so that a host starts fast
 * @param maxBatchBytes what is queued is forced in batches of at most this, 1 KiB to 64 MiB; a
 *     larger entry has a batch of its own; key {@code batch-bytes}, default 1 MiB
 * @param keep how long files are kept for replay that recovery no longer needs, 0 to 3,650 days;
 *     key {@code keep-hours}, default 24 h
 * @param keepBytes how much of them is kept at most, 0 and up, and as much of images that a newer
 *     one has replaced; the oldest go first; key {@code keep-bytes}, default 10 GiB
 * @param files a segment that pins more files than this, and more than all images of the store
 *     would fill, is due for an image, 1 to 10,000; key {@code files}, default 8
 * @param acceptLoss whether to go on without what a damaged file held. Never set by default: a
 *     person decides it, for one start. It is recorded in the folder, and in the verdict
 */
public record JournalSettings(
    int fileBytes,
    int maxBatchBytes,
    Duration keep,
    long keepBytes,
    int files,
    boolean acceptLoss) {
  /** What holds where nothing is set. */
  public static final JournalSettings DEFAULT =
      new JournalSettings(16 << 20, 1 << 20, Duration.ofHours(24), 10L << 30, 8, false);

  public JournalSettings {
    within("file-bytes", fileBytes, 4 << 10, 1 << 30);
    within("batch-bytes", maxBatchBytes, 1 << 10, 64 << 20);
    within("keep-hours", keep.toHours(), 0, 3_650 * 24);
    within("keep-bytes", keepBytes, 0, Long.MAX_VALUE);
    within("files", files, 1, 10_000);
    if (keep.isNegative()) {
      throw new IllegalArgumentException("journal.keep-hours must not be below 0, was " + keep);
    }
  }

  private static void within(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "journal." + name + " must be " + least + ".." + most + ", was " + value);
    }
  }
}
