package teseus.server.http;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import teseus.space.Limits;
import teseus.space.host.LoadLimits;
import teseus.space.host.TransactionLimits;

class OpenApiTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
  }

  @Test
  void describesEveryMethodOfEveryPathAndNoOther() throws Exception {
    Router router = Router.router(vertx);
    HttpApi.mount(
        router,
        vertx,
        new FakeGateway(vertx),
        new FakeAdmin(),
        Limits.DEFAULT,
        LoadLimits.DEFAULT,
        TransactionLimits.DEFAULT,
        Limits.DEFAULT.bytes());
    Set<String> served = new TreeSet<>();
    for (Route route : router.getRoutes()) {
      if (route.methods() != null && route.getPath() != null) {
        String path = route.getPath().replaceAll(":([a-z]+)", "{$1}");
        route.methods().forEach(method -> served.add(method.name() + " " + path));
      }
    }
    served.removeIf(each -> each.startsWith("HEAD "));
    Set<String> described = new TreeSet<>();
    document()
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method ->
                            described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    assertThat(served).hasSizeGreaterThan(10).isEqualTo(described);
  }

  @Test
  void namesEveryProblem() throws Exception {
    Set<String> described = new TreeSet<>();
    document()
        .at("/components/schemas/Problem/properties/type/enum")
        .forEach(uri -> described.add(uri.asText()));
    assertThat(described)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(ProblemType.values()).map(ProblemType::uri).toList());
  }

  @Test
  void refersOnlyToWhatItHolds() throws Exception {
    JsonNode document = document();
    for (JsonNode reference : document.findValues("$ref")) {
      assertThat(document.at(reference.asText().substring(1)).isMissingNode())
          .as(reference.asText())
          .isFalse();
    }
  }

  private static JsonNode document() throws Exception {
    try (InputStream in = HttpApi.class.getResourceAsStream("openapi.yaml")) {
      return new YAMLMapper().readTree(in);
    }
  }
}
