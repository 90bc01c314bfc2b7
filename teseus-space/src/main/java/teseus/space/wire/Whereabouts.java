package teseus.space.wire;

/**
 * Where a host can be reached.
 *
 * @param address a name or an IP address that the other hosts can reach, 1 to 255 characters
 * @param port where it listens for peer links, 1 to 65,535
 * @param http where its API and page are, 0 to 65,535; 0 if that is not known
 */
public record Whereabouts(String address, int port, int http) {
  private static final int MOST_CHARACTERS = 255;

  public Whereabouts {
    if (address.isBlank() || address.length() > MOST_CHARACTERS) {
      throw new IllegalArgumentException(
          "an address has 1 to " + MOST_CHARACTERS + " characters, had " + address.length());
    }
    if (port < 1 || port > 65_535 || http < 0 || http > 65_535) {
      throw new IllegalArgumentException(
          "ports are up to 65535, and the one of links above 0, were " + port + " and " + http);
    }
  }

  @Override
  public String toString() {
    return address + ":" + port;
  }
}
