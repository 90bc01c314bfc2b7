package teseus.space.vertx;

/** What a peer sent is no frame of this protocol; its connection must be closed. */
final class BadFrameException extends Exception {
  private static final long serialVersionUID = 1;

  private final String reason;

  BadFrameException(String reason) {
    super(reason);
    this.reason = reason;
  }

  /** What is wrong with it, for the one who sent it and for the log. */
  String reason() {
    return reason;
  }
}
