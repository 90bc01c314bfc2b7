package teseus.pantheon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.Optional;
import teseus.space.BusyException;
import teseus.space.ContendedException;
import teseus.space.EditRefusedException;
import teseus.space.LimitReached;
import teseus.space.NoSuchFunctionException;
import teseus.space.OpId;
import teseus.space.OutcomeUnknownException;
import teseus.space.SessionGoneException;
import teseus.space.SpaceFullException;
import teseus.space.TransactionAbortedException;
import teseus.space.TransactionAbortedException.Reason;
import teseus.space.UnavailableException;
import teseus.space.VersionConflictException;

/** The API's problems as the exceptions they came from. */
final class Failures {
  private Failures() {}

  /** Whether it says of all repetitions that nothing was done, and not of the last one alone. */
  static boolean isFinal(RuntimeException problem) {
    return problem instanceof SpaceFullException
        || problem instanceof ContendedException
        || problem instanceof TransactionAbortedException
        || problem instanceof NoSuchFunctionException
        || problem instanceof VersionConflictException
        || problem instanceof EditRefusedException;
  }

  /** What a problem means to somebody who has asked before, and was not answered. */
  static OutcomeUnknownException unknown(OpId op, RuntimeException problem) {
    return problem instanceof OutcomeUnknownException already
        ? already
        : new OutcomeUnknownException(op, "asked again, a host said: " + problem.getMessage());
  }

  private static BusyException busy(String detail, JsonNode problem) {
    return problem.hasNonNull("setting")
        ? new BusyException(
            detail,
            new LimitReached(
                problem.path("setting").asText(),
                problem.path("used").asLong(),
                problem.path("limit").asLong()))
        : new BusyException(detail);
  }

  /**
   * What a host said went wrong.
   *
   * @return empty if this is not a host's answer, but that of something broken in between
   */
  static Optional<RuntimeException> of(OpId op, int status, byte[] body) {
    JsonNode problem = problem(body);
    return problem.path("type").asText().equals("/problems/outcome-unknown")
        ? Optional.of(new OutcomeUnknownException(op, problem.path("detail").asText()))
        : of(status, problem);
  }

  /** As {@link #of(OpId, int, byte[])}, of what is no operation. */
  static Optional<RuntimeException> of(int status, byte[] body) {
    return of(status, problem(body));
  }

  private static JsonNode problem(byte[] body) {
    try {
      return Codec.tree(body);
    } catch (IOException e) {
      return JsonNodeFactory.instance.missingNode();
    }
  }

  private static Optional<RuntimeException> of(int status, JsonNode problem) {
    String detail = problem.path("detail").asText();
    return switch (problem.path("type").asText()) {
      case "/problems/unavailable" -> Optional.of(new UnavailableException(detail));
      case "/problems/space-full" -> Optional.of(new SpaceFullException(detail));
      case "/problems/no-such-function" -> Optional.of(new NoSuchFunctionException(detail));
      case "/problems/busy" -> Optional.of(busy(detail, problem));
      case "/problems/contended" -> Optional.of(new ContendedException(detail));
      case "/problems/version-conflict" ->
          Optional.of(new VersionConflictException(problem.path("version").asLong(), detail));
      case "/problems/edit-refused" -> Optional.of(new EditRefusedException(detail));
      case "/problems/session-gone" -> Optional.of(new SessionGoneException(detail));
      case "/problems/no-such-transaction" ->
          Optional.of(new TransactionAbortedException(Reason.UNKNOWN, detail));
      case "/problems/transaction-aborted" ->
          Reason.of(problem.path("reason").asText())
              .map(reason -> new TransactionAbortedException(reason, detail));
      default ->
          status >= 400 && status < 500 && status != 408 && problem.has("retry")
              ? Optional.of(new IllegalArgumentException(detail))
              : Optional.empty();
    };
  }
}
