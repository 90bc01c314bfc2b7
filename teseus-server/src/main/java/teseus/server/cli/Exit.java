package teseus.server.cli;

/** What a command ends with, for scripts; the numbers never change their meaning. */
enum Exit {
  /** It is done. */
  OK(0),
  /** There was no match, or none in time; nothing was done. */
  NONE(1),
  /** The command line is wrong; nothing was done. */
  USAGE(2),
  /** A configuration, a tuple or a wish was refused; what was refused was not done. */
  REFUSED(3),
  /** No host that could answer was reached; what was asked for was not done. */
  UNAVAILABLE(4),
  /** No host has room. */
  FULL(5),
  /** It may have been done or not. */
  UNKNOWN(6),
  /** A port or a data folder is in use. */
  IN_USE(7),
  /** A store on disk cannot be read, or be written any more. */
  DAMAGED(8),
  /** A demo's tuples do not add up, or a simulated run broke a promise. */
  UNBALANCED(9),
  /** A fault of this program. */
  INTERNAL(70),
  /** Ended by a signal. */
  INTERRUPTED(130);

  private final int code;

  Exit(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
