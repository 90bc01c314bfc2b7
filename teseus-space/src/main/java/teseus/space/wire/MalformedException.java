package teseus.space.wire;

import org.jspecify.annotations.Nullable;

/**
 * Bytes that are not what they were said to be: truncated, damaged, hostile, or of another version.
 * Nothing was made of them; whoever sent them must send something else.
 */
public final class MalformedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Where, in bytes from the start of what was to be read. */
  private final int offset;

  /**
   * Says where and what.
   *
   * @param offset bytes from the start of what was to be read
   * @param problem what was expected there, and what was found
   */
  public MalformedException(int offset, String problem) {
    this(offset, problem, null);
  }

  MalformedException(int offset, String problem, @Nullable Throwable cause) {
    super("malformed at byte " + offset + ": " + problem, cause);
    this.offset = offset;
  }

  /** Where, in bytes from the start of what was to be read. */
  public int offset() {
    return offset;
  }
}
