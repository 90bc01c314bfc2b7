package teseus.server.cli;

import teseus.space.BusyException;
import teseus.space.ContendedException;
import teseus.space.EditRefusedException;
import teseus.space.NoSuchFunctionException;
import teseus.space.OutcomeUnknownException;
import teseus.space.SessionGoneException;
import teseus.space.SpaceException;
import teseus.space.SpaceFullException;
import teseus.space.TransactionAbortedException;
import teseus.space.UnavailableException;
import teseus.space.VersionConflictException;

/** How what the space refuses ends a command. */
final class Refusal {
  private Refusal() {}

  static CommandException of(SpaceException why) {
    return new CommandException(exit(why), Table.visible(String.valueOf(why.getMessage())));
  }

  private static Exit exit(SpaceException why) {
    if (why instanceof OutcomeUnknownException) {
      return Exit.UNKNOWN;
    }
    if (why instanceof SpaceFullException) {
      return Exit.FULL;
    }
    if (why instanceof UnavailableException
        || why instanceof BusyException
        || why instanceof ContendedException
        || why instanceof SessionGoneException
        || why instanceof TransactionAbortedException) {
      return Exit.UNAVAILABLE;
    }
    if (why instanceof NoSuchFunctionException
        || why instanceof VersionConflictException
        || why instanceof EditRefusedException) {
      return Exit.REFUSED;
    }
    throw new AssertionError("a space exception without an exit code", why);
  }

  /** By the status of an HTTP answer, which is 400 or more. */
  static Exit exit(int status) {
    return switch (status) {
      case 404 -> Exit.NONE;
      case 408, 409, 410, 429, 503 -> Exit.UNAVAILABLE;
      case 504 -> Exit.UNKNOWN;
      case 507 -> Exit.FULL;
      default -> status < 500 ? Exit.REFUSED : Exit.UNAVAILABLE;
    };
  }
}
