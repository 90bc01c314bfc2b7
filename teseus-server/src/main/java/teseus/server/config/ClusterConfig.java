package teseus.server.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import teseus.roulette.Nearest;
import teseus.space.HostId;
import teseus.space.Limits;
import teseus.space.host.LoadLimits;
import teseus.space.host.SubscriptionSettings;
import teseus.space.host.TransactionLimits;

/**
 * All of {@code cluster.json}, with defaults filled in.
 *
 * @param folder the folder of the file, absolute; what its paths are relative to. Not part of the
 *     {@link #digest}
 * @param name the cluster's, 1 to 63 of {@code a-z 0-9 -}; key {@code name}, default {@code teseus}
 * @param hosts 1 to 63, in the order of the file, of which no two have the same name, or on one
 *     machine a port or a data folder in common; key {@code hosts}
 * @param voters the hosts that keep META: 1, 3, 5 or 7 of them, one if durability is memory; key
 *     {@code voters}, default the first three hosts, or the first where there are fewer or
 *     durability is memory
 * @param segmentsPerHost logs that each host founds, 1 to 16; key {@code segments-per-host},
 *     default 1
 * @param copies how many stores keep each segment
 * @param durability what an acknowledged write survives; key {@code durability}, default journal
 * @param beacon when hosts speak
 * @param placement how tokens find their hosts
 * @param snapshot global snapshots
 * @param http the HTTP door; its {@code requestBytes} is at least {@code limits.bytes}
 * @param limits how much one tuple may hold; its {@code bytes} is at most the largest host's memory
 * @param load how much a host bears at a time; its {@code pendingPerClient} is at least {@code
 *     http.requestBytes}
 * @param journal the log on disk
 * @param session clients' sessions
 * @param subscriptions what subscriptions may cost a host; keys {@code notify.subscriptions},
 *     default 1024, and {@code notify.history}, default 8 MiB
 * @param transactions how much transactions may have open; its {@code perClient} is at most its
 *     {@code open}
 * @param links the links between hosts
 * @param clock hosts' clocks
 * @param waits takes that wait
 * @param functions tuples that are computed
 */
public record ClusterConfig(
    Path folder,
    String name,
    List<HostConfig> hosts,
    List<HostId> voters,
    int segmentsPerHost,
    CopiesConfig copies,
    Durability durability,
    BeaconConfig beacon,
    PlacementConfig placement,
    SnapshotConfig snapshot,
    HttpConfig http,
    Limits limits,
    LoadLimits load,
    JournalConfig journal,
    SessionConfig session,
    SubscriptionSettings subscriptions,
    TransactionLimits transactions,
    LinksConfig links,
    ClockConfig clock,
    WaitsConfig waits,
    FunctionsConfig functions) {
  /** The most bytes that are read: a file of 63 hosts takes a hundredth of it. */
  public static final int MAX_BYTES = 1 << 20;

  /** The most hosts of a cluster. */
  public static final int MAX_HOSTS = 63;

  static final String STANDARD_NAME = "teseus";
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  public ClusterConfig {
    hosts = List.copyOf(hosts);
    voters = List.copyOf(voters);
    if (!NAME.matcher(name).matches()) {
      throw new Misfit("name", "1 to 63 of a-z, 0-9 and '-', not starting with '-'", name);
    }
    if (hosts.isEmpty() || hosts.size() > MAX_HOSTS) {
      throw new Misfit("hosts", "1.." + MAX_HOSTS + " hosts", hosts.size() + " hosts");
    }
    Ranges.SEGMENTS.require(segmentsPerHost);
    SortedMap<Integer, HostConfig> places = new TreeMap<>();
    for (HostConfig host : hosts) {
      places.put(places.size(), host);
    }
    ClusterRules rules = new ClusterRules(places, Findings.THROWN);
    rules.hostsStandApart(folder);
    rules.votersAreHosts(voters, durability);
    rules.copiesFit(copies, durability);
    rules.tuplesFit(limits, http);
    rules.requestsFit(load, http);
  }

  /**
   * Reads a file. Blocks for the disk.
   *
   * @throws BadConfigException if the file cannot be read, is larger than {@value #MAX_BYTES}
   *     bytes, or anything in it is wrong; all that is wrong is in it
   */
  public static ClusterConfig read(Path file) throws BadConfigException {
    byte[] json;
    try (var in = Files.newInputStream(file)) {
      json = in.readNBytes(MAX_BYTES + 1);
    } catch (IOException e) {
      throw new BadConfigException(
          file, List.of(new Problem("", "a file that can be read", reason(e), 0, 0)));
    }
    Path folder = file.toAbsolutePath().normalize().getParent();
    return ConfigReader.read(json, file, folder == null ? file.toAbsolutePath() : folder);
  }

  /**
   * Reads what a file would say.
   *
   * @param folder what its paths are relative to
   * @throws BadConfigException if anything in it is wrong; all that is wrong is in it
   */
  public static ClusterConfig parse(String json, Path folder) throws BadConfigException {
    Path absolute = folder.toAbsolutePath().normalize();
    return ConfigReader.read(
        json.getBytes(StandardCharsets.UTF_8), absolute.resolve("cluster.json"), absolute);
  }

  /**
   * The entry of one host.
   *
   * @throws IllegalArgumentException if there is none of that name; the message lists those there
   *     are, and the nearest
   */
  public HostConfig host(HostId id) {
    return hosts.stream()
        .filter(host -> host.id().equals(id))
        .findAny()
        .orElseThrow(
            () -> {
              List<String> names = hosts.stream().map(host -> host.id().name()).toList();
              String hint =
                  Nearest.to(id.name(), names)
                      .map(near -> "; did you mean " + near + "?")
                      .orElse("");
              return new IllegalArgumentException(
                  "no host %s in cluster.json%s (hosts: %s)"
                      .formatted(id, hint, String.join(", ", names)));
            });
  }

  /** Where that host keeps its store, absolute; it need not exist yet. */
  public Path dataFolder(HostConfig host) {
    return folder.resolve(host.data()).normalize();
  }

  /** Where global snapshots are written, absolute; it need not exist yet. */
  public Path snapshotFolder() {
    return folder.resolve(snapshot.folder()).normalize();
  }

  /**
   * The content as JSON with every default spelled out and keys sorted; {@link #parse} makes the
   * same config of it.
   */
  public String canonical() {
    return CanonicalConfig.of(this).toPrettyString();
  }

  /**
   * As this, with one more host.
   *
   * @throws IllegalArgumentException if it does not fit beside the others
   */
  public ClusterConfig with(HostConfig host) {
    List<HostConfig> all = new ArrayList<>(hosts);
    all.add(host);
    return new ClusterConfig(
        folder,
        name,
        all,
        voters,
        segmentsPerHost,
        copies,
        durability,
        beacon,
        placement,
        snapshot,
        http,
        limits,
        load,
        journal,
        session,
        subscriptions,
        transactions,
        links,
        clock,
        waits,
        functions);
  }

  /**
   * Tells whether two hosts were given the same settings, however these are laid out and whichever
   * defaults are spelled out; which hosts there are is not among them.
   *
   * @return the first 16 hex digits of the SHA-256 of the {@link #canonical} content
   */
  public String digest() {
    return CanonicalConfig.digest(this);
  }

  private static String reason(IOException e) {
    return e instanceof NoSuchFileException
        ? "no such file"
        : e.getClass().getSimpleName() + ": " + e.getMessage();
  }
}
