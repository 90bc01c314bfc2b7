package teseus.space;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;

/** A listener that is told what happens, while its lease lasts. Call from any thread. */
public interface Subscription {
  /** Where to go on, at any host, after what was told so far; empty if it has ended. */
  Future<Optional<Position>> position();

  /**
   * Lets it last for so long from now on.
   *
   * @param term at least 1 ms; {@link Space#LONGEST} or more is for ever
   * @return false if it has ended
   */
  Future<Boolean> renew(Duration term);

  /** Ends it. Events that are on their way may still be told. */
  void cancel();

  /** Completes when its lease has ended and nothing more is told. */
  Future<Void> ended();
}
