package teseus.pantheon;

import java.util.concurrent.CompletableFuture;
import teseus.space.Position;

/**
 * A listener that is told what happens. It lives until it is closed, goes on at the next host from
 * where it was when its own is lost, and leaves nothing out. Thread-safe.
 */
public interface Subscription extends AutoCloseable {
  /** Completes once all that happens from then on is told of; fails as {@link #ended} does. */
  CompletableFuture<Void> opened();

  /** Where to go on after what was told so far; keep it to go on in another process. */
  Position position();

  /**
   * Completes when nothing more is told, after {@link #close}; fails with what a host refused it
   * for, or what the listener threw.
   */
  CompletableFuture<Void> ended();

  /** Ends it. The listener may be told of one event more, if it is being told. */
  @Override
  void close();
}
