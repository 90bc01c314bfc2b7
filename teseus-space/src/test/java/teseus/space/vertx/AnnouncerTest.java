package teseus.space.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AnnouncerTest {
  private final Vertx vertx = Vertx.vertx();
  private final AtomicLong now = new AtomicLong(1_000_000);
  private final AuctionQuota auctions = new AuctionQuota();
  private final Announcer announcer = new Announcer(vertx.eventBus(), now::get);

  @AfterEach
  void close() {
    LinkedHost.done(vertx.close());
  }

  private void auction(int number) {
    auctions
        .next(now.get())
        .ifPresent(before -> announcer.auction(new JsonObject().put("n", number), before));
  }

  @Test
  void saysFiftyAuctionsASecondAndThenHowManyItLeftOut() throws InterruptedException {
    BlockingQueue<JsonObject> heard = listen(Announcer.AUCTION);
    for (int i = 0; i < 70; i++) {
      auction(i);
    }
    now.addAndGet(1_000);
    auction(70);
    auction(71);

    List<JsonObject> all = take(heard, 52);
    for (int i = 0; i < 50; i++) {
      assertThat(all.get(i)).isEqualTo(new JsonObject().put("n", i));
    }
    assertThat(all.get(50)).isEqualTo(new JsonObject().put("n", 70).put("skipped", 20L));
    assertThat(all.get(51)).isEqualTo(new JsonObject().put("n", 71));
  }

  @Test
  void saysNoMoreThanAMebibyteASecondOverAllAddresses() throws InterruptedException {
    BlockingQueue<JsonObject> heard = listen(Announcer.HOST);
    announcer.member(new JsonObject().put("text", "x".repeat(600_000)));
    announcer.host(new JsonObject().put("text", "x".repeat(600_000)));
    announcer.host(new JsonObject().put("n", 1));

    assertThat(take(heard, 1)).containsExactly(new JsonObject().put("n", 1).put("skipped", 1L));
  }

  @Test
  void auctionsDoNotKeepOtherEventsFromBeingSaid() throws InterruptedException {
    BlockingQueue<JsonObject> heard = listen(Announcer.MEMBER);
    for (int i = 0; i < 100; i++) {
      auction(i);
    }
    announcer.member(new JsonObject().put("host", "hera"));

    assertThat(take(heard, 1)).containsExactly(new JsonObject().put("host", "hera"));
  }

  private BlockingQueue<JsonObject> listen(String address) {
    BlockingQueue<JsonObject> heard = new LinkedBlockingQueue<>();
    LinkedHost.done(
        vertx.eventBus().<JsonObject>consumer(address, m -> heard.add(m.body())).completion());
    return heard;
  }

  private static List<JsonObject> take(BlockingQueue<JsonObject> heard, int count)
      throws InterruptedException {
    List<JsonObject> taken = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      JsonObject next = heard.poll(20, TimeUnit.SECONDS);
      assertThat(next).as("event %d of %d", i + 1, count).isNotNull();
      taken.add(next);
    }
    return taken;
  }
}
