package teseus.space.host;

import java.util.ArrayList;
import java.util.List;
import teseus.space.HostId;
import teseus.space.spi.Network;
import teseus.space.wire.Beacon;
import teseus.space.wire.Frame;
import teseus.space.wire.Message;

/** A network that keeps what is sent. */
final class SentFrames implements Network {
  /** One frame on its way. */
  record Sent(HostId to, Frame frame) {}

  private final List<Sent> sent = new ArrayList<>();
  private final List<Beacon> said = new ArrayList<>();

  @Override
  public void send(HostId to, Frame frame) {
    sent.add(new Sent(to, frame));
  }

  @Override
  public void publish(Beacon beacon) {
    said.add(beacon);
  }

  /** What was published since the last call. */
  List<Beacon> beacons() {
    List<Beacon> all = List.copyOf(said);
    said.clear();
    return all;
  }

  /** What was sent since the last call. */
  List<Sent> drain() {
    List<Sent> all = List.copyOf(sent);
    sent.clear();
    return all;
  }

  /** The messages of one kind sent since the last call to any of these methods; others are lost. */
  <M extends Message> List<M> drain(Class<M> kind) {
    return drain().stream()
        .map(one -> one.frame().message())
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }
}
