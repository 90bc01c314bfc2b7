package teseus.space.vertx;

import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Tells on the event bus what people watch. The bus has no back-pressure, so a host says at most
 * {@value #MAX_BYTES} bytes a second, and of auctions what {@link AuctionQuota} lets through; the
 * rest is dropped, and the next event of its address that is sent says how many in {@value
 * #SKIPPED}. Owned by one context.
 */
public final class Announcer {
  /** Where a host tells of its own state. */
  public static final String HOST = "teseus.host";

  /** Where awards are told. */
  public static final String AUCTION = "teseus.auction";

  /** Where hosts that come and go are told of. */
  public static final String MEMBER = "teseus.member";

  /** The field with the number of events of this address that were not sent before this one. */
  public static final String SKIPPED = "skipped";

  /** Bytes a second, all events together, as JSON. */
  public static final int MAX_BYTES = 1 << 20;

  private final EventBus bus;
  private final LongSupplier now;
  private final Quota all = new Quota(Integer.MAX_VALUE, MAX_BYTES);
  private final Map<String, Long> skipped = new HashMap<>();

  /**
   * An announcer that has said nothing yet.
   *
   * @param now milliseconds, never going back
   */
  public Announcer(EventBus bus, LongSupplier now) {
    this.bus = bus;
    this.now = now;
  }

  /** Tells of this host's state; the event is the announcer's from now on. */
  public void host(JsonObject event) {
    announce(HOST, event);
  }

  /**
   * Tells of an award; the event is the announcer's from now on.
   *
   * @param before how many awards were not told of since the last
   */
  public void auction(JsonObject event, long before) {
    skipped.merge(AUCTION, before, Long::sum);
    announce(AUCTION, event);
  }

  /** Tells of a host that came or went; the event is the announcer's from now on. */
  public void member(JsonObject event) {
    announce(MEMBER, event);
  }

  private void announce(String address, JsonObject event) {
    long at = now.getAsLong();
    long before = skipped.getOrDefault(address, 0L);
    if (before > 0) {
      event.put(SKIPPED, before);
    }
    long size = event.toBuffer().length();
    if (!all.allows(at, size)) {
      skipped.put(address, before + 1);
      return;
    }
    all.spend(size);
    skipped.remove(address);
    bus.publish(address, event);
  }
}
