package teseus.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import teseus.space.HostId;
import teseus.space.SegmentId;
import teseus.space.spi.Image;
import teseus.space.spi.Log;
import teseus.space.spi.LogEntry;

/** A log on a {@link PowerDisk}, run on the test's own thread, and all that it told. */
final class Store implements Log.Listener, Log.Recovery {
  static final SegmentId HERA = new SegmentId(new HostId("hera"), 0);
  static final SegmentId ZEUS = new SegmentId(new HostId("zeus"), 1);
  static final Path FOLDER = Path.of("/store");
  static final JournalSettings SMALL =
      new JournalSettings(4 << 10, 1 << 10, Duration.ZERO, 0, 3, false);

  final PowerDisk disk;
  final List<String> entries = new ArrayList<>();
  final List<String> images = new ArrayList<>();
  final List<SegmentId> pending = new ArrayList<>();
  final Map<SegmentId, Long> imageLsns = new HashMap<>();
  final List<Exception> failures = new ArrayList<>();
  final FileLog log;
  long forced;
  long woken;
  long now = 1_000_000;

  private Store(PowerDisk disk, JournalSettings settings) throws IOException {
    this.disk = disk;
    InstantSource clock = () -> java.time.Instant.ofEpochMilli(now);
    this.log =
        FileLog.open(
            new StoreFolder(disk, FOLDER),
            settings,
            new Random(7),
            this,
            this,
            new LogThreads(this::write, Runnable::run, () -> {}),
            clock);
  }

  private void write(Runnable task) {
    woken++;
    task.run();
  }

  static Store open(PowerDisk disk) throws IOException {
    return open(disk, SMALL);
  }

  static Store open(PowerDisk disk, JournalSettings settings) throws IOException {
    disk.endProcess();
    return new Store(disk, settings);
  }

  static LogEntry entry(SegmentId segment, long lsn, String body) {
    return new LogEntry(segment, 1, lsn, body.getBytes(UTF_8));
  }

  static Image image(SegmentId segment, long lsn, String... parts) {
    return new Image(
        segment, 1, lsn, List.of(parts).stream().map(part -> part.getBytes(UTF_8)).toList());
  }

  /** Entries from one lsn to before another, each with its lsn as body, forced one by one. */
  Store write(SegmentId segment, long from, long to) {
    for (long lsn = from; lsn < to; lsn++) {
      long position = log.append(entry(segment, lsn, "body " + lsn));
      assert position > 0;
      log.flush();
    }
    return this;
  }

  static String text(LogEntry entry) {
    return entry.segment() + " " + entry.lsn() + " " + new String(entry.body(), UTF_8);
  }

  static List<String> written(SegmentId segment, long from, long to) {
    List<String> texts = new ArrayList<>();
    for (long lsn = from; lsn < to; lsn++) {
      texts.add(segment + " " + lsn + " body " + lsn);
    }
    return texts;
  }

  List<String> journals() {
    return disk.list(FOLDER).stream().filter(name -> name.endsWith(".log")).toList();
  }

  @Override
  public void forced(long position) {
    assert failures.isEmpty() : "reported after a failure";
    assert position > forced : "reported twice";
    forced = position;
  }

  @Override
  public void failed(Exception cause) {
    failures.add(cause);
  }

  @Override
  public void image(Image image) {
    imageLsns.put(image.segment(), image.lsn());
    images.add(
        image.segment()
            + " "
            + image.lsn()
            + " "
            + image.parts().stream().map(part -> new String(part, UTF_8)).toList());
  }

  @Override
  public void entry(LogEntry entry) {
    entries.add(text(entry));
  }
}
