package teseus.server;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import teseus.server.config.ClusterConfig;
import teseus.server.config.HostConfig;
import teseus.server.config.JournalConfig;
import teseus.server.config.OtherDurabilityException;
import teseus.snapshot.FileLog;
import teseus.snapshot.JournalSettings;
import teseus.snapshot.Verdict;
import teseus.space.SegmentId;
import teseus.space.host.Doubt;
import teseus.space.host.ReplicatedLog;
import teseus.space.host.StoreIdentity;
import teseus.space.spi.Image;
import teseus.space.spi.Log;
import teseus.space.spi.LogEntry;
import teseus.space.vertx.LogOpener;
import teseus.space.vertx.MemoryLog;

/** Opens the store of one host, as its durability has it. */
final class HostStore {
  private static final System.Logger LOG = System.getLogger(HostStore.class.getName());

  private final ClusterConfig config;
  private final HostConfig self;
  private final boolean acceptLoss;

  /**
   * Of a host.
   *
   * @param acceptLoss whether to go on without what a damaged journal held
   */
  HostStore(ClusterConfig config, HostConfig self, boolean acceptLoss) {
    this.config = config;
    this.self = self;
    this.acceptLoss = acceptLoss;
  }

  LogOpener opener() {
    return switch (config.durability()) {
      case JOURNAL -> this::journal;
      case REPLICATED -> this::replicated;
      case MEMORY -> MemoryLog.opener();
    };
  }

  private LogOpener.Opened journal(Log.Recovery recovery, Log.Listener listener)
      throws IOException {
    JournalConfig journal = config.journal();
    JournalSettings settings =
        new JournalSettings(
            journal.fileBytes(),
            JournalSettings.DEFAULT.maxBatchBytes(),
            journal.keep(),
            journal.keepBytes(),
            JournalSettings.DEFAULT.files(),
            acceptLoss);
    FileLog log = FileLog.open(data(), settings, new SecureRandom(), recovery, listener);
    StoreIdentity store = new StoreIdentity(log.storeId(), log.storeId(), log.incarnation());
    Verdict.Kind kind = log.verdict().kind();
    if (kind == Verdict.Kind.CLEAN) {
      return new LogOpener.Opened(log, store, log::full);
    }
    LOG.log(System.Logger.Level.WARNING, "the journal of {0}: {1}", self.id(), log.verdict());
    return new LogOpener.Opened(log, store, log::full, doubt(kind), log::trust);
  }

  private static Doubt doubt(Verdict.Kind kind) {
    return switch (kind) {
      case CLEAN, TAIL -> Doubt.NONE;
      case DOUBTFUL -> Doubt.CUT;
      case DAMAGED -> Doubt.DAMAGE;
    };
  }

  /** A new store in memory, beside what META has agreed on; the disk bounds no tuples. */
  private LogOpener.Opened replicated(Log.Recovery recovery, Log.Listener listener)
      throws IOException {
    LogOpener.Opened disk = journal(new Agreed(recovery), listener);
    MemoryLog memory = new MemoryLog(new SecureRandom());
    return new LogOpener.Opened(
        new ReplicatedLog(memory, disk.log()),
        new StoreIdentity(memory.storeId(), disk.store().folder(), disk.store().incarnation()),
        () -> false,
        disk.doubt(),
        disk.settled());
  }

  private Path data() {
    return config.dataFolder(self);
  }

  /** Lets nothing through but what META has agreed on. */
  private final class Agreed implements Log.Recovery {
    private final Log.Recovery recovery;

    Agreed(Log.Recovery recovery) {
      this.recovery = recovery;
    }

    @Override
    public void image(Image image) {
      check(image.segment());
      recovery.image(image);
    }

    @Override
    public void entry(LogEntry entry) {
      check(entry.segment());
      recovery.entry(entry);
    }

    private void check(SegmentId log) {
      if (log.index() != SegmentId.META && log.index() != SegmentId.ROSTER) {
        throw new OtherDurabilityException(data());
      }
    }
  }
}
