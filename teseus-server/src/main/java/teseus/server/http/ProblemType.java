package teseus.server.http;

/** What can go wrong at the door, each under a name that never changes (RFC 9457). */
enum ProblemType {
  MALFORMED(400, "malformed", "Not JSON", false),
  INVALID(400, "invalid", "Not what this path takes", false),
  TOO_DEEP(400, "too-deep", "Nested too deep", false),
  TOO_MANY_FIELDS(400, "too-many-fields", "Too many fields in one object", false),
  NOT_FOUND(404, "not-found", "Not there", false),
  NO_SUCH_FUNCTION(404, "no-such-function", "No host has the function", false),
  NO_SUCH_TRANSACTION(404, "no-such-transaction", "Not open at this host", false),
  METHOD_NOT_ALLOWED(405, "method-not-allowed", "Not a method of this path", false),
  TOO_SLOW(408, "too-slow", "The body did not arrive in time", true),
  CONTENDED(409, "contended", "Matches kept arriving", true),
  VERSION_CONFLICT(409, "version-conflict", "Somebody else has updated it", false),
  EDIT_REFUSED(409, "edit-refused", "A field does not take its edit", false),
  NOT_EMPTY(409, "not-empty", "The space is not empty", false),
  TRANSACTION_ABORTED(409, "transaction-aborted", "The transaction is over", false),
  SESSION_GONE(410, "session-gone", "The session has ended", false),
  TOO_LARGE(413, "too-large", "The body is too large", false),
  UNSUPPORTED_TYPE(415, "unsupported-type", "Not a content type of this path", false),
  BUSY(429, "busy", "Too much is open", true),
  INTERNAL(500, "internal", "The host failed", false),
  UNAVAILABLE(503, "unavailable", "A part that must answer cannot be reached", true),
  OUTCOME_UNKNOWN(504, "outcome-unknown", "It may have been done or not", false),
  SPACE_FULL(507, "space-full", "No host has room", false);

  private final int status;
  private final String slug;
  private final String title;
  private final boolean retry;

  ProblemType(int status, String slug, String title, boolean retry) {
    this.status = status;
    this.slug = slug;
    this.title = title;
    this.retry = retry;
  }

  int status() {
    return status;
  }

  /** A relative URI, for programs to compare. */
  String uri() {
    return "/problems/" + slug;
  }

  String title() {
    return title;
  }

  /** Whether the same request may succeed later without anyone changing anything. */
  boolean retry() {
    return retry;
  }
}
