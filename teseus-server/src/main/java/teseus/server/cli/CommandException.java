package teseus.server.cli;

/** Why a command ends early, told in words that need no stack trace. */
final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Exit exit;

  /**
   * Ends the command.
   *
   * @param message what happened, and what would end it
   */
  CommandException(Exit exit, String message) {
    super(message, null, false, false);
    this.exit = exit;
  }

  Exit exit() {
    return exit;
  }
}
