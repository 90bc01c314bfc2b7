package teseus.space.host;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import teseus.space.HostId;
import teseus.space.spi.Network;
import teseus.space.wire.Frame;
import teseus.space.wire.Message;

/**
 * Carries what the parts of a host say: to other hosts over the network, in the host's colour and
 * with the newest state of META that it has heard of; to itself within the same turn, after what is
 * being handled.
 */
final class Post {
  private final HostId self;
  private final Network network;
  private final ArrayDeque<Message> own = new ArrayDeque<>();
  private long colour;
  private long roster;
  private long known;
  private long heard;

  Post(HostId self, Network network) {
    this.self = self;
    this.network = network;
  }

  void send(HostId to, Message message) {
    if (to.equals(self)) {
      own.add(message);
    } else {
      network.send(to, new Frame(colour, roster, heard, message));
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

  /** This host goes by a state of META. */
  void knows(long version) {
    known = Math.max(known, version);
    hears(version);
  }

  /** Somebody has heard of a state of META. */
  void hears(long version) {
    heard = Math.max(heard, version);
  }

  /** The newest state of META that this host has heard of. */
  long heard() {
    return heard;
  }

  /** Whether this host goes by a state of META, or by a later one. */
  boolean goesBy(long version) {
    return version >= 0 && version <= known;
  }

  /**
   * Whether this host knows all that META has decided before anything it has heard of. Then nobody
   * it has heard from, be it through others, has heard of another primary of what is led here:
   * whoever leads a segment anew does so by META's word, and says its version with all it sends.
   */
  boolean upToDate() {
    return known == heard;
  }
}
