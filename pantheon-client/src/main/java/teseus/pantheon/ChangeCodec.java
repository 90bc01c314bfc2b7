package teseus.pantheon;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import teseus.space.Edit;
import teseus.space.host.Request;

/** Requests that concern one token, as the HTTP API's JSON. */
final class ChangeCodec {
  private ChangeCodec() {}

  static String path(Request.OnToken request) {
    if (request instanceof Request.Update) {
      return "/v1/update";
    }
    if (request instanceof Request.Modify) {
      return "/v1/modify";
    }
    return request instanceof Request.Renew ? "/v1/renew" : "/v1/cancel-lease";
  }

  static void body(Request.OnToken request, Map<String, @Nullable Object> body) {
    body.put("token", request.token().toString());
    if (request.segment() != null) {
      body.put("segment", request.segment().toString());
    }
    if (request instanceof Request.Update update) {
      body.put("version", update.version());
      body.putAll(Codec.tuple(update.tuple()));
    } else if (request instanceof Request.Modify modify) {
      body.put("edits", edits(modify.edits().list()));
    } else if (request instanceof Request.Renew renew && renew.term() != Long.MAX_VALUE) {
      body.put("term", renew.term() + " ms");
    }
  }

  private static List<Map<String, @Nullable Object>> edits(List<Edit> edits) {
    return edits.stream().map(ChangeCodec::edit).toList();
  }

  private static Map<String, @Nullable Object> edit(Edit edit) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    if (edit instanceof Edit.Set set) {
      json.put("set", set.path());
      json.put("value", set.value());
    } else if (edit instanceof Edit.Increment increment) {
      json.put("increment", increment.path());
      json.put("by", increment.by());
    } else if (edit instanceof Edit.Append append) {
      json.put("append", append.path());
      json.put("value", append.value());
    } else if (edit instanceof Edit.PutIfAbsent put) {
      json.put("putIfAbsent", put.path());
      json.put("value", put.value());
    } else {
      json.put("remove", edit.path());
    }
    return json;
  }
}
