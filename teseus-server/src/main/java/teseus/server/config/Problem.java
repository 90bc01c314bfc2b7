package teseus.server.config;

/**
 * One thing wrong with {@code cluster.json}.
 *
 * @param pointer the JSON pointer of the value, or of the key that is missing; empty for the whole
 *     file
 * @param expected what would have been right
 * @param found what is there, shortened
 * @param line from 1; 0 if it is not about a place in the file
 * @param column from 1; 0 if it is not about a place in the file
 */
public record Problem(String pointer, String expected, String found, int line, int column) {
  /** In one line: place, pointer, what was expected, what was found. */
  @Override
  public String toString() {
    String place = line > 0 ? "line " + line + ", column " + column + ": " : "";
    String key = pointer.isEmpty() ? "" : pointer + ": ";
    return place + key + "expected " + expected + ", found " + found;
  }
}
