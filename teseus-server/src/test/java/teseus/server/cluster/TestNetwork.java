package teseus.server.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Machines on a switch: each has a network namespace with one address, joined by a veth pair to a
 * bridge in a namespace of its own; the last pair leads to this JVM, for clients. What one hears of
 * another can be dropped, without a word to the sender.
 */
final class TestNetwork implements AutoCloseable {
  private static final int FIRST_MACHINE = 11;
  private static final int CLIENTS = 254;

  private final Namespace hub = new Namespace();
  private final Map<String, Namespace> machines = new LinkedHashMap<>();
  private final Map<String, Set<String>> deaf = new LinkedHashMap<>(); // who does not hear whom
  private final String subnet;
  private int lossPercent;

  TestNetwork(List<String> names) throws IOException, InterruptedException {
    subnet = freeSubnet();
    try {
      hub.run("ip", "link", "add", "bridge", "type", "bridge", "forward_delay", "0");
      hub.run("ip", "link", "set", "bridge", "up");
      for (String name : names) {
        Namespace machine = new Namespace();
        machines.put(name, machine);
        deaf.put(name, new TreeSet<>());
        hub.run("ip", "link", "add", name, "type", "veth", "peer", "name", "eth0");
        hub.run("ip", "link", "set", "eth0", "netns", Long.toString(machine.pid()));
        plug(name);
        machine.run("ip", "address", "add", address(name) + "/24", "dev", "eth0");
        machine.run("ip", "link", "set", "eth0", "up");
        machine.run("ip", "link", "set", "lo", "up");
      }
      String ours = "ts" + ProcessHandle.current().pid();
      hub.run("ip", "link", "add", "clients", "type", "veth", "peer", "name", ours);
      hub.run("ip", "link", "set", ours, "netns", Long.toString(ProcessHandle.current().pid()));
      plug("clients");
      Tools.run("ip", "address", "add", subnet + CLIENTS + "/24", "dev", ours);
      Tools.run("ip", "link", "set", ours, "up");
    } catch (Throwable e) {
      close();
      throw e;
    }
  }

  private void plug(String port) throws IOException, InterruptedException {
    hub.run("ip", "link", "set", port, "master", "bridge");
    hub.run("ip", "link", "set", port, "up");
  }

  /** Of 198.18.0.0/16, kept for tests of networks (RFC 2544), what no other run has. */
  private static String freeSubnet() throws IOException {
    long first = ProcessHandle.current().pid() % 256;
    for (long i = first; i < first + 256; i++) {
      String subnet = "198.18." + i % 256 + ".";
      boolean taken =
          NetworkInterface.networkInterfaces()
              .flatMap(NetworkInterface::inetAddresses)
              .map(InetAddress::getHostAddress)
              .anyMatch(address -> address.startsWith(subnet));
      if (!taken) {
        return subnet;
      }
    }
    throw new AssertionError("all of 198.18.0.0/16 is in use");
  }

  String address(String machine) {
    return subnet + (FIRST_MACHINE + new ArrayList<>(machines.keySet()).indexOf(machine));
  }

  Namespace machine(String name) {
    return machines.get(name);
  }

  /** From now on {@code hearer} hears nothing of {@code speaker}. */
  void silence(String speaker, String hearer) throws IOException, InterruptedException {
    deaf.get(hearer).add(speaker);
    rule(hearer);
  }

  /** From now on neither hears of the other. */
  void part(String one, String other) throws IOException, InterruptedException {
    silence(one, other);
    silence(other, one);
  }

  /** From now on this share of what any machine is sent is lost. */
  void lose(int percent) throws IOException, InterruptedException {
    lossPercent = percent;
    for (String machine : machines.keySet()) {
      rule(machine);
    }
  }

  /** All hear all. */
  void heal() throws IOException, InterruptedException {
    deaf.values().forEach(Set::clear);
    lose(0);
  }

  private void rule(String hearer) throws IOException, InterruptedException {
    StringBuilder rules = new StringBuilder("flush ruleset\n");
    rules.append("table ip faults {\nchain heard {\ntype filter hook input priority 0;\n");
    for (String speaker : deaf.get(hearer)) {
      rules.append("ip saddr ").append(address(speaker)).append(" drop;\n");
    }
    if (lossPercent > 0) {
      rules.append("iif eth0 numgen random mod 100 < ").append(lossPercent).append(" drop;\n");
    }
    machine(hearer).feed(rules.append("}\n}\n").toString(), "nft", "-f", "-");
  }

  @Override
  public void close() {
    machines.values().forEach(Namespace::close);
    hub.close();
  }
}
