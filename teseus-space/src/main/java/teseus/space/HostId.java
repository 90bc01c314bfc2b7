package teseus.space;

/**
 * A host's name, as {@code cluster.json} gives it.
 *
 * @param name 1 to 63 of {@code a-z 0-9 -}, the first no hyphen
 */
public record HostId(String name) implements Comparable<HostId> {
  private static final int LONGEST = 63;

  public HostId {
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "a host's name is 1 to 63 of a-z, 0-9 and '-', and does not start with '-': " + name);
    }
  }

  /** By hand: names come with every message. */
  private static boolean isName(String name) {
    if (name.isEmpty() || name.length() > LONGEST || name.charAt(0) == '-') {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-')) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int compareTo(HostId other) {
    return name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name;
  }
}
