package teseus.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import teseus.pantheon.Pantheon;
import teseus.pantheon.Subscription;
import teseus.server.http.Await;
import teseus.space.Event;
import teseus.space.Lease;
import teseus.space.Template;
import teseus.space.TokenId;
import teseus.space.Tuple;

/** A subscriber whose home is killed while others write is told of all there was, each once. */
@Tag("once")
class NotifyIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int EACH = 200;
  private static final Template NEWS = Template.ofType("News");

  @RegisterExtension
  static final ClusterFixture CLUSTER =
      ClusterFixture.ofThree(32)
          .with("links", new JsonObject().put("heartbeat-ms", 300).put("lost-after-ms", 3_000));

  private final List<TokenId> written = new ArrayList<>();
  private final List<Event> events = Collections.synchronizedList(new ArrayList<>());

  @Test
  void nothingIsMissedNorToldTwiceWhenTheHomeIsKilled() throws Exception {
    CLUSTER.awaitWhole(SOON); // before that writes are refused
    try (Pantheon writer = CLUSTER.client("hera");
        Pantheon reader = CLUSTER.client("juno");
        Subscription subscription =
            reader.space().subscribe(NEWS, Event.Kind.all(), null, events::add)) {
      subscription.opened().get(60, TimeUnit.SECONDS);
      write(writer);
      CLUSTER.kill9("juno");
      write(writer);
      CLUSTER.restart("juno");
      write(writer);
      Await.until(SOON, () -> events.size() >= written.size());
      TokenId last = writer.write(Tuple.of("News", Map.of("n", -1))).token();
      Await.until(SOON, () -> told().stream().anyMatch(event -> of(event).contains(last)));
      written.add(last);
    }
    List<Event> told = told();
    assertThat(told).extracting(Event::number).isEqualTo(upTo(told.size()));
    assertThat(told).extracting(Event::kind).containsOnly(Event.Kind.WRITTEN);
    List<TokenId> ids = told.stream().flatMap(event -> of(event).stream()).toList();
    assertThat(ids).doesNotHaveDuplicates().containsAll(written);
  }

  private void write(Pantheon writer) {
    for (int i = 0; i < EACH; i++) {
      Lease lease = writer.write(Tuple.of("News", Map.of("n", written.size())));
      written.add(lease.token());
    }
  }

  /**
   * What was told so far, copied in one piece: a synchronized list may not be walked while it
   * grows.
   */
  private List<Event> told() {
    return List.copyOf(events);
  }

  private static List<TokenId> of(Event event) {
    return event.token().map(token -> List.of(token.id())).orElse(List.of());
  }

  private static List<Long> upTo(int most) {
    return LongStream.rangeClosed(1, most).boxed().toList();
  }
}
