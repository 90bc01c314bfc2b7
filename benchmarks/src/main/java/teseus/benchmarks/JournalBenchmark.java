package teseus.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Date;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.prevayler.Prevayler;
import org.prevayler.PrevaylerFactory;
import org.prevayler.Transaction;
import teseus.snapshot.FileLog;
import teseus.snapshot.JournalSettings;
import teseus.space.HostId;
import teseus.space.SegmentId;
import teseus.space.spi.Image;
import teseus.space.spi.Log;
import teseus.space.spi.LogEntry;

/** Each writer, a thread, waits until its record of 256 bytes is on the disk. */
@BenchmarkMode(Mode.Throughput)
public class JournalBenchmark {
  private static final byte[] RECORD = record();

  private static byte[] record() {
    byte[] bytes = new byte[256];
    new SplittableRandom(256).nextBytes(bytes);
    return bytes;
  }

  /** A folder that goes when it is over. */
  public abstract static class InFolder {
    private final Path folder = made();

    final Path folder() {
      return folder;
    }

    /** Lets go of what is in it, and drops it. */
    @TearDown
    public final void stop() throws Exception {
      close();
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).forEach(InFolder::delete);
      }
    }

    abstract void close() throws Exception;

    private static Path made() {
      try {
        return Files.createTempDirectory("teseus-benchmark");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void delete(Path path) {
      try {
        Files.deleteIfExists(path);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The limit. */
  @State(Scope.Benchmark)
  public static class Bare extends InFolder {
    private GroupCommit file;

    /** Opens it. */
    @Setup
    public void open() throws IOException {
      file = new GroupCommit(folder().resolve("file"), null);
    }

    @Override
    void close() throws IOException {
      file.close();
    }
  }

  /** The limit of two journals. */
  @State(Scope.Benchmark)
  public static class BareTwins extends InFolder {
    private Twin twin;
    private GroupCommit file;

    /** Opens both. */
    @Setup
    public void open() throws IOException {
      twin = new Twin(folder().resolve("twin"));
      file = new GroupCommit(folder().resolve("file"), twin);
    }

    void write() throws IOException {
      file.write(RECORD);
    }

    @Override
    void close() throws IOException {
      file.close();
      twin.close();
    }
  }

  /**
   * The journal, with one owner behind a lock; each writer is woken when its own record is safe.
   */
  @State(Scope.Benchmark)
  public static class Journal extends InFolder {
    private final SegmentId segment = new SegmentId(new HostId("zeus"), 0);
    private final Queue<Unsafe> unsafe = new ConcurrentLinkedQueue<>();
    private FileLog log;
    private long lsn;

    private record Unsafe(long position, CompletableFuture<Void> safe) {}

    /** Opens it. */
    @Setup
    public void open() throws IOException {
      JournalSettings usual = JournalSettings.DEFAULT;
      log =
          FileLog.open(
              folder(),
              new JournalSettings(
                  usual.fileBytes(), usual.maxBatchBytes(), usual.keep(), 0, 10_000, false),
              new SplittableRandom(1),
              new Nothing(),
              new Forces());
    }

    @Override
    void close() {
      log.close();
    }

    void write() {
      CompletableFuture<Void> safe = new CompletableFuture<>();
      synchronized (this) {
        unsafe.add(new Unsafe(log.append(new LogEntry(segment, 1, lsn++, RECORD)), safe));
        log.flush();
      }
      safe.join();
    }

    private final class Forces implements Log.Listener {
      @Override
      public void forced(long position) {
        for (Unsafe next = unsafe.peek();
            next != null && next.position() <= position;
            next = unsafe.peek()) {
          unsafe.remove().safe().complete(null);
        }
      }

      @Override
      public void failed(Exception cause) {
        throw new IllegalStateException("the journal failed", cause);
      }
    }
  }

  private static final class Nothing implements Log.Recovery {
    @Override
    public void image(Image image) {
      throw new IllegalStateException("a new store holds nothing");
    }

    @Override
    public void entry(LogEntry entry) {
      throw new IllegalStateException("a new store holds nothing");
    }
  }

  /** A peer. */
  @State(Scope.Benchmark)
  public static class Prevalent extends InFolder {
    private Prevayler<long[]> system;

    /** Opens it. */
    @Setup
    public void open() throws Exception {
      PrevaylerFactory<long[]> factory = new PrevaylerFactory<>();
      factory.configurePrevalentSystem(new long[1]);
      factory.configurePrevalenceDirectory(folder().toString());
      factory.configureTransactionDeepCopy(false);
      system = factory.create();
    }

    @Override
    void close() throws IOException {
      system.close();
    }
  }

  /** Counts, and carries bytes. */
  private record Counted(byte[] bytes) implements Transaction<long[]> {
    private static final long serialVersionUID = 1;

    @Override
    public void executeOn(long[] count, Date now) {
      count[0] += bytes.length;
    }
  }

  /** A peer. */
  @State(Scope.Benchmark)
  public static class RedisServer extends InFolder {
    private Redis redis;

    /** Opens it. */
    @Setup
    public void open() throws IOException {
      redis = Redis.durable(folder());
    }

    @Override
    void close() {
      redis.close();
    }
  }

  /** One writer's connection. */
  @State(Scope.Thread)
  public static class Connected {
    private Redis.Client client;

    /** Connects. */
    @Setup
    public void connect(RedisServer server) throws IOException {
      client = server.redis.connect();
    }

    /** Closes it. */
    @TearDown
    public void close() throws IOException {
      client.close();
    }
  }

  /** A bare group commit. */
  @Benchmark
  public void bare(Bare bare) throws IOException {
    bare.file.write(RECORD);
  }

  /** The journal. */
  @Benchmark
  public void journal(Journal journal) {
    journal.write();
  }

  /** Prevayler. */
  @Benchmark
  public void prevayler(Prevalent prevalent) {
    prevalent.system.execute(new Counted(RECORD));
  }

  /** Redis. */
  @Benchmark
  public void redis(Connected connected) {
    connected.client.set(RECORD);
  }
}
