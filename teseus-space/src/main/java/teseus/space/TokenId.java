package teseus.space;

/**
 * A token's name, kept through moves and restores: the operation that wrote it.
 *
 * @param write the write that made the token
 */
public record TokenId(OpId write) {
  /**
   * Reads what {@link #toString} wrote.
   *
   * @throws IllegalArgumentException if the text names no operation
   */
  public static TokenId parse(String text) {
    return new TokenId(OpId.parse(text));
  }

  @Override
  public String toString() {
    return write.toString();
  }
}
