package teseus.server.http;

import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import teseus.space.BusyException;
import teseus.space.ContendedException;
import teseus.space.EditRefusedException;
import teseus.space.LimitReached;
import teseus.space.NoSuchFunctionException;
import teseus.space.OutcomeUnknownException;
import teseus.space.SessionGoneException;
import teseus.space.SpaceException;
import teseus.space.SpaceFullException;
import teseus.space.TransactionAbortedException;
import teseus.space.TransactionAbortedException.Reason;
import teseus.space.UnavailableException;
import teseus.space.VersionConflictException;

/**
 * Why a request got no answer, as {@code application/problem+json}.
 *
 * @param type which kind
 * @param detail what happened here, and what would end it
 * @param figures more members of the document, by name
 */
record Problem(ProblemType type, String detail, Map<String, Object> figures) {
  Problem {
    figures = Map.copyOf(figures);
  }

  static Problem of(ProblemType type, String detail) {
    return new Problem(type, detail, Map.of());
  }

  /** What a failure of the space, of an {@link Admin} or of this package says to a client. */
  static Problem of(Throwable failure) {
    if (failure instanceof ProblemException known) {
      return known.problem();
    }
    if (failure instanceof SpaceException known) {
      return of(known);
    }
    if (failure instanceof Admin.NotFoundException) {
      return of(ProblemType.NOT_FOUND, said(failure));
    }
    if (failure instanceof IllegalArgumentException) {
      return of(ProblemType.INVALID, said(failure));
    }
    // The cause goes to the host's log, not to whoever asks.
    return of(ProblemType.INTERNAL, "The host could not do this; its log says why.");
  }

  private static Problem of(SpaceException failure) {
    String detail = said(failure);
    if (failure instanceof OutcomeUnknownException unknown) {
      return new Problem(
          ProblemType.OUTCOME_UNKNOWN, detail, Map.of("op", unknown.op().toString()));
    }
    if (failure instanceof UnavailableException) {
      return of(ProblemType.UNAVAILABLE, detail);
    }
    if (failure instanceof SpaceFullException) {
      return of(ProblemType.SPACE_FULL, detail);
    }
    if (failure instanceof BusyException busy) {
      return new Problem(
          ProblemType.BUSY, detail, busy.limit().map(Problem::figures).orElse(Map.of()));
    }
    if (failure instanceof ContendedException) {
      return of(ProblemType.CONTENDED, detail);
    }
    if (failure instanceof VersionConflictException conflict) {
      return new Problem(
          ProblemType.VERSION_CONFLICT, detail, Map.of("version", conflict.present()));
    }
    if (failure instanceof EditRefusedException) {
      return of(ProblemType.EDIT_REFUSED, detail);
    }
    if (failure instanceof SessionGoneException) {
      return of(ProblemType.SESSION_GONE, detail);
    }
    if (failure instanceof NoSuchFunctionException) {
      return of(ProblemType.NO_SUCH_FUNCTION, detail);
    }
    if (failure instanceof TransactionAbortedException over) {
      return aborted(over, detail);
    }
    throw new AssertionError("a space exception without a problem", failure);
  }

  private static Problem aborted(TransactionAbortedException over, String detail) {
    return over.reason() == Reason.UNKNOWN
        ? of(ProblemType.NO_SUCH_TRANSACTION, detail)
        : new Problem(
            ProblemType.TRANSACTION_ABORTED, detail, Map.of("reason", over.reason().key()));
  }

  private static Map<String, Object> figures(LimitReached reached) {
    return Map.of("setting", reached.setting(), "used", reached.used(), "limit", reached.limit());
  }

  private static String said(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  JsonObject json() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", type.uri());
    document.put("title", type.title());
    document.put("status", type.status());
    document.put("detail", detail);
    document.put("retry", type.retry());
    document.putAll(figures);
    return new JsonObject(document);
  }
}
