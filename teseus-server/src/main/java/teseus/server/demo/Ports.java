package teseus.server.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import teseus.server.config.ClusterConfig;
import teseus.server.config.HostConfig;

/** Whether the ports of a cluster's hosts are free on this machine. */
final class Ports {
  private Ports() {}

  /** What is in the way, a line each; empty if nothing is. */
  static List<String> taken(ClusterConfig config) {
    List<String> taken = new ArrayList<>();
    for (HostConfig host : config.hosts()) {
      look(host, host.http(), "for http", taken);
      look(host, host.linkPort(), "for links", taken);
      look(host, host.busPort(), "for the event bus", taken);
      look(host, host.discoveryPort(), "for discovery", taken);
    }
    return taken;
  }

  private static void look(HostConfig host, int port, String what, List<String> taken) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true); // what a stopped demo left behind is not in the way
      socket.bind(new InetSocketAddress(InetAddress.getByName(host.address()), port));
    } catch (IOException e) {
      taken.add(
          "%s:%d, %s of %s: %s".formatted(host.address(), port, what, host.id(), e.getMessage()));
    }
  }
}
