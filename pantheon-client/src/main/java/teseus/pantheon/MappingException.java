package teseus.pantheon;

import teseus.space.Token;

/**
 * A match was found, and the class asked for cannot hold it. If it was a take, the token is out of
 * the space and is here alone: {@link #token} has it.
 */
public final class MappingException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient Token token;

  MappingException(Token token, Class<?> wanted, Throwable cause) {
    super(
        "token " + token.id() + " of type " + token.tuple().type() + " is no " + wanted.getName(),
        cause);
    this.token = token;
  }

  /** What was found. */
  public Token token() {
    return token;
  }
}
