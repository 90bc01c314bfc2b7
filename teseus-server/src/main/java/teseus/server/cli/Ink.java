package teseus.server.cli;

/**
 * Marks text for terminals.
 *
 * @param on whether to; if not, text stays as it is
 */
record Ink(boolean on) {
  static final Ink NONE = new Ink(false);

  String bold(String text) {
    return in("1", text);
  }

  String dim(String text) {
    return in("2", text);
  }

  String good(String text) {
    return in("32", text);
  }

  String bad(String text) {
    return in("31", text);
  }

  private String in(String code, String text) {
    return on ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
