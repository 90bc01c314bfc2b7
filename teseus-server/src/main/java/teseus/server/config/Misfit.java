package teseus.server.config;

/** A value that a record refuses, told so that the reader can say where in the file it stands. */
final class Misfit extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final String key;
  private final String expected;
  private final String found;

  /**
   * @param key dotted, from the top of the file: {@code links.lost-after-ms}
   */
  Misfit(String key, String expected, String found) {
    super(key + " must be " + expected + ", was " + found);
    this.key = key;
    this.expected = expected;
    this.found = found;
  }

  /** The key without the objects it is in. */
  String lastKey() {
    return key.substring(key.lastIndexOf('.') + 1);
  }

  String expected() {
    return expected;
  }

  String found() {
    return found;
  }
}
