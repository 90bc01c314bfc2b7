package teseus.snapshot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Semaphore;
import teseus.space.spi.Image;
import teseus.space.spi.Log;
import teseus.space.spi.LogEntry;

/** A process that appends until it is killed, and prints how many entries are safe. */
final class AppendingProcess {
  static final JournalSettings SETTINGS =
      new JournalSettings(64 << 10, 4 << 10, Duration.ofHours(1), 1 << 30, 8, false);

  private AppendingProcess() {}

  public static void main(String[] args) throws Exception {
    Counting found = new Counting();
    Semaphore room = new Semaphore(100);
    Log.Listener listener =
        new Log.Listener() {
          private long reported;

          @Override
          public void forced(long position) {
            System.out.println(found.next + position);
            room.release((int) (position - reported));
            reported = position;
          }

          @Override
          public void failed(Exception cause) {
            System.exit(1);
          }
        };
    try (FileLog log = FileLog.open(Path.of(args[0]), SETTINGS, new Random(), found, listener)) {
      for (long lsn = found.next; ; lsn++) {
        room.acquire();
        long position = log.append(Store.entry(Store.HERA, lsn, "body " + lsn));
        assert position > 0;
        log.flush();
      }
    }
  }

  /** Checks that entries come whole and in order, and counts them. */
  static final class Counting implements Log.Recovery {
    long next;

    @Override
    public void image(Image image) {
      throw new AssertionError("none was written");
    }

    @Override
    public void entry(LogEntry entry) {
      String expected = "hera/0 " + next + " body " + next;
      if (!Store.text(entry).equals(expected)) {
        throw new AssertionError("expected " + expected + ", was " + Store.text(entry));
      }
      next++;
    }
  }
}
