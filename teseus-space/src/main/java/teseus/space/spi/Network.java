package teseus.space.spi;

import teseus.space.HostId;
import teseus.space.wire.Beacon;
import teseus.space.wire.Frame;

/**
 * The two roads between hosts. Both may lose, repeat and reorder; neither blocks nor throws. What a
 * host sends to itself never comes here.
 */
public interface Network {
  /** Sends over the peer link; dropped if there is none. */
  void send(HostId to, Frame frame);

  /** Publishes to every host, softly; the sender does not hear its own. */
  void publish(Beacon beacon);
}
