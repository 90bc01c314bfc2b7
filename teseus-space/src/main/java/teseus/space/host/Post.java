package teseus.space.host;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import teseus.space.HostId;
import teseus.space.spi.Network;
import teseus.space.wire.Frame;
import teseus.space.wire.Message;

/**
 * Carries what the parts of a host say: to other hosts over the network, in the host's colour; to
 * itself within the same turn, after what is being handled.
 */
final class Post {
  private final HostId self;
  private final Network network;
  private final ArrayDeque<Message> own = new ArrayDeque<>();
  private long colour;
  private long roster;

  Post(HostId self, Network network) {
    this.self = self;
    this.network = network;
  }

  void send(HostId to, Message message) {
    if (to.equals(self)) {
      own.add(message);
    } else {
      network.send(to, new Frame(colour, roster, message));
    }
  }

  /** The next message to itself, or null. */
  @Nullable Message next() {
    return own.poll();
  }

  /** The highest snapshot this host has cut for. */
  long colour() {
    return colour;
  }

  void colour(long raised) {
    colour = raised;
  }

  /** The number of the list of hosts that this host goes by. */
  void roster(long raised) {
    roster = raised;
  }
}
