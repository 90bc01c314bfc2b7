package teseus.snapshot;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import teseus.snapshot.AppendQueue.Entries;
import teseus.snapshot.AppendQueue.Jump;
import teseus.snapshot.AppendQueue.Work;
import teseus.space.SegmentId;
import teseus.space.spi.Image;
import teseus.space.spi.Log;
import teseus.space.spi.LogEntry;

/**
 * A store on disk: the journal of all segments kept there, and their images. Positions are reported
 * once fdatasync returned. What is appended while a force runs is written and forced as one batch.
 *
 * <p>{@link #append}, {@link #flush}, {@link #checkpoint} and {@link #close} are the owner's; the
 * other methods may be called from any thread, and none but {@code close} waits. The listener is
 * called from threads of the log's own, one call at a time.
 */
public final class FileLog implements Log {
  private final AppendQueue queue;
  private final AtomicInteger flushes = new AtomicInteger();
  private final Closeable lock;
  private final LogThreads threads;
  private final Reports reports;
  private final Verdict verdict;
  private final Upkeep upkeep;
  private final Retention retention;
  private final Lsns lsns;
  private final SpareFile spare;
  private final JournalWriter writer;
  private final DiskGauge gauge;
  private final long storeId;
  private final long incarnation;
  private volatile boolean closed;
  private boolean unflushed; // something was queued since the writer was last woken; the owner's

  private FileLog(
      StoreFolder folder,
      Closeable lock,
      JournalSettings settings,
      StoreRecovery.Recovered recovered,
      Log.Listener listener,
      LogThreads threads,
      InstantSource clock)
      throws IOException {
    this.lock = lock;
    this.threads = threads;
    this.queue = new AppendQueue(settings.maxBatchBytes());
    this.reports = new Reports(listener);
    this.storeId = recovered.state().storeId();
    this.incarnation = recovered.state().incarnation();
    this.verdict = recovered.verdict();
    this.retention = recovered.retention();
    this.lsns = recovered.lsns();
    this.spare = new SpareFile(folder, threads.background(), settings.fileBytes());
    this.gauge = new DiskGauge(folder, clock);
    this.upkeep = new Upkeep(folder, recovered, gauge, clock);
    this.writer = new JournalWriter(folder, spare, recovered, clock);
    spare.prepare();
  }

  /**
   * Opens the store in a folder, made if it is not there. The recovery hears what it holds before
   * this returns, on the calling thread, which may take as long as reading the journal twice.
   *
   * @param folder used by this process alone until the log is closed
   * @param random draws the id of a new store
   * @param recovery what it heard must be dropped if this throws
   * @throws StoreRefusedException if another process uses the folder, or a newer version wrote it
   * @throws DamagedJournalException if what was safe cannot be read, and the loss is not accepted
   * @throws IOException if the disk fails; opening again is safe
   */
  public static FileLog open(
      Path folder,
      JournalSettings settings,
      RandomGenerator random,
      Log.Recovery recovery,
      Log.Listener listener)
      throws IOException {
    StoreFolder files = new StoreFolder(new RealDisk(), folder);
    LogThreads threads = LogThreads.started();
    try {
      return open(files, settings, random, recovery, listener, threads, InstantSource.system());
    } catch (IOException | RuntimeException e) {
      threads.stop().run();
      throw e;
    }
  }

