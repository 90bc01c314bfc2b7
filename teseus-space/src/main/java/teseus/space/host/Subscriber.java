package teseus.space.host;

import teseus.space.Event;
import teseus.space.Position;

/**
 * Who is told what happens. Called where the host runs, one call after the other; must not block.
 */
public interface Subscriber {
  /**
   * Whatever happens from now on is told of, wherever a segment could be reached.
   *
   * @param position where to go on if nothing is told of until then
   */
  void opened(Position position);

  /** Something happened. Called no more often than was granted. */
  void event(Event event);

  /** Its lease has ended. Nothing more is told. */
  void leaseEnded();
}
