package teseus.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.List;
import teseus.space.spi.LogEntry;

/**
 * Writes batches, each forced before the next is begun: one write and one force a batch, and
 * neither changes the file's size. The worker's. After an exception it must not be used again.
 */
final class JournalWriter {
  /** What an entry may take, encoded, in bytes; a batch holds at least one. */
  static final int MAX_ENTRY_BYTES = 64 << 20;

  private static final int PAYLOAD = FileHeader.BYTES + BatchHeader.BYTES;
  private static final int BUFFER = 16 << 10;

  private final StoreFolder folder;
  private final long storeId;
  private final SpareFile spare;
  private final Retention retention;
  private final InstantSource clock;
  private ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
  private Disk.DiskFile file;
  private long number;
  private long end;
  private long size;
  private long seq;
  private int crc;

  JournalWriter(
      StoreFolder folder, SpareFile spare, StoreRecovery.Recovered recovered, InstantSource clock)
      throws IOException {
    this.folder = folder;
    this.storeId = recovered.state().storeId();
    this.spare = spare;
    this.retention = recovered.retention();
    this.clock = clock;
    this.number = recovered.last().number();
    this.end = recovered.last().end();
    this.size = recovered.last().header().bytes();
    this.seq = recovered.nextSeq();
    this.crc = recovered.crc();
    this.file = folder.disk().open(folder.journal(number));
  }

  /**
   * Appends a batch and forces it.
   *
   * @return whether a file was begun for it
   */
  boolean write(List<LogEntry> entries) throws IOException {
    int length = encode(entries);
    int bytes = BatchHeader.BYTES + length;
    boolean begins = bytes > size - end;
    FileHeader header = new FileHeader(seq, clock.millis(), fileBytes(bytes), crc);
    if (begins) {
      begin(header);
    }
    Salt salt = new Salt(storeId, number);
    int from = begins ? 0 : FileHeader.BYTES;
    if (begins) {
      header.put(buffer, salt);
    }
    crc = BatchHeader.put(buffer, FileHeader.BYTES, length, seq, seq - 1, crc, salt);
    file.write(buffer.limit(PAYLOAD + length).position(from), begins ? 0 : end);
    file.force();
    if (begins) {
      retention.begun(number, header.created(), size);
    }
    retention.holds(number, entries);
    seq++;
    end += bytes;
    return begins;
  }

  /** The last batch forced. */
  long forcedSeq() {
    return seq - 1;
  }

  void close() throws IOException {
    file.close();
  }

  private void begin(FileHeader header) throws IOException {
    file.close();
    number++;
    file = spare.take(number, header.bytes());
    size = header.bytes();
    end = FileHeader.BYTES;
    spare.prepare();
  }

  private long fileBytes(int batch) {
    return Math.max(spare.bytes(), (long) FileHeader.BYTES + batch);
  }

  /** Puts the payload where it belongs in the buffer; returns its length. */
  private int encode(List<LogEntry> entries) {
    long bytes = EntryCodec.COUNT_BYTES + entries.stream().mapToLong(EntryCodec::size).sum();
    int length =
        Math.toIntExact((bytes + BatchHeader.ALIGN - 1) / BatchHeader.ALIGN * BatchHeader.ALIGN);
    if (buffer.capacity() < PAYLOAD + length) {
      buffer = ByteBuffer.allocateDirect(Math.max(PAYLOAD + length, 2 * buffer.capacity()));
    }
    buffer.clear().position(PAYLOAD);
    buffer.putInt(entries.size());
    entries.forEach(entry -> EntryCodec.put(buffer, entry));
    while (buffer.position() < PAYLOAD + length) {
      buffer.put((byte) 0);
    }
    return length;
  }
}
