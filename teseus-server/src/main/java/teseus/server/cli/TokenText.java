package teseus.server.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import teseus.space.Event;
import teseus.space.Lease;
import teseus.space.Token;

/** Tokens and leases, for people and as the HTTP API says them. */
final class TokenText {
  private TokenText() {}

  static String line(Token token, Ink ink) {
    String where =
        "  # " + token.id() + " in " + token.segment() + ", " + Figures.bytes(token.bytes());
    String version = token.version() == 1 ? "" : ", version " + token.version();
    String until = token.until().equals(Lease.FOREVER) ? "" : ", until " + token.until();
    String age = token.age().isZero() ? "" : ", as of " + token.age().toMillis() + " ms ago";
    return ink.bold(Table.visible(token.tuple().type()))
        + " "
        + Table.visible(Json.text(token.tuple().fields()))
        + ink.dim(where + version + until + age);
  }

  static String json(Event event) {
    ObjectNode json =
        Json.object()
            .put("event", event.kind().name().toLowerCase(Locale.ROOT))
            .put("number", event.number())
            .put("segment", event.segment().toString());
    event.token().ifPresent(token -> json.set("token", tree(token)));
    return Json.text(json.put("position", event.position().toString()));
  }

  static String json(Token token) {
    return Json.text(tree(token));
  }

  private static ObjectNode tree(Token token) {
    ObjectNode json =
        Json.object().put("token", token.id().toString()).put("version", token.version());
    json.put("type", token.tuple().type());
    if (!token.tuple().supertypes().isEmpty()) {
      json.set("supertypes", Json.tree(token.tuple().supertypes()));
    }
    json.set("fields", Json.tree(token.tuple().fields()));
    return json.put("bytes", token.bytes())
        .put("born", token.born().toString())
        .put("until", until(token.until()))
        .put("segment", token.segment().toString())
        .put("ageMs", token.age().toMillis());
  }

  /** Prints what became of a token, or that there is none; returns the exit code. */
  static int print(Optional<Token> changed, boolean json, Console console) {
    if (changed.isEmpty()) {
      console.err().println("teseus: no such token");
      return Exit.NONE.code();
    }
    Token token = changed.get();
    console.out().println(json ? json(token) : line(token, console.ink()));
    return Exit.OK.code();
  }

  static String line(Lease lease) {
    String until = until(lease.until());
    return lease.token() + " in " + lease.segment() + (until == null ? "" : ", until " + until);
  }

  static String json(Lease lease) {
    return Json.text(
        Json.object()
            .put("token", lease.token().toString())
            .put("segment", lease.segment().toString())
            .put("until", until(lease.until())));
  }

  private static @Nullable String until(Instant until) {
    return until.equals(Lease.FOREVER) ? null : until.toString();
  }
}
