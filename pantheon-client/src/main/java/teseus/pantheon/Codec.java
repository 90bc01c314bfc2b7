package teseus.pantheon;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import teseus.space.Consistency;
import teseus.space.Cursor;
import teseus.space.Event;
import teseus.space.Explanation;
import teseus.space.FieldIndex;
import teseus.space.Lease;
import teseus.space.LookUp;
import teseus.space.Order;
import teseus.space.Page;
import teseus.space.Position;
import teseus.space.SegmentId;
import teseus.space.SessionId;
import teseus.space.Template;
import teseus.space.Token;
import teseus.space.TokenId;
import teseus.space.Tuple;
import teseus.space.host.Reply;
import teseus.space.host.Request;
import teseus.space.wire.TemplateForm;

/** Requests and replies as the HTTP API's JSON. */
final class Codec {
  private static final ObjectMapper JSON =
      JsonMapper.builder(
              new JsonFactory()
                  .setStreamReadConstraints(
                      // What is answered to a take exists only here: no refusal for its size.
                      StreamReadConstraints.builder()
                          .maxNumberLength(Integer.MAX_VALUE)
                          .maxStringLength(Integer.MAX_VALUE)
                          .build()))
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private Codec() {}

  static String path(Request request) {
    if (request instanceof Request.Within within) {
      return TransactionCodec.path(within.transaction())
          + path(within.step()).substring("/v1".length());
    }
    if (TransactionCodec.covers(request)) {
      return TransactionCodec.path(request);
    }
    if (request instanceof Request.Write) {
      return "/v1/tuples";
    }
    if (request instanceof Request.Eval) {
      return "/v1/evals";
    }
    if (isTake(request)) {
      return "/v1/take";
    }
    if (request instanceof Request.Explain) {
      return "/v1/explain";
    }
    if (request instanceof Request.DeclareIndex) {
      return "/v1/indexes";
    }
    if (request instanceof Request.OnToken change) {
      return ChangeCodec.path(change);
    }
    if (request instanceof Request.Contents) {
      return "/v1/contents";
    }
    return request instanceof Request.Count ? "/v1/count" : "/v1/read";
  }

  /** How long a request waits, in milliseconds. */
  static long timeout(Request request) {
    if (request instanceof Request.Within within) {
      return timeout(within.step());
    }
    if (request instanceof Request.Take take) {
      return take.timeout();
    }
    if (request instanceof Request.Read read) {
      return read.timeout();
    }
    return request instanceof Request.TakeIfExists take ? take.timeout() : 0;
  }

  /** Whether what it gets is out of the space. */
  static boolean isTake(Request request) {
    return request instanceof Request.Take || request instanceof Request.TakeIfExists;
  }

  /** Whether doing it leaves the tuples as they were, however often; in a transaction, so far. */
  static boolean isPure(Request request) {
    return request instanceof Request.Read
        || request instanceof Request.Within
        || TransactionCodec.covers(request) && !(request instanceof Request.Commit)
        || request instanceof Request.ReadIfExists
        || request instanceof Request.Contents
        || request instanceof Request.Count
        || request instanceof Request.Explain
        || request instanceof Request.DeclareIndex;
  }

