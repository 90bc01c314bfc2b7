package teseus.space.wire;

/** The byte that says which layout follows. */
final class Versions {
  private Versions() {}

  static void check(BytesIn in, String what, int known) {
    int version = in.octet();
    if (version != known) {
      throw in.before(
          1, "expected " + what + " of version " + known + ", found version " + version);
    }
  }
}
