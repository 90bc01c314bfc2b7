package teseus.server.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import teseus.space.OpId;
import teseus.space.host.Reply;
import teseus.space.host.Request;
import teseus.space.host.Said;
import teseus.space.vertx.Gateway;
import teseus.space.vertx.Gateway.Operation;

/**
 * Hands requests to the gateway, at most once, or exactly once for those that carry a name: {@code
 * Idempotency-Key}, {@code Teseus-Turn}, {@code Teseus-Low}. Remembers the named ones while they
 * are open, so that they can be called off by name. Thread-safe.
 */
final class Submission {
  static final String KEY = "Idempotency-Key";
  static final String TURN = "Teseus-Turn";
  static final String LOW = "Teseus-Low";

  /** The highest snapshot that the client has seen, as an answer's header told it. */
  static final String COLOUR = "Teseus-Colour";

  /** The newest state of META that the client was told of, as an answer's header told it. */
  static final String META = "Teseus-Meta";

  private final Gateway gateway;
  private final Map<OpId, Operation> named = new ConcurrentHashMap<>();

  Submission(Gateway gateway) {
    this.gateway = gateway;
  }

  /**
   * Starts it.
   *
   * @throws ProblemException if a header is not well formed; nothing was done
   */
  Operation start(HttpServerRequest from, Request wanted) {
    Optional<OpId> key = key(from);
    if (key.isEmpty()) {
      return gateway.submit(wanted, heard(from));
    }
    OpId op = key.get();
    Operation operation =
        gateway.submit(op, new Said(turn(from), low(from, op), heard(from)), wanted);
    named.put(op, operation);
    operation.reply().onComplete(done -> named.remove(op, operation));
    return operation;
  }

  static long colour(HttpServerRequest from) {
    return number(from, COLOUR, 0, Long.MAX_VALUE, 0);
  }

  /** Whether the operation was open here; it then answers soon, where it was asked for. */
  boolean cancel(OpId op) {
    Operation operation = named.get(op);
    if (operation == null) {
      return false;
    }
    operation.cancel(false); // its session keeps what it got for whoever repeats it
    return true;
  }

  /**
   * Undoes a take, here or wherever it was done.
   *
   * @return as {@link Gateway#undo} gives it
   * @throws ProblemException if a header is not well formed; nothing was undone
   */
  Future<Reply> undo(HttpServerRequest from, OpId op) {
    return gateway.undo(op, turn(from), low(from, op));
  }

  private static long heard(HttpServerRequest from) {
    return number(from, META, 0, Long.MAX_VALUE, Said.NOTHING);
  }

  private static int turn(HttpServerRequest from) {
    return (int) number(from, TURN, 0, Integer.MAX_VALUE, 0);
  }

  private static long low(HttpServerRequest from, OpId op) {
    return number(from, LOW, 1, op.number(), 1);
  }

  /**
   * The name that a request's operation has.
   *
   * @throws ProblemException if it has one that is not well formed
   */
  static Optional<OpId> key(HttpServerRequest from) {
    String text = from.getHeader(KEY);
    if (text == null) {
      return Optional.empty();
    }
    boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
    return Optional.of(op(KEY, quoted ? text.substring(1, text.length() - 1) : text));
  }

  static OpId op(String what, String text) {
    try {
      return OpId.parse(text);
    } catch (IllegalArgumentException e) {
      throw ProblemException.of(
          ProblemType.INVALID,
          what + " reads SESSION-NUMBER, the session as POST /v1/sessions gave it");
    }
  }

  private static long number(
      HttpServerRequest from, String header, long least, long most, long otherwise) {
    @Nullable String text = from.getHeader(header);
    if (text == null) {
      return otherwise;
    }
    try {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below, with the bounds
    }
    throw ProblemException.of(
        ProblemType.INVALID, header + " is a whole number, " + least + " to " + most);
  }
}