  /**
   * The body.
   *
   * @param remaining milliseconds to wait from now, instead of the request's own
   */
  static byte[] body(Request request, long remaining) {
    if (request instanceof Request.Within within) {
      return body(within.step(), remaining);
    }
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    if (request instanceof Request.Write write) {
      body.putAll(tuple(write.tuple()));
      if (write.term() != Long.MAX_VALUE) {
        body.put("term", write.term() + " ms");
      }
    } else if (request instanceof Request.Eval eval) {
      body.put("function", eval.function());
      body.put("argument", tuple(eval.argument()));
      if (eval.term() != Long.MAX_VALUE) {
        body.put("term", eval.term() + " ms");
      }
    } else if (request instanceof Request.Take take) {
      body.put("template", TemplateForm.of(take.template()));
      order(body, take.order());
      body.put("timeout", remaining + " ms");
    } else if (request instanceof Request.Read read) {
      body.put("template", TemplateForm.of(read.template()));
      order(body, read.order());
      body.put("timeout", remaining + " ms");
    } else if (request instanceof Request.TakeIfExists take) {
      body.put("template", TemplateForm.of(take.template()));
      order(body, take.order());
      body.put("timeout", remaining + " ms");
      ifExists(body, take.consistency());
    } else if (request instanceof Request.ReadIfExists read) {
      body.put("template", TemplateForm.of(read.template()));
      order(body, read.order());
      ifExists(body, read.consistency());
    } else if (request instanceof Request.OnToken change) {
      ChangeCodec.body(change, body);
    } else if (request instanceof Request.Contents contents) {
      body.put("template", TemplateForm.of(contents.template()));
      body.put("limit", contents.most());
      if (contents.cursor() != null) {
        body.put("cursor", contents.cursor().toString());
      }
    } else if (request instanceof Request.Count count) {
      body.put("template", TemplateForm.of(count.template()));
    } else if (request instanceof Request.Explain explain) {
      body.put("template", TemplateForm.of(explain.template()));
    } else if (request instanceof Request.DeclareIndex declare) {
      body.put("type", declare.index().type());
      body.put("field", declare.index().path());
      body.put("ordered", declare.index().ordered());
    }
    if (TransactionCodec.covers(request)) {
      body.putAll(TransactionCodec.body(request));
    }
    try {
      return JSON.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("this cannot be sent: " + e.getOriginalMessage(), e);
    }
  }

