package teseus.snapshot;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import teseus.space.vertx.SpaceVerticle;
import teseus.space.wire.MetaState;

/**
 * Takes global snapshots with its host as their master: when asked, and by a schedule if it has one
 * and its host is the one that keeps it. Its methods may be called from any thread.
 */
public final class SnapshotVerticle extends VerticleBase {
  private static final System.Logger LOG = System.getLogger(SnapshotVerticle.class.getName());

  private final SpaceVerticle space;
  private final FileSnapshotSink.Source source;
  private final Path folder;
  private final Optional<Duration> every;
  private final Predicate<MetaState> scheduler;
  private final int keep;

  /**
   * One that has taken none.
   *
   * @param folder where the files go; made when the first is written
   * @param every how often one is taken without being asked; never if empty
   * @param scheduler whether its host takes these, by what META says: one of a cluster
   * @param keep how many of the newest stay after each, at least 1
   */
  public SnapshotVerticle(
      SpaceVerticle space,
      FileSnapshotSink.Source source,
      Path folder,
      Optional<Duration> every,
      Predicate<MetaState> scheduler,
      int keep) {
    this.space = space;
    this.source = source;
    this.folder = folder;
    this.every = every;
    this.scheduler = scheduler;
    this.keep = keep;
  }

  @Override
  public Future<?> start() {
    every.ifPresent(period -> vertx.setPeriodic(period.toMillis(), tick -> scheduled()));
    return vertx.executeBlocking(() -> new SnapshotFolder(folder).removeUnfinished());
  }

  private void scheduled() {
    Future<Boolean> its = space.ask((host, now) -> scheduler.test(host.meta()));
    its.onSuccess(
        here -> {
          if (here) {
            takeAndTell();
          }
        });
  }

  private void takeAndTell() {
    take()
        .onSuccess(
            stored -> LOG.log(System.Logger.Level.INFO, "snapshot written: {0}", stored.file()))
        .onFailure(
            cause ->
                LOG.log(
                    System.Logger.Level.WARNING,
                    "the scheduled snapshot was not taken: {0}",
                    cause.getMessage()));
  }

  /**
   * Takes one. Writers are not stopped.
   *
   * @return the finished file; fails with {@link SnapshotFailedException}, and nothing of it is
   *     left
   */
  public Future<StoredSnapshot> take() {
    Executor worker =
        step -> {
          Future<?> unused =
              vertx.executeBlocking(
                  () -> {
                    step.run();
                    return null;
                  },
                  false);
        };
    FileSnapshotSink sink =
        new FileSnapshotSink(folder, source, InstantSource.system(), worker, space::execute);
    return space
        .ask(
            (host, now) -> {
              host.snapshot(sink, now);
              return true;
            })
        .compose(begun -> Future.fromCompletionStage(sink.file()))
        .compose(file -> vertx.executeBlocking(() -> kept(file)));
  }

  private StoredSnapshot kept(Path file) throws Exception {
    SnapshotFolder snapshots = new SnapshotFolder(folder);
    StoredSnapshot written =
        snapshots.list().stream()
            .filter(stored -> stored.file().getFileName().equals(file.getFileName()))
            .findFirst()
            .orElseThrow(
                () ->
                    new SnapshotFailedException(file + " was removed after it was written", null));
    List<Path> unused = snapshots.keepNewest(source.cluster(), keep);
    return written;
  }

  /** The snapshots in this host's folder, the newest first. */
  public Future<List<StoredSnapshot>> list() {
    return vertx.executeBlocking(() -> new SnapshotFolder(folder).list());
  }
}
