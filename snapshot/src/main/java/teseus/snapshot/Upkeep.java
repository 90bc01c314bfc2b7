package teseus.snapshot;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import teseus.space.spi.Image;

/**
 * What a store does beside its journal: images, and letting go of files that nobody needs. The
 * background's, but for {@link #keep}, which any thread may call.
 */
final class Upkeep {
  private final StoreFolder folder;
  private final Images images;
  private final Retention retention;
  private final DiskGauge gauge;
  private final InstantSource clock;
  private StoreState state;

  Upkeep(
      StoreFolder folder, StoreRecovery.Recovered recovered, DiskGauge gauge, InstantSource clock) {
    this.folder = folder;
    this.images = recovered.images();
    this.retention = recovered.retention();
    this.gauge = gauge;
    this.clock = clock;
    this.state = recovered.state();
  }

  /** Writes an image durably. */
  void keep(Image image) throws IOException {
    long bytes = images.write(image, clock.millis());
    retention.imaged(image.segment(), image.lsn(), bytes);
  }

  /** Deletes what nobody needs; the store says first which files may be missing. */
  void clean() throws IOException {
    long now = clock.millis();
    List<Long> released = retention.release(now);
    if (!released.isEmpty()) {
      become(state.withFirstFile(released.get(released.size() - 1) + 1));
      for (long number : released) {
        folder.disk().delete(folder.journal(number));
      }
    }
    images.clean(now);
    gauge.measure();
  }

  void trust() throws IOException {
    become(state.withDoubt(Verdict.Kind.CLEAN, 0));
  }

  /** A batch that is missing at the next start will be known to have been there. */
  void ended(long forcedSeq) throws IOException {
    become(state.withKnownSeq(forcedSeq));
  }

  private void become(StoreState next) throws IOException {
    next.write(folder);
    state = next;
  }
}
