package teseus.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a store knows of itself: the file {@value #NAME}, replaced whole. Layout: {@code magic 8,
 * version 4, zero 4, storeId 8, incarnation 8, firstFile 8, knownSeq 8, doubt 4, zero 4, doubtBytes
 * 8, crc 4}.
 *
 * @param storeId drawn when the folder was made
 * @param incarnation how often it was opened
 * @param firstFile number of the oldest journal file that is needed; those below may be gone
 * @param knownSeq a batch known to be forced; all up to it must be found
 * @param doubt the worst verdict since the store was last trusted: a restart does not end a doubt
 * @param doubtBytes what was cut then
 */
record StoreState(
    long storeId,
    long incarnation,
    long firstFile,
    long knownSeq,
    Verdict.Kind doubt,
    long doubtBytes) {
  static final String NAME = "store";
  static final int VERSION = 1;
  private static final long MAGIC = 0x5445_5345_5354_4f52L;
  private static final int FIXED = 12; // what every version begins with: magic, version
  private static final int SUMMED = 64;
  private static final int BYTES = SUMMED + Integer.BYTES;
  private static final Salt SALT = new Salt(0, 0);

  void write(StoreFolder folder) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    bytes.putLong(MAGIC).putInt(VERSION).putInt(0);
    bytes.putLong(storeId).putLong(incarnation).putLong(firstFile).putLong(knownSeq);
    bytes.putInt(doubt.ordinal()).putInt(0).putLong(doubtBytes);
    bytes.putInt(SALT.crc(bytes, 0, SUMMED));
    folder.replace(NAME, bytes.flip());
  }

  /** Nothing if the folder is new. */
  static @Nullable StoreState read(StoreFolder folder) throws IOException {
    if (!folder.disk().list(folder.path()).contains(NAME)) {
      return null;
    }
    ByteBuffer bytes = folder.readAll(folder.file(NAME));
    boolean whole = summed(bytes) && bytes.getLong(0) == MAGIC;
    if (whole && bytes.getInt(8) > VERSION) {
      throw new StoreRefusedException(
          folder.path()
              + " has format version "
              + bytes.getInt(8)
              + ", this program reads up to "
              + VERSION
              + "; start the newer program");
    }
    if (!whole || bytes.limit() != BYTES) {
      throw new DamagedJournalException(
          folder.file(NAME),
          0,
          "the store's id cannot be read",
          "Put the file back from a backup, or move the folder away and start with an empty one:"
              + " it will be a new store, filled by the others");
    }
    return new StoreState(
        bytes.getLong(16),
        bytes.getLong(24),
        bytes.getLong(32),
        bytes.getLong(40),
        Verdict.Kind.values()[bytes.getInt(48)],
        bytes.getLong(56));
  }

  /** Whether its last 4 bytes are the checksum of all before, as they are in every version. */
  private static boolean summed(ByteBuffer bytes) {
    int end = bytes.limit() - Integer.BYTES;
    return end >= FIXED && bytes.getInt(end) == SALT.crc(bytes, 0, end);
  }

  StoreState withIncarnation(long next) {
    return new StoreState(storeId, next, firstFile, knownSeq, doubt, doubtBytes);
  }

  StoreState withFirstFile(long next) {
    return new StoreState(storeId, incarnation, next, knownSeq, doubt, doubtBytes);
  }

  StoreState withKnownSeq(long next) {
    return new StoreState(storeId, incarnation, firstFile, next, doubt, doubtBytes);
  }

  StoreState withDoubt(Verdict.Kind kind, long bytes) {
    return new StoreState(storeId, incarnation, firstFile, knownSeq, kind, bytes);
  }
}
