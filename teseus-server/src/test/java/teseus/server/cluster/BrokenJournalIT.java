package teseus.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import teseus.server.http.Await;
import teseus.space.Template;
import teseus.space.Token;

/**
 * A journal that cannot be written any more, as on a full disk: the system refuses whatever goes
 * beyond a size that the host's files have passed.
 */
class BrokenJournalIT {
  private static final int CREATED = 201;
  private static final int DAMAGED = 8;
  private static final int WRITES = 50;

  @RegisterExtension
  static final ClusterFixture CLUSTER = ClusterFixture.of(Map.of("hera", "8 MiB"));

  private final Door door = CLUSTER.door("hera");
  private final Set<String> acknowledged = new HashSet<>();

  @Test
  void endsTheHostBeforeItPromisesWhatItCannotKeep() throws Exception {
    Tools.need("prlimit");
    for (int n = 0; n < WRITES; n++) {
      assertThat(write()).isTrue();
    }

    CLUSTER.host("hera").limitFiles(1);
    Await.until(Duration.ofSeconds(30), () -> !write());

    assertThat(CLUSTER.host("hera").awaitExit()).isEqualTo(DAMAGED);
    assertThat(CLUSTER.host("hera").printed())
        .contains("hera can serve no longer: the journal failed")
        .contains("File too large");

    CLUSTER.restart("hera");
    assertThat(Drain.of(CLUSTER, "hera", Template.ofType("Oath")))
        .extracting(Token::id)
        .extracting(Object::toString)
        .doesNotHaveDuplicates()
        .containsAll(acknowledged);
    assertThat(write()).isTrue();
  }

  /** Writes one; false if that was not acknowledged. */
  private boolean write() throws InterruptedException {
    HttpResponse<String> answer;
    try {
      answer = door.post("/v1/tuples", "{\"type\":\"Oath\",\"fields\":{}}");
    } catch (IOException e) {
      return false;
    }
    if (answer.statusCode() != CREATED) {
      return false;
    }
    return acknowledged.add(new JsonObject(answer.body()).getString("token"));
  }
}
