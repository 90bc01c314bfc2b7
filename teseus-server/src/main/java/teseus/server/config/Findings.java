package teseus.server.config;

/** Where a rule says what is wrong. */
interface Findings {
  /** Says it by throwing: for values that no file stands behind. */
  Findings THROWN =
      (pointer, expected, found) -> {
        throw new Misfit(pointer, expected, found);
      };

  /**
   * One thing is wrong.
   *
   * @param pointer the JSON pointer of the value
   */
  void add(String pointer, String expected, String found);
}
