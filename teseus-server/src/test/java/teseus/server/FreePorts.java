package teseus.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free ports of the loopback, below those that the system gives to outgoing connections: a port of
 * a host that was killed is still free when it starts again.
 */
public final class FreePorts {
  private static final int FIRST = 10_000;
  private static final int END = 32_000;
  private static final int TRIES = 1_000;

  private final Set<Integer> given = new HashSet<>();

  /** The first of some free ports in a row, none of which was given before. */
  public int row(int length) {
    for (int tries = 0; tries < TRIES; tries++) {
      int first = ThreadLocalRandom.current().nextInt(FIRST, END - length);
      if (free(first, length)) {
        for (int port = first; port < first + length; port++) {
          given.add(port);
        }
        return first;
      }
    }
    throw new AssertionError("no " + length + " free ports in a row from " + FIRST + " to " + END);
  }

  private boolean free(int first, int length) {
    for (int port = first; port < first + length; port++) {
      if (given.contains(port) || !free(port)) {
        return false;
      }
    }
    return true;
  }

  private static boolean free(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
