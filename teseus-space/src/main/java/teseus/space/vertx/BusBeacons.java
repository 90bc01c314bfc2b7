package teseus.space.vertx;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.UUID;
import java.util.function.Consumer;
import teseus.space.wire.Beacon;

/**
 * Beacons over the event bus, encoded by others. Softly: a beacon may be lost without a word. One
 * object hears what all others publish, and not its own.
 */
final class BusBeacons {
  static final String ADDRESS = "teseus.beacon";

  private static final String SENDER = "sender";

  private final String self = UUID.randomUUID().toString();
  private final DeliveryOptions options = new DeliveryOptions().addHeader(SENDER, self);
  private final EventBus bus;
  private final Consumer<byte[]> heard;
  private final MessageConsumer<Object> consumer;

  private BusBeacons(EventBus bus, Consumer<byte[]> heard) {
    this.bus = bus;
    this.heard = heard;
    this.consumer = bus.consumer(ADDRESS, this::receive);
  }

  /**
   * Begins to listen.
   *
   * @param heard called with each beacon of another host, on the caller's context
   * @return once the other hosts of the cluster have been told that this one listens
   */
  static Future<BusBeacons> start(Vertx vertx, Consumer<byte[]> heard) {
    BusBeacons beacons = new BusBeacons(vertx.eventBus(), heard);
    return beacons.consumer.completion().map(beacons);
  }

  /**
   * Tells all others. From any thread.
   *
   * @param beacon at most {@link Beacon#MAX_BYTES} bytes
   * @throws IllegalArgumentException if it is larger
   */
  void publish(byte[] beacon) {
    if (beacon.length > Beacon.MAX_BYTES) {
      throw new IllegalArgumentException(
          "a beacon has at most " + Beacon.MAX_BYTES + " bytes, this one " + beacon.length);
    }
    bus.publish(ADDRESS, Buffer.buffer(beacon), options);
  }

  /** Listens no more. */
  Future<Void> close() {
    return consumer.unregister();
  }

  /** What is no beacon, or too large for one, is dropped: anyone on the bus may publish here. */
  private void receive(Message<Object> message) {
    if (message.body() instanceof Buffer bytes
        && bytes.length() <= Beacon.MAX_BYTES
        && !self.equals(message.headers().get(SENDER))) {
      heard.accept(bytes.getBytes());
    }
  }
}
