package teseus.server.config;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import teseus.space.HostId;

/**
 * One entry of {@code hosts} in {@code cluster.json}.
 *
 * @param id its name, unique; key {@code name}, required
 * @param address host name or IP address where the others reach it and where it listens; key {@code
 *     address}, default 127.0.0.1
 * @param port the first of three ports in a row, 1 to 65,533; key {@code port}, default 7100
 * @param http the port of its HTTP door, 1 to 65,535; key {@code http}, default 8080
 * @param memory its budget in bytes, 1 MiB to 1 TiB; key {@code memory}, required
 * @param data its data folder, as the file says it; {@link ClusterConfig#dataFolder} resolves it;
 *     key {@code data}, default {@code data/NAME}
 */
public record HostConfig(HostId id, String address, int port, int http, long memory, Path data) {
  static final String LOOPBACK = "127.0.0.1";

  /** Addresses to listen at that nobody can be reached at. */
  private static final Set<String> ANY = Set.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0");

  public HostConfig {
    Ranges.PORT.require(port);
    Ranges.HTTP_PORT.require(http);
    Ranges.MEMORY.require(memory);
    if (address.isBlank() || ANY.contains(address)) {
      throw new Misfit("hosts.address", "an address that the other hosts can reach", address);
    }
  }

  /** Where peers link: {@link #port}. */
  public int linkPort() {
    return port;
  }

  /** Where the event bus listens: {@link #port} + 1. */
  public int busPort() {
    return port + 1;
  }

  /** Where hosts discover each other: {@link #port} + 2. */
  public int discoveryPort() {
    return port + 2;
  }

  /** The address in one spelling, so that two entries can be seen to be on one machine. */
  String machine() {
    String lower = address.toLowerCase(Locale.ROOT);
    return lower.equals("localhost") || lower.equals("::1") ? LOOPBACK : lower;
  }

  boolean loopback() {
    return machine().startsWith("127.");
  }
}
