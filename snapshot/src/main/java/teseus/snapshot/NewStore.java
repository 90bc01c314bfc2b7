package teseus.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/** Makes a store. Its state is the last thing written: a folder without one holds no entry yet. */
final class NewStore {
  private static final String FIRST = "first.tmp";

  private NewStore() {}

  /** What the folder's store knows of itself; made now if the folder is new. */
  static StoreState stateOf(
      StoreFolder folder, JournalSettings settings, RandomGenerator random, long now)
      throws IOException {
    StoreState standing = StoreState.read(folder);
    if (standing != null) {
      return standing;
    }
    refuseEntries(folder);
    StoreState state = new StoreState(random.nextLong(), 0, 1, 0, Verdict.Kind.CLEAN, 0);
    FileHeader header = new FileHeader(1, now, settings.fileBytes(), 0);
    try (Disk.DiskFile file = folder.make(FIRST, settings.fileBytes())) {
      ByteBuffer bytes = ByteBuffer.allocate(FileHeader.BYTES);
      header.put(bytes, new Salt(state.storeId(), 1));
      file.write(bytes, 0);
      file.force();
    }
    folder.disk().rename(folder.file(FIRST), folder.journal(1));
    folder.disk().forceFolder(folder.path());
    state.write(folder);
    return state;
  }

  private static void refuseEntries(StoreFolder folder) throws IOException {
    for (long number : folder.journals()) {
      ByteBuffer bytes = folder.readAll(folder.journal(number));
      for (int at = FileHeader.BYTES; at < bytes.limit(); at++) {
        if (bytes.get(at) != 0) {
          throw new DamagedJournalException(
              folder.file(StoreState.NAME),
              0,
              "the file is missing, and there are entries",
              "Put the file back from a backup, or move the folder away and start with an empty"
                  + " one: it will be a new store, filled by the others");
        }
      }
    }
  }
}
