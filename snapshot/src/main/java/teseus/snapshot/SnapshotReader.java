package teseus.snapshot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import teseus.snapshot.SnapshotFile.Footer;
import teseus.snapshot.SnapshotFile.Frame;
import teseus.space.SegmentId;
import teseus.space.wire.Envelope;

/**
 * Reads the file of a global snapshot. Every call opens the file and closes it again, blocks on the
 * disk, and keeps at most one block in memory (256 KiB, or one larger token). From any thread.
 */
public final class SnapshotReader {
  private final Path file;

  /** Of this file, which is looked at when a method is called. */
  public SnapshotReader(Path file) {
    this.file = file;
  }

  /**
   * What the file says it holds; reads its ends only, however large it is.
   *
   * @throws DamagedSnapshotException if it is cut short or longer than written, of another format
   *     version, or if its header, manifest or footer are damaged; blocks are not looked at
   * @throws IOException if it cannot be read
   */
  public SnapshotManifest manifest() throws IOException {
    try (SnapshotSource source = new SnapshotSource(file)) {
      return manifest(source);
    }
  }

  private static SnapshotManifest manifest(SnapshotSource source) throws IOException {
    SnapshotFile.Header unused = source.header();
    long end = source.size() - SnapshotFile.FOOTER;
    Footer footer = source.footer(end);
    long at = footer.manifest();
    if (at < SnapshotFile.HEADER || at > end - SnapshotFile.FRAME) {
      throw source.damaged("footer", end, "a manifest before it", "one at byte " + at);
    }
    Frame frame = source.frame(at, "manifest");
    byte[] body = source.body(at, frame, "manifest");
    if (frame.number() != SnapshotFile.MANIFEST || at + SnapshotFile.FRAME + body.length != end) {
      throw source.damaged(
          "manifest", at, "the last block, numbered -1", "block " + frame.number());
    }
    return source.manifest(at, body);
  }

  /**
   * Hands every token over, segment by segment, in the order it was written. A token is handed over
   * only if its block is as it was written; that none is missing is known when this returns. Who
   * must not begin with a damaged file calls {@link #verify} first.
   *
   * @param tokens called on this thread; what it throws ends the reading
   * @throws DamagedSnapshotException at the first fault
   * @throws IOException if the file cannot be read
   */
  public void forEach(BiConsumer<SegmentId, Envelope> tokens) throws IOException {
    try (SnapshotSource source = new SnapshotSource(file)) {
      SnapshotManifest unused = manifest(source);
      new SnapshotScan(
              source,
              fault -> {
                throw source.damaged(fault);
              },
              tokens)
          .run();
    }
  }

  /**
   * Reads every byte, and says whatever is wrong.
   *
   * @throws IOException if the file cannot be read; a damaged one can
   */
  public SnapshotReport verify() throws IOException {
    try (SnapshotSource source = new SnapshotSource(file)) {
      List<SnapshotFault> faults = new ArrayList<>();
      long[] unlisted = {0};
      SnapshotScan scan =
          new SnapshotScan(
              source,
              fault -> {
                if (faults.size() < SnapshotReport.MOST) {
                  faults.add(fault);
                } else {
                  unlisted[0]++;
                }
              },
              (segment, token) -> {});
      scan.run();
      return new SnapshotReport(scan.manifest(), scan.read(), faults, unlisted[0]);
    }
  }
}
