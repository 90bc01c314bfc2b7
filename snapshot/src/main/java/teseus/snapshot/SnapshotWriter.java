package teseus.snapshot;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import teseus.snapshot.SnapshotFile.Footer;
import teseus.snapshot.SnapshotFile.Frame;
import teseus.snapshot.SnapshotManifest.Content;
import teseus.space.SegmentId;
import teseus.space.wire.BytesOut;
import teseus.space.wire.Envelope;
import teseus.space.wire.EnvelopeCodec;

/**
 * Writes the file of one global snapshot: it is there under its name once {@link #finish} returned,
 * whole and on the disk, and not at all before. Until then it is a temporary file beside it, which
 * goes when anything fails; only a process that ends meanwhile leaves one behind, for {@link
 * SnapshotFolder#removeUnfinished}. A file that is there already is never touched.
 *
 * <p>Keeps at most one block of tokens in memory: 256 KiB, or one larger token. Blocks on the disk.
 * One thread at a time. Ends with the first of {@link #finish}, {@link #abort}, {@link #close} and
 * a failure; calling any but the last two again is an {@link IllegalStateException}.
 */
public final class SnapshotWriter implements Closeable {
  private final SnapshotOrigin origin;
  private final SnapshotDisk disk;
  private final int blockBytes;
  private final Path folder;
  private final Path file;
  private final Path unfinished;
  private final SnapshotDisk.Output out;
  private final MessageDigest sha = SnapshotFile.sha256();
  private final Map<SegmentId, Content> contents = new HashMap<>();
  private @Nullable SegmentId segment;
  private BytesOut body = new BytesOut();
  private long at;
  private int blocks;
  private boolean open = true;
  private boolean renamed;

  private SnapshotWriter(Path folder, SnapshotOrigin origin, SnapshotDisk disk, int blockBytes)
      throws IOException {
    String name = SnapshotFile.name(origin.cluster(), origin.round());
    this.origin = origin;
    this.disk = disk;
    this.blockBytes = blockBytes;
    this.folder = folder;
    this.file = folder.resolve(name);
    this.unfinished =
        folder.resolve(origin.cluster() + "-" + origin.round() + SnapshotFile.UNFINISHED);
    this.out = create();
  }

  /**
   * Begins a file.
   *
   * @param folder where; made if it is not there
   * @throws FileAlreadyExistsException if the folder has a snapshot of this cluster and round, or
   *     one is being written
   * @throws IOException if the disk refuses; nothing is left
   */
  public static SnapshotWriter begin(Path folder, SnapshotOrigin origin) throws IOException {
    return begin(folder, origin, SnapshotDisk.REAL, SnapshotFile.BLOCK);
  }

  static SnapshotWriter begin(Path folder, SnapshotOrigin origin, SnapshotDisk disk, int blockBytes)
      throws IOException {
    Path absolute = folder.toAbsolutePath();
    disk.makeFolder(absolute);
    SnapshotWriter writer = new SnapshotWriter(absolute, origin, disk, blockBytes);
    writer.guarded(
        () -> {
          writer.refuseExisting();
          writer.put(SnapshotFile.Header.ofFormat(SnapshotFile.FORMAT).bytes());
        });
    return writer;
  }

  /** Two writers of one round meet here: the temporary name is given once. */
  private SnapshotDisk.Output create() throws IOException {
    try {
      return disk.create(unfinished);
    } catch (FileAlreadyExistsException e) {
      FileAlreadyExistsException told =
          new FileAlreadyExistsException(
              unfinished.toString(), null, "another process writes it, or left it: then remove it");
      told.initCause(e);
      throw told;
    }
  }

  private void refuseExisting() throws IOException {
    if (Files.exists(file)) {
      throw new FileAlreadyExistsException(
          file.toString(), null, "move it away to take the snapshot again");
    }
  }

