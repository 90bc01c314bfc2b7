package teseus.space;

import java.util.regex.Pattern;

/**
 * A host's name, as {@code cluster.json} gives it.
 *
 * @param name 1 to 63 of {@code a-z 0-9 -}, the first no hyphen
 */
public record HostId(String name) implements Comparable<HostId> {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  public HostId {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a host's name is 1 to 63 of a-z, 0-9 and '-', and does not start with '-': " + name);
    }
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
