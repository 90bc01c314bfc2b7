package teseus.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import teseus.space.spi.LogEntry;

/**
 * Reads the journal from its first file on, for as long as every batch follows the one before, and
 * judges what ends it. Damage is what was forced and cannot be read: a bad place in a file that has
 * a next one (a file is begun only when all before it is forced), or with a whole batch behind it
 * in the same file, or at or below the batch that {@link StoreState} knows. Anything else bad is
 * the tail: a batch that was being written.
 */
final class JournalScan {
  /** Hears of every file and batch in order. */
  interface Visitor {
    default void file(long number, FileHeader header) {}

    void batch(long file, long seq, List<LogEntry> entries);
  }

  /**
   * What was read.
   *
   * @param files with a right header, in order
   * @param nextSeq of the batch to write next
   * @param crc of the last batch read
   * @param end what stands behind it; nothing if only zeros do, in a file of full size
   */
  record Result(List<Part> files, long nextSeq, int crc, @Nullable BadEnd end) {}

  /**
   * A file that was read.
   *
   * @param lastBatch where its last whole batch begins, or 0 if it has none
   * @param end behind its last whole batch
   */
  record Part(long number, FileHeader header, int lastBatch, int end) {}

  /**
   * A place that does not continue the journal.
   *
   * @param offset in the file; 0 if its header is wrong, or it is missing
   * @param bytes from there to the last that is not zero
   * @param damage whether what stood there had been forced
   * @param why for the operator
   */
  record BadEnd(long file, int offset, long bytes, boolean damage, String why) {}

  private final StoreFolder folder;
  private final StoreState state;
  private final Visitor visitor;
  private final List<Part> parts = new ArrayList<>();
  private long nextSeq;
  private int crc;

  JournalScan(StoreFolder folder, StoreState state, Visitor visitor) {
    this.folder = folder;
    this.state = state;
    this.visitor = visitor;
    this.nextSeq = state.knownSeq() + 1;
  }

  Result run() throws IOException {
    List<Long> numbers =
        folder.journals().stream().filter(number -> number >= state.firstFile()).toList();
    long rest = 0;
    for (int i = 0; i < Math.max(1, numbers.size()); i++) {
      long number = state.firstFile() + i;
      if (i == numbers.size() || numbers.get(i) != number) {
        return damage(number, 0, 0, "the file is missing");
      }
      ByteBuffer bytes = folder.readAll(folder.journal(number));
      Salt salt = new Salt(state.storeId(), number);
      FileHeader header = FileHeader.read(bytes, salt);
      boolean last = i == numbers.size() - 1;
      if (header == null) {
        return rest > 0 ? badBefore(rest) : badHeader(number, bytes, salt, last && i > 0);
      }
      if (i == 0) {
        nextSeq = header.firstSeq();
        crc = header.previousCrc();
      } else if (header.firstSeq() != nextSeq || header.previousCrc() != crc) {
        return badBefore(rest);
      }
      Part part = walk(number, header, bytes, salt);
      parts.add(part);
      rest = nonZero(bytes, part.end(), header.bytes());
      if (last) {
        return end(part, bytes, salt, rest);
      }
    }
    throw new AssertionError("the last file ends the loop");
  }

  private Part walk(long number, FileHeader header, ByteBuffer bytes, Salt salt)
      throws IOException {
    int at = FileHeader.BYTES;
    int lastBatch = 0;
    visitor.file(number, header);
    while (true) {
      BatchHeader batch = BatchHeader.read(bytes, at, salt);
      if (batch == null || batch.seq() != nextSeq || batch.previousCrc() != crc) {
        return new Part(number, header, lastBatch, at);
      }
      lastBatch = at;
      ByteBuffer payload = bytes.slice(at + BatchHeader.BYTES, batch.length());
      visitor.batch(number, nextSeq, entries(folder.journal(number), at, payload));
      at += BatchHeader.BYTES + batch.length();
      nextSeq++;
      crc = batch.crc();
    }
  }

  private static List<LogEntry> entries(Path file, int at, ByteBuffer payload)
      throws StoreRefusedException {
    try {
      return EntryCodec.read(payload);
    } catch (RuntimeException e) {
      StoreRefusedException refused =
          new StoreRefusedException(
              file
                  + " holds, at byte "
                  + at
                  + ", a batch that this program does not understand;"
                  + " start the program that wrote it");
      refused.initCause(e);
      throw refused;
    }
  }

  private Result end(Part part, ByteBuffer bytes, Salt salt, long rest) {
    if (nextSeq <= state.knownSeq() || wholeBatch(bytes, part.end(), salt)) {
      return damage(part.number(), part.end(), rest, "batch " + nextSeq + " was forced");
    }
    return rest == 0
        ? result(null)
        : result(new BadEnd(part.number(), part.end(), rest, false, "the last batch is not whole"));
  }

  private Result badHeader(long number, ByteBuffer bytes, Salt salt, boolean mayBeTail) {
    long rest = nonZero(bytes, 0, FileHeader.BYTES);
    if (!mayBeTail || nextSeq <= state.knownSeq() || wholeBatch(bytes, 0, salt)) {
      return damage(number, 0, rest, "its header is wrong, and batch " + nextSeq + " was forced");
    }
    return result(new BadEnd(number, 0, rest, false, "its first batch is not whole"));
  }

  /** A later file was begun: whatever the one before holds had been forced. */
  private Result badBefore(long rest) {
    Part before = parts.get(parts.size() - 1);
    return damage(
        before.number(),
        before.end(),
        rest,
        "batch " + nextSeq + " was forced, a later file says so");
  }

  private Result damage(long file, int offset, long bytes, String why) {
    return result(new BadEnd(file, offset, bytes, true, why));
  }

  private Result result(@Nullable BadEnd end) {
    return new Result(List.copyOf(parts), nextSeq, crc, end);
  }

  private boolean wholeBatch(ByteBuffer bytes, int from, Salt salt) {
    for (int at = from; at <= bytes.limit() - BatchHeader.BYTES; at += BatchHeader.ALIGN) {
      BatchHeader batch = BatchHeader.read(bytes, at, salt);
      if (batch != null && batch.seq() >= nextSeq) {
        return true;
      }
    }
    return false;
  }

  /** How far the bytes that are not zero reach behind an offset; what a short file lacks counts. */
  private static long nonZero(ByteBuffer bytes, int from, long fullSize) {
    if (bytes.limit() < fullSize) {
      return fullSize - from;
    }
    int end = bytes.limit();
    while (end > from && bytes.get(end - 1) == 0) {
      end--;
    }
    return end - from;
  }
}
