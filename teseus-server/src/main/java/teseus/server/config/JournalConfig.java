package teseus.server.config;

import java.time.Duration;

/**
 * The log on disk: the {@code journal} object of {@code cluster.json}.
 *
 * @param keep how long files are kept for replay that recovery no longer needs, 0 to 3,650 days;
 *     key {@code keep}, default 24 h
 * @param keepBytes how much of them is kept at most, 0 to 1,024 TiB; key {@code keep-bytes},
 *     default 10 GiB
 * @param fileBytes size of one file, 4 KiB to 1 GiB; key {@code file-bytes}, default 16 MiB
 */
public record JournalConfig(Duration keep, long keepBytes, int fileBytes) {
  public JournalConfig {
    Ranges.KEEP.require(keep);
    Ranges.KEEP_BYTES.require(keepBytes);
    Ranges.FILE_BYTES.require(fileBytes);
  }
}
