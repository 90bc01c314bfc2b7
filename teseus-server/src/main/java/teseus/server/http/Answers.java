package teseus.server.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import teseus.space.Explanation;
import teseus.space.FieldIndex;
import teseus.space.Lease;
import teseus.space.LookUp;
import teseus.space.OpId;
import teseus.space.Page;
import teseus.space.Token;

/** What goes back to a client: documents, and sending them. */
final class Answers {
  static final String JSON = "application/json";
  static final String PROBLEM = "application/problem+json";
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

  private Answers() {}

  static JsonObject lease(Lease lease) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("token", lease.token().toString());
    document.put("segment", lease.segment().toString());
    document.put("until", until(lease.until()));
    return new JsonObject(document);
  }

  static JsonObject transaction(OpId id, Instant until) {
    return JsonObject.of("transaction", id.toString(), "until", until.toString());
  }

  static JsonObject token(Token token) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("token", token.id().toString());
    document.put("version", token.version());
    document.put("type", token.tuple().type());
    if (!token.tuple().supertypes().isEmpty()) {
      document.put("supertypes", token.tuple().supertypes());
    }
    document.put("fields", token.tuple().fields());
    document.put("bytes", token.bytes());
    document.put("born", token.born().toString());
    document.put("until", until(token.until()));
    document.put("segment", token.segment().toString());
    document.put("ageMs", token.age().toMillis());
    return new JsonObject(document);
  }

  static JsonObject explanation(Explanation how) {
    JsonArray segments = new JsonArray();
    how.segments()
        .forEach(
            (segment, lookUps) -> {
              JsonArray documents = new JsonArray();
              lookUps.forEach(lookUp -> documents.add(lookUp(lookUp)));
              segments.add(JsonObject.of("segment", segment.toString()).put("lookUps", documents));
            });
    return JsonObject.of("segments", segments);
  }

  private static JsonObject lookUp(LookUp lookUp) {
    JsonObject document = JsonObject.of("type", lookUp.type());
    lookUp.index().ifPresent(index -> document.put("index", index));
    return document
        .put("tokens", lookUp.tokens())
        .put("candidates", lookUp.candidates())
        .put("examined", lookUp.examined())
        .put("found", lookUp.found());
  }

  static JsonObject indexes(Collection<FieldIndex> indexes) {
    return JsonObject.of("indexes", new JsonArray(indexes.stream().map(Answers::index).toList()));
  }

  static JsonObject index(FieldIndex index) {
    return JsonObject.of("type", index.type())
        .put("field", index.path())
        .put("ordered", index.ordered());
  }

  static JsonObject page(Page page) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("tokens", page.tokens().stream().map(Answers::token).toList());
    document.put("cursor", page.next() == null ? null : page.next().toString());
    return new JsonObject(document);
  }

  private static @Nullable String until(Instant until) {
    return until.equals(Lease.FOREVER) ? null : until.toString();
  }

  static void send(HttpServerResponse to, int status, JsonObject document) {
    send(to, status, JSON, document);
  }

  static void nothing(HttpServerResponse to) {
    if (open(to)) {
      to.setStatusCode(204).end();
    }
  }

  /** What a failure is told as; the host's own faults go to its log. */
  static Problem problem(Throwable failure) {
    Problem problem = Problem.of(failure);
    if (problem.type() == ProblemType.INTERNAL) {
      LOG.error("a request failed", failure);
    }
    return problem;
  }

  static void problem(HttpServerResponse to, Throwable failure) {
    Problem problem = problem(failure);
    if (problem.type().retry()) {
      to.putHeader(HttpHeaders.RETRY_AFTER, "1");
    }
    send(to, problem.type().status(), PROBLEM, problem.json());
  }

  private static void send(
      HttpServerResponse to, int status, String contentType, JsonObject document) {
    if (open(to)) {
      to.setStatusCode(status)
          .putHeader(HttpHeaders.CONTENT_TYPE, contentType)
          .end(document.toBuffer());
    }
  }

  /** Whoever hung up is not told. */
  private static boolean open(HttpServerResponse to) {
    return !to.closed() && !to.ended();
  }
}
