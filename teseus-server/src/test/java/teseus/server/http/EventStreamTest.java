package teseus.server.http;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import teseus.pantheon.Pantheon;
import teseus.pantheon.Subscription;
import teseus.space.Event;
import teseus.space.Position;
import teseus.space.Template;
import teseus.space.Tuple;

@Timeout(60)
class EventStreamTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Template JOBS = Template.ofType("Job");

  private final Vertx vertx = Vertx.vertx();
  private final FakeGateway gateway = new FakeGateway(vertx);
  private final List<Event> events = Collections.synchronizedList(new ArrayList<>());
  private Server server;

  @BeforeEach
  void start() throws Exception {
    server = new Server(vertx, gateway, new FakeAdmin());
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
  }

  private HttpResponse<String> ask(String body) throws Exception {
    return server.send("POST", "/v1/events", "application/json", body);
  }

  @Test
  void whatIsNotUnderstoodIsRefused() throws Exception {
    for (String body :
        List.of(
            "{}",
            "{\"template\":{},\"events\":\"gap\"}",
            "{\"template\":{},\"from\":\"nowhere\"}",
            "{\"template\":{},\"term\":\"0 ms\"}")) {
      HttpResponse<String> answer = ask(body);
      assertThat(answer.statusCode()).as(body).isEqualTo(400);
      assertThat(new JsonObject(answer.body()).getString("type")).isEqualTo("/problems/invalid");
    }
    assertThat(gateway.subscribers()).isZero();
  }

  @Test
  void aListenerIsToldMoreThanItsHostKeepsForItOneAfterTheOther() throws Exception {
    try (Pantheon client = Pantheon.connect(server.url());
        Subscription subscription =
            client.space().subscribe(JOBS, Event.Kind.all(), null, events::add)) {
      subscription.opened().get(20, SECONDS);
      for (int i = 0; i < 3 * EventStream.WINDOW; i++) {
        client.write(Tuple.of("Job", Map.of("n", i)));
      }
      client.write(Tuple.of("Other", Map.of()));
      Await.until(SOON, () -> events.size() >= 3 * EventStream.WINDOW);
      assertThat(subscription.position().number()).isEqualTo(3 * EventStream.WINDOW);
    }
    for (int i = 0; i < events.size(); i++) {
      assertThat(events.get(i).number()).isEqualTo(i + 1);
      assertThat(events.get(i).token().orElseThrow().tuple().at("n")).isEqualTo((long) i);
    }
    Await.until(SOON, () -> gateway.subscribers() == 0); // its connection is gone, and so is it
  }

  @Test
  void aListenerGoesOnFromAPosition() throws Exception {
    try (Pantheon client = Pantheon.connect(server.url());
        Subscription subscription =
            client
                .space()
                .subscribe(JOBS, Event.Kind.all(), new Position(41, Map.of()), events::add)) {
      subscription.opened().get(20, SECONDS);
      client.write(Tuple.of("Job", Map.of()));
      Await.until(SOON, () -> !events.isEmpty());
    }
    assertThat(events.get(0).number()).isEqualTo(42);
  }

  @Test
  void aListenerThatFailsEndsItsSubscription() throws Exception {
    try (Pantheon client = Pantheon.connect(server.url());
        Subscription subscription =
            client
                .space()
                .subscribe(
                    JOBS,
                    Event.Kind.all(),
                    null,
                    event -> {
                      throw new IllegalStateException("enough");
                    })) {
      subscription.opened().get(20, SECONDS);
      client.write(Tuple.of("Job", Map.of()));
      assertThatThrownBy(() -> subscription.ended().get(20, SECONDS))
          .hasMessageContaining("enough");
    }
    Await.until(SOON, () -> gateway.subscribers() == 0);
  }
}
