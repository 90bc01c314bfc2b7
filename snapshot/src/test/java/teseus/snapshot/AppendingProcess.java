package teseus.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.Semaphore;
import teseus.space.spi.Image;
import teseus.space.spi.Log;
import teseus.space.spi.LogEntry;

/**
 * A process that appends until it is killed, keeps images meanwhile, and prints how many entries
 * are safe.
 */
final class AppendingProcess {
  static final JournalSettings SETTINGS =
      new JournalSettings(64 << 10, 4 << 10, Duration.ZERO, 0, 8, false);

  /** Who is started with this on a folder forgets to force. */
  static final String UNFORCED = "unforced";

  private static final int IN_FLIGHT = 100;
  private static final int PER_IMAGE = 500;

  private AppendingProcess() {}

  public static void main(String[] args) throws Exception {
    Counting found = new Counting();
    Semaphore room = new Semaphore(IN_FLIGHT);
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
    Disk disk = args.length > 1 && args[1].equals(UNFORCED) ? new UnforcedDisk() : new RealDisk();
    try (FileLog log =
        FileLog.open(
            new StoreFolder(disk, Path.of(args[0])),
            SETTINGS,
            new Random(),
            found,
            listener,
            LogThreads.started(),
            InstantSource.system())) {
      for (long lsn = found.next; ; lsn++) {
        room.acquire();
        long position = log.append(Store.entry(Store.HERA, lsn, body(lsn)));
        assert position > 0;
        log.flush();
        if (position > IN_FLIGHT && position % PER_IMAGE == 0) {
          long forced = lsn - IN_FLIGHT; // else there would have been no room
          log.checkpoint(Store.image(Store.HERA, forced, "below " + forced));
        }
      }
    }
  }

  private static String body(long lsn) {
    return "body " + lsn + "x".repeat((int) (lsn % 300));
  }

  /** Checks that what is told is whole and in order, and counts the entries. */
  static final class Counting implements Log.Recovery {
    long next;

    @Override
    public void image(Image image) {
      String expected = "below " + image.lsn();
      if (!new String(image.parts().get(0), UTF_8).equals(expected) || image.parts().size() > 1) {
        throw new AssertionError("expected an image of what is " + expected);
      }
      next = image.lsn();
    }

    @Override
    public void entry(LogEntry entry) {
      String expected = "hera/0 " + next + " " + body(next);
      if (!Store.text(entry).equals(expected)) {
        throw new AssertionError("expected " + expected + ", was " + Store.text(entry));
      }
      next++;
    }
  }
}
