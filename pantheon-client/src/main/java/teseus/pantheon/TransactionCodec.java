package teseus.pantheon;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import teseus.space.OpId;
import teseus.space.host.Reply;
import teseus.space.host.Request;

/** Requests that begin and end transactions, and their replies, as the HTTP API's JSON. */
final class TransactionCodec {
  private static final String ALL = "/v1/transactions";

  private TransactionCodec() {}

  /** Whether it begins or ends a transaction, or prolongs it. */
  static boolean covers(Request request) {
    return request instanceof Request.Begin
        || request instanceof Request.Commit
        || request instanceof Request.Abort
        || request instanceof Request.Extend;
  }

  static String path(Request request) {
    if (request instanceof Request.Commit commit) {
      return path(commit.transaction()) + "/commit";
    }
    if (request instanceof Request.Abort abort) {
      return path(abort.transaction()) + "/abort";
    }
    return request instanceof Request.Extend extend ? path(extend.transaction()) + "/renew" : ALL;
  }

  /** The path that what is done in a transaction is below. */
  static String path(OpId transaction) {
    return ALL + "/" + transaction;
  }

  static Map<String, @Nullable Object> body(Request request) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    if (request instanceof Request.Begin begin) {
      body.put("lease", begin.lease() + " ms");
    } else if (request instanceof Request.Extend extend) {
      body.put("lease", extend.lease() + " ms");
    }
    return body;
  }

  /**
   * An answer that has a body.
   *
   * @throws IllegalArgumentException if it is none of the API's
   */
  static Reply reply(Request request, JsonNode json) {
    OpId id = OpId.parse(json.required("transaction").asText());
    Instant until = Instant.parse(json.required("until").asText());
    return request instanceof Request.Begin
        ? new Reply.Begun(id, until)
        : new Reply.Extended(id, until);
  }
}