  static Map<String, @Nullable Object> tuple(Tuple tuple) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("type", tuple.type());
    if (!tuple.supertypes().isEmpty()) {
      json.put("supertypes", tuple.supertypes());
    }
    json.put("fields", tuple.fields());
    return json;
  }

  private static void order(Map<String, @Nullable Object> body, Order order) {
    if (order != Order.NEAR) {
      body.put("order", order.name().toLowerCase(Locale.ROOT));
    }
  }

  private static void ifExists(Map<String, @Nullable Object> body, Consistency consistency) {
    body.put("ifExists", true);
    body.put("consistency", consistency.name().toLowerCase(Locale.ROOT));
  }

  /**
   * Reads an answer that is no problem.
   *
   * @throws IOException if it is none of the API's
   */
  static Reply reply(Request request, int status, byte[] body) throws IOException {
    if (request instanceof Request.Within within) {
      return reply(within.step(), status, body);
    }
    if (status == 204 && TransactionCodec.covers(request)) {
      return new Reply.Ended();
    }
    if (status == 204) {
      return new Reply.Found(Optional.empty());
    }
    JsonNode json = tree(body);
    try {
      if (TransactionCodec.covers(request)) {
        return TransactionCodec.reply(request, json);
      }
      if (request instanceof Request.Contents) {
        return new Reply.Paged(page(json));
      }
      if (request instanceof Request.CancelLease) {
        return new Reply.LeaseCancelled(json.required("cancelled").booleanValue());
      }
      if (request instanceof Request.Write
          || request instanceof Request.Eval
          || request instanceof Request.Renew) {
        return new Reply.Written(
            new Lease(
                TokenId.parse(text(json, "token")),
                SegmentId.parse(text(json, "segment")),
                until(json)));
      }
      if (request instanceof Request.Count) {
        return new Reply.Counted(json.required("count").longValue());
      }
      if (request instanceof Request.Explain) {
        return new Reply.Explained(explanation(json));
      }
      if (request instanceof Request.DeclareIndex) {
        return new Reply.Declared(
            new FieldIndex(
                text(json, "type"), text(json, "field"), json.required("ordered").booleanValue()));
      }
      return new Reply.Found(Optional.of(token(json)));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new IOException("no answer of this API: " + e.getMessage(), e);
    }
  }

  private static Explanation explanation(JsonNode json) {
    Map<SegmentId, List<LookUp>> segments = new HashMap<>();
    for (JsonNode segment : json.required("segments")) {
      List<LookUp> lookUps = new ArrayList<>();
      for (JsonNode lookUp : segment.required("lookUps")) {
        lookUps.add(
            new LookUp(
                text(lookUp, "type"),
                lookUp.has("index") ? Optional.of(text(lookUp, "index")) : Optional.empty(),
                lookUp.required("tokens").longValue(),
                lookUp.required("candidates").longValue(),
                lookUp.required("examined").longValue(),
                lookUp.required("found").booleanValue()));
      }
      segments.put(SegmentId.parse(text(segment, "segment")), lookUps);
    }
    return new Explanation(segments);
  }

  /**
   * Asks what happens.
   *
   * @param from where to go on; null to begin now
   */
  static byte[] events(Template template, Set<Event.Kind> kinds, @Nullable Position from) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("template", TemplateForm.of(template));
    body.put(
        "events",
        kinds.stream()
            .sorted()
            .map(kind -> kind.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(",")));
    if (from != null) {
      body.put("from", from.toString());
    }
    try {
      return JSON.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("this cannot be sent: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * A line of what happens.
   *
   * @param event what happened; null if the line says something else
   * @param position where to go on after it, if it says
   */
  record Line(@Nullable Event event, @Nullable Position position) {}

  /**
   * Reads a line of what happens.
   *
   * @throws IOException if it is none of the API's
   */
  static Line event(String line) throws IOException {
    JsonNode json = tree(line.getBytes(StandardCharsets.UTF_8));
    try {
      if (!json.has("position")) {
        return new Line(null, null);
      }
      Position position = Position.parse(text(json, "position"));
      if (!json.has("number")) {
        return new Line(null, position);
      }
      Event event =
          new Event(
              json.required("number").longValue(),
              Event.Kind.valueOf(text(json, "event").toUpperCase(Locale.ROOT)),
              SegmentId.parse(text(json, "segment")),
              json.has("token") ? Optional.of(token(json.required("token"))) : Optional.empty(),
              position);
      return new Line(event, position);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new IOException("no event of this API: " + e.getMessage(), e);
    }
  }

  private static Page page(JsonNode json) {
    List<Token> tokens = new ArrayList<>();
    json.required("tokens").forEach(token -> tokens.add(token(token)));
    JsonNode cursor = json.required("cursor");
    return new Page(tokens, cursor.isNull() ? null : Cursor.parse(cursor.asText()));
  }

  static SessionId session(byte[] body) throws IOException {
    try {
      return SessionId.parse(text(tree(body), "session"));
    } catch (IllegalArgumentException e) {
      throw new IOException("no answer of this API: " + e.getMessage(), e);
    }
  }

  static JsonNode tree(byte[] body) throws IOException {
    JsonNode json = JSON.readTree(body);
    return json == null ? JsonNodeFactory.instance.missingNode() : json;
  }

  @SuppressWarnings("unchecked") // an object's keys are texts
  private static Token token(JsonNode json) {
    Map<String, @Nullable Object> fields = JSON.convertValue(json.required("fields"), Map.class);
    List<String> supertypes = new ArrayList<>();
    json.path("supertypes").forEach(name -> supertypes.add(name.asText()));
    return new Token(
        TokenId.parse(text(json, "token")),
        json.required("version").longValue(),
        Tuple.of(text(json, "type"), supertypes, fields, Mapping.WIDEST),
        json.required("bytes").intValue(),
        Instant.parse(text(json, "born")),
        until(json),
        SegmentId.parse(text(json, "segment")),
        Duration.ofMillis(json.required("ageMs").longValue()));
  }

  private static Instant until(JsonNode json) {
    return json.required("until").isNull() ? Lease.FOREVER : Instant.parse(text(json, "until"));
  }

  private static String text(JsonNode json, String key) {
    return json.required(key).asText();
  }
}
