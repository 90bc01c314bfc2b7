package teseus.space;

/**
 * How much one tuple may hold: the {@code limits} object of {@code cluster.json}. Checked wherever
 * data comes in; a tuple beyond a limit is refused whole.
 *
 * @param bytes encoded size, 1 KiB to 16 MiB; key {@code tuple}, default 1 MiB
 * @param depth nesting of objects and lists, 1 to 512, the tuple itself being 1; key {@code depth},
 *     default 64
 * @param fields entries of any one object, 1 to 65,536; key {@code fields}, default 256
 */
public record Limits(int bytes, int depth, int fields) {
  /** What holds where nothing is set. */
  public static final Limits DEFAULT = new Limits(1 << 20, 64, 256);

  public Limits {
    within("tuple", bytes, 1 << 10, 16 << 20);
    within("depth", depth, 1, 512);
    within("fields", fields, 1, 65_536);
  }

  private static void within(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "limits." + name + " must be " + least + ".." + most + ", was " + value);
    }
  }
}