  /**
   * Adds tokens of a segment, after those that were added before.
   *
   * @param tokens may be none: then the segment is in the snapshot, so far without tokens
   * @throws IllegalArgumentException if the origin has no such segment, or a token is larger than
   *     any tuple may be; the file is gone then
   * @throws IOException if the disk refuses, for instance because it is full; the file is gone then
   */
  public void part(SegmentId from, List<Envelope> tokens) throws IOException {
    guarded(
        () -> {
          if (!origin.cuts().containsKey(from)) {
            throw new IllegalArgumentException(
                "segment " + from + " is none of those that were cut: " + origin.cuts().keySet());
          }
          contents.putIfAbsent(from, Content.NONE);
          for (Envelope token : tokens) {
            add(from, token);
          }
        });
  }

  private void add(SegmentId from, Envelope token) throws IOException {
    byte[] bytes = EnvelopeCodec.encode(token);
    if (!from.equals(segment) || body.size() + bytes.length > blockBytes) {
      flush();
      segment = from;
      body = new BytesOut(Math.min(blockBytes, SnapshotFile.BLOCK));
      body.text(from.toString());
    }
    body.bytes(bytes);
    contents.merge(from, new Content(1, bytes.length), Content::plus);
  }

  private void flush() throws IOException {
    if (segment != null) {
      block(blocks, body.toBytes());
      blocks = Math.incrementExact(blocks);
      segment = null;
    }
  }

  private void block(int number, byte[] bytes) throws IOException {
    if (bytes.length > SnapshotFile.MAX_BODY) {
      throw new IllegalArgumentException(
          "a block has at most " + SnapshotFile.MAX_BODY + " bytes, was to have " + bytes.length);
    }
    put(Frame.of(number, bytes).bytes());
    put(ByteBuffer.wrap(bytes));
  }

  private void put(ByteBuffer bytes) throws IOException {
    at += bytes.remaining();
    sha.update(bytes.duplicate());
    out.write(bytes);
  }

  /**
   * Completes the file: it is whole, on the disk and under its name.
   *
   * @return the file
   * @throws IllegalStateException if a segment that was cut has handed no part over; the file is
   *     gone then
   * @throws FileAlreadyExistsException if somebody put a file of that name there meanwhile; that
   *     one stays, this one is gone
   * @throws IOException if the disk refuses; the file is gone then
   */
  public Path finish() throws IOException {
    guarded(
        () -> {
          List<SegmentId> missing = new ArrayList<>(origin.cuts().keySet());
          missing.removeAll(contents.keySet());
          if (!missing.isEmpty()) {
            throw new IllegalStateException("nothing came of the segments " + missing);
          }
          flush();
          long manifest = at;
          block(
              SnapshotFile.MANIFEST,
              ManifestJson.write(new SnapshotManifest(origin, contents, blocks)));
          out.write(Footer.of(manifest, sha.digest()).bytes());
          out.force();
          out.close();
          publish();
        });
    open = false;
    return file;
  }

  private void publish() throws IOException {
    refuseExisting();
    disk.rename(unfinished, file);
    renamed = true;
    disk.forceFolder(folder);
  }

  /**
   * Gives it up, and removes what was written; nothing if it is finished or gone already.
   *
   * @throws IOException if the temporary file cannot be removed
   */
  public void abort() throws IOException {
    if (open) {
      open = false;
      try {
        out.close();
      } finally {
        disk.delete(renamed ? file : unfinished);
      }
    }
  }

  /** The same as {@link #abort}. */
  @Override
  public void close() throws IOException {
    abort();
  }

  private interface Step {
    void run() throws IOException;
  }

  /** Does a step; if it fails, nothing is left. */
  private void guarded(Step step) throws IOException {
    if (!open) {
      throw new IllegalStateException("the file " + file + " is finished or given up");
    }
    try {
      step.run();
    } catch (IOException | RuntimeException e) {
      try {
        abort();
      } catch (IOException left) {
        e.addSuppressed(left);
      }
      throw e;
    }
  }
}
