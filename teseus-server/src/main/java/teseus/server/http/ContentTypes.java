package teseus.server.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;

/** What a request says that its body is. */
final class ContentTypes {
  static final String NDJSON = "application/x-ndjson";

  private ContentTypes() {}

  /** Whether the body is of this media type, in UTF-8 if it says anything of it. */
  static boolean is(HttpServerRequest request, String mediaType) {
    String header = request.getHeader(HttpHeaders.CONTENT_TYPE);
    if (header == null) {
      return false;
    }
    String[] parts = header.toLowerCase(Locale.ROOT).split(";", 2);
    String parameters = parts.length == 1 ? "" : parts[1].replace("\"", "").strip();
    return parts[0].strip().equals(mediaType)
        && (parameters.isEmpty() || parameters.equals("charset=utf-8"));
  }

  /**
   * Refuses any other body. JSON's media types also keep a web page of another origin from posting
   * without asking first, which is never granted.
   */
  static void require(HttpServerRequest request, String mediaType) {
    if (!is(request, mediaType)) {
      throw ProblemException.of(
          ProblemType.UNSUPPORTED_TYPE, "send Content-Type: " + mediaType + ", in UTF-8");
    }
  }
}