  static FileLog open(
      StoreFolder folder,
      JournalSettings settings,
      RandomGenerator random,
      Log.Recovery recovery,
      Log.Listener listener,
      LogThreads threads,
      InstantSource clock)
      throws IOException {
    folder.disk().makeFolder(folder.path());
    Closeable lock = folder.disk().lock(folder.file("lock"));
    try {
      StoreState state = NewStore.stateOf(folder, settings, random, clock.millis());
      folder.clearUnfinished();
      StoreRecovery.Recovered recovered = new StoreRecovery(folder, settings, state).run(recovery);
      return new FileLog(folder, lock, settings, recovered, listener, threads, clock);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** The id drawn when the folder was made; a store on another disk has another. */
  public long storeId() {
    return storeId;
  }

  /** How often this store was opened, this time included; durable. */
  public long incarnation() {
    return incarnation;
  }

  /** What the recovery found. */
  public Verdict verdict() {
    return verdict;
  }

  /**
   * Encoded bytes appended and not forced yet. The log sets no bound: the caller stops taking
   * requests when this grows beyond what it wants to hold.
   */
  public long queuedBytes() {
    return queue.bytes();
  }

  /**
   * Whether the disk is 90 % full, as measured at most about a second ago. Writes are to be refused
   * then; takes may go on, in the space that is left.
   */
  public boolean full() {
    if (gauge.isStale()) {
      inBackground(gauge::measure);
    }
    return gauge.full();
  }

  /** The segments that keep too many files from going, by {@code journal.files}. */
  @Override
  public Set<SegmentId> wantImages() {
    return retention.wantImages();
  }

  /**
   * Puts an entry at the end; its body must not be changed any more. An entry whose lsn is not
   * above those before, in its segment, cuts the log back to itself.
   *
   * @return its position; if the log has failed or is closed, the entry is dropped
   * @throws IllegalArgumentException if the lsn leaves a gap behind the segment's last entry or
   *     image (the first is 0), or the entry takes more than 64 MiB; nothing was appended
   */
  @Override
  public long append(LogEntry entry) {
    long size = EntryCodec.size(entry);
    if (size > JournalWriter.MAX_ENTRY_BYTES) {
      throw new IllegalArgumentException(
          "an entry takes at most " + JournalWriter.MAX_ENTRY_BYTES + " bytes, this one " + size);
    }
    long next = lsns.next(entry.segment());
    if (entry.lsn() > next || entry.lsn() < 0) {
      throw new IllegalArgumentException(
          entry.segment() + " continues at lsn " + next + ", not at " + entry.lsn());
    }
    lsns.appended(entry.segment(), entry.lsn());
    long position = queue.add(entry, size);
    unflushed = true;
    if (closed || reports.failed()) {
      queue.clear();
    }
    return position;
  }

  @Override
  public void flush() {
    if (!unflushed) {
      return; // an owner says so after each of its turns, and most append nothing
    }
    unflushed = false;
    if (!closed && flushes.getAndIncrement() == 0) {
      threads.writer().execute(this::drain);
    }
  }

  /**
   * Keeps an image, in the background. One that reaches beyond the segment's log (it came from
   * another host) is durable before any entry appended after it is reported; to replace entries
   * that it contradicts, cut the log back first. An image older than the one kept is dropped.
   */
  @Override
  public void checkpoint(Image image) {
    if (lsns.imaged(image.segment(), image.lsn())) {
      queue.add(image);
      unflushed = true;
    } else {
      retention.imaging(image.segment());
      inBackground(
          () -> {
            upkeep.keep(image);
            upkeep.clean();
          });
    }
  }

  /**
   * Ends a doubt: what it means for each segment is on record, or there is no other member in its
   * R. The next start will not hear of what {@link #verdict} says. Durable some time after this
   * returns.
   */
  public void trust() {
    inBackground(upkeep::trust);
  }

  /**
   * Forces what was appended, reports it, waits for images under way, and lets go of the folder.
   * Waits for the listener: never to be called from it.
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    flush();
    LogThreads.await(threads.writer(), () -> {});
    inBackground(() -> upkeep.ended(writer.forcedSeq()));
    closed = true;
    LogThreads.await(threads.background(), () -> {});
    try (lock) {
      spare.close();
      writer.close();
    } catch (IOException e) {
      fail(e);
    } finally {
      threads.stop().run();
    }
  }

  /** Writes and forces all that is queued; the worker's, and never run twice at a time. */
  private void drain() {
    int asked = flushes.get();
    while (asked != 0) {
      guarded(this::writeQueued);
      asked = flushes.addAndGet(-asked);
    }
  }

  private void writeQueued() throws IOException {
    for (Work work = queue.take(); work != null && !reports.failed(); work = queue.take()) {
      if (work instanceof Jump jump) {
        upkeep.keep(jump.image());
      } else if (work instanceof Entries batch) {
        boolean begun = writer.write(batch.entries());
        queue.done(batch);
        reports.forced(batch.last());
        if (begun) {
          inBackground(upkeep::clean);
        }
      }
    }
  }

  private interface DiskWork {
    void run() throws IOException;
  }

  private void inBackground(DiskWork work) {
    if (!closed) {
      threads.background().execute(() -> guarded(work));
    }
  }

  private void guarded(DiskWork work) {
    if (reports.failed()) {
      return;
    }
    try {
      work.run();
    } catch (IOException | RuntimeException e) {
      fail(e);
    } catch (Error e) { // a thread that ends without a word would leave everybody waiting
      fail(new IOException("the log's thread ended", e));
      throw e;
    }
  }

  private void fail(Exception cause) {
    if (reports.fail(cause)) {
      queue.clear();
      threads.writer().execute(this::closeFile);
    }
  }

  private void closeFile() {
    try {
      writer.close();
    } catch (IOException e) {
      return; // the failure that led here was told; nothing is written any more
    }
  }
}
