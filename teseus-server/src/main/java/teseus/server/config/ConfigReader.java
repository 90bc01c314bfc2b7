package teseus.server.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import teseus.roulette.Nearest;
import teseus.roulette.Strategies;
import teseus.roulette.Strategy;
import teseus.space.HostId;
import teseus.space.Limits;
import teseus.space.host.LoadLimits;
import teseus.space.host.SessionLimits;
import teseus.space.host.SubscriptionSettings;
import teseus.space.host.TransactionLimits;

/**
 * Reads {@code cluster.json}: JSON, then the schema, then what the records and {@link ClusterRules}
 * ask beyond it. It goes on after what is wrong, to list all of it.
 */
final class ConfigReader {
  private static final SchemaCheck SCHEMA = new SchemaCheck(); // any thread may check by it

  private final Section top;
  private final Path folder;
  private final Problems problems;

  private ConfigReader(Section top, Path folder, Problems problems) {
    this.top = top;
    this.folder = folder;
    this.problems = problems;
  }

  static ClusterConfig read(byte[] json, Path file, Path folder) throws BadConfigException {
    Problems problems = new Problems();
    if (json.length > ClusterConfig.MAX_BYTES) {
      problems.add("", "at most " + ByteSize.text(ClusterConfig.MAX_BYTES), "a larger file");
      throw new BadConfigException(file, problems.list());
    }
    JsonNode tree = JsonSource.read(json, problems);
    if (tree.isMissingNode()) {
      throw new BadConfigException(file, problems.list());
    }
    SCHEMA.check(tree, problems);
    Section top = new Section(tree, "", problems);
    Optional<ClusterConfig> config = new ConfigReader(top, folder, problems).config();
    if (config.isEmpty() || !problems.isEmpty()) {
      throw new BadConfigException(file, problems.list());
    }
    return config.get();
  }

  private Optional<ClusterConfig> config() {
    SortedMap<Integer, HostConfig> hosts = hosts();
    List<HostId> voters = voters(hosts);
    Limits limits = limits(top.in("limits"));
    Optional<LoadLimits> load = load(top.in("limits"));
    HttpConfig http = new HttpConfig(top.in("http").number(Ranges.REQUEST));
    ClusterRules rules = new ClusterRules(hosts, problems);
    load.ifPresent(found -> rules.requestsFit(found, http));
    rules.hostsStandApart(folder);
    if (!hosts.isEmpty() && hosts.size() == top.node().path("hosts").size()) {
      // With a host unread nobody knows which are its name and its memory.
      rules.tuplesFit(limits, http);
      if (top.node().has("voters")) {
        rules.votersAreHosts(voters, durability());
      }
      rules.copiesFit(copies(hosts.size()), durability());
    }
    Optional<PlacementConfig> placement = placement(top.in("placement"));
    Optional<LinksConfig> links = links(top.in("links"));
    Optional<WaitsConfig> waits = waits(top.in("waits"));
    BeaconConfig beacon = beacon(top.in("beacon"));
    SnapshotConfig snapshot = snapshot(top.in("snapshot"));
    JournalConfig journal = journal(top.in("journal"));
    SessionConfig session = session(top.in("session"));
    SubscriptionSettings subscriptions = subscriptions(top.in("notify"));
    Optional<TransactionLimits> transactions = transactions(top.in("transactions"));
    FunctionsConfig functions = functions(top.in("functions"));
    int segments = top.number(Ranges.SEGMENTS);
    CopiesConfig copies = copies(hosts.size());
    if (!problems.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ClusterConfig(
            folder,
            top.text("name", ClusterConfig.STANDARD_NAME),
            List.copyOf(hosts.values()),
            voters,
            segments,
            copies,
            durability(),
            beacon,
            placement.orElseThrow(),
            snapshot,
            http,
            limits,
            load.orElseThrow(),
            journal,
            session,
            subscriptions,
            transactions.orElseThrow(),
            links.orElseThrow(),
            new ClockConfig(top.in("clock").time(Ranges.MAX_SKEW)),
            waits.orElseThrow(),
            functions));
  }

  private SortedMap<Integer, HostConfig> hosts() {
    SortedMap<Integer, HostConfig> hosts = new TreeMap<>();
    int entries = Math.min(top.node().path("hosts").size(), ClusterConfig.MAX_HOSTS);
    for (int i = 0; i < entries; i++) {
      int at = i;
      JsonNode entry = top.node().path("hosts").path(i);
      host(new Section(entry, "/hosts/" + i, problems)).ifPresent(host -> hosts.put(at, host));
    }
    return hosts;
  }

  private Optional<HostConfig> host(Section in) {
    if (!in.node().isObject()) {
      return Optional.empty();
    }
    Optional<HostId> id = hostId(in.text("name", ""), in.at("name"));
    if (id.isEmpty()) {
      return Optional.empty();
    }
    return in.make(
        () ->
            new HostConfig(
                id.get(),
                in.text("address", HostConfig.LOOPBACK),
                in.number(Ranges.PORT),
                in.number(Ranges.HTTP_PORT),
                in.figure(Ranges.MEMORY),
                in.path("data", "data/" + id.get())));
  }

  private Optional<HostId> hostId(String name, String pointer) {
    try {
      return Optional.of(new HostId(name));
    } catch (IllegalArgumentException e) {
      problems.add(pointer, "a host's name", name);
      return Optional.empty();
    }
  }

  private List<HostId> voters(SortedMap<Integer, HostConfig> hosts) {
    JsonNode named = top.node().path("voters");
    if (named.isMissingNode()) {
      int most = hosts.size() < 3 || durability() == Durability.MEMORY ? 1 : 3;
      return hosts.values().stream().limit(most).map(HostConfig::id).toList();
    }
    List<HostId> voters = new ArrayList<>();
    for (int i = 0; i < named.size(); i++) {
      hostId(named.get(i).asText(), "/voters/" + i).ifPresent(voters::add);
    }
    return voters;
  }

  private Durability durability() {
    String key = top.text("durability", Durability.JOURNAL.key());
    return Arrays.stream(Durability.values())
        .filter(one -> one.key().equals(key))
        .findAny()
        .orElse(Durability.JOURNAL); // the schema has refused all others
  }

  private Optional<PlacementConfig> placement(Section in) {
    String name = in.text("strategy", PlacementConfig.STANDARD);
    Map<String, Strategy> known =
        Strategies.all().stream().collect(Collectors.toMap(Strategy::name, each -> each));
    Strategy strategy = known.get(name);
    if (strategy == null) {
      problems.add(in.at("strategy"), oneOf("strategies", name, List.copyOf(known.keySet())), name);
      return Optional.empty();
    }
    Map<String, Double> weights = new HashMap<>();
    Section given = in.in("weights");
    given
        .node()
        .properties()
        .forEach(
            weight -> {
              if (!strategy.weights().containsKey(weight.getKey())) {
                problems.add(
                    given.at(weight.getKey()),
                    oneOf(
                        "weights of " + name,
                        weight.getKey(),
                        List.copyOf(strategy.weights().keySet())),
                    "the unknown weight \"" + weight.getKey() + "\"");
              } else if (weight.getValue().isNumber()) {
                weights.put(weight.getKey(), weight.getValue().doubleValue());
              }
            });
    return problems.isEmpty() ? Optional.of(new PlacementConfig(name, weights)) : Optional.empty();
  }

  private static String oneOf(String what, String name, List<String> known) {
    if (known.isEmpty()) {
      return "none: there are no " + what;
    }
    String hint = Nearest.to(name, known).map(near -> "; did you mean " + near + "?").orElse("");
    return "one of the %s %s%s"
        .formatted(what, known.stream().sorted().collect(Collectors.joining(", ")), hint);
  }

  private static SessionConfig session(Section in) {
    return new SessionConfig(
        in.time(Ranges.LEASE),
        new SessionLimits(in.number(Ranges.OPERATIONS), in.figure(Ranges.UNACKNOWLEDGED)));
  }

  private static SubscriptionSettings subscriptions(Section in) {
    return new SubscriptionSettings(in.number(Ranges.SUBSCRIPTIONS), in.figure(Ranges.HISTORY));
  }

  private Optional<TransactionLimits> transactions(Section in) {
    int open = in.number(Ranges.TRANSACTIONS);
    int perClient = in.number(Ranges.TRANSACTIONS_PER_CLIENT);
    if (perClient > open) {
      problems.add(
          in.at(Ranges.TRANSACTIONS_PER_CLIENT.lastKey()),
          "at most transactions.open (" + open + ")",
          Integer.toString(perClient));
      return Optional.empty();
    }
    return Optional.of(
        new TransactionLimits(
            open,
            perClient,
            in.number(Ranges.TRANSACTION_OPERATIONS),
            in.figure(Ranges.TRANSACTION_BYTES),
            in.time(Ranges.TRANSACTION_LEASE).toMillis()));
  }

  private static Optional<LinksConfig> links(Section in) {
    return in.make(() -> new LinksConfig(in.time(Ranges.HEARTBEAT), in.time(Ranges.LOST_AFTER)));
  }

  private static Optional<WaitsConfig> waits(Section in) {
    return in.make(() -> new WaitsConfig(in.time(Ranges.HOLD), in.time(Ranges.ANSWER)));
  }

  private CopiesConfig copies(int hosts) {
    Section in = top.in("copies");
    int min =
        in.node().has("min") ? in.number(Ranges.COPIES) : CopiesConfig.minOf(hosts, durability());
    boolean set = in.node().has("spare");
    int spare = set ? in.number(Ranges.SPARE) : CopiesConfig.spareOf(min);
    return new CopiesConfig(min, spare, in.time(Ranges.ACK));
  }

  private static FunctionsConfig functions(Section in) {
    return new FunctionsConfig(in.number(Ranges.PARALLEL), in.time(Ranges.LIMIT));
  }

  private static BeaconConfig beacon(Section in) {
    return new BeaconConfig(in.time(Ranges.FIXED), in.time(Ranges.RANDOM), in.time(Ranges.ROUND));
  }

  private static Limits limits(Section in) {
    return new Limits(in.number(Ranges.TUPLE), in.number(Ranges.DEPTH), in.number(Ranges.FIELDS));
  }

  private Optional<LoadLimits> load(Section in) {
    int open = in.number(Ranges.OPEN);
    int openPerClient = in.number(Ranges.OPEN_PER_CLIENT);
    long pending = in.figure(Ranges.PENDING);
    long pendingPerClient = in.figure(Ranges.PENDING_PER_CLIENT);
    if (openPerClient > open) {
      problems.add(
          in.at(Ranges.OPEN_PER_CLIENT.lastKey()),
          "at most limits.open (" + open + ")",
          Integer.toString(openPerClient));
    }
    if (pendingPerClient > pending) {
      problems.add(
          in.at(Ranges.PENDING_PER_CLIENT.lastKey()),
          "at most limits.pending (" + ByteSize.text(pending) + ")",
          ByteSize.text(pendingPerClient));
    }
    return openPerClient > open || pendingPerClient > pending
        ? Optional.empty()
        : Optional.of(
            new LoadLimits(
                in.number(Ranges.TOKENS),
                open,
                openPerClient,
                pending,
                pendingPerClient,
                in.figure(Ranges.PENDING_PER_PEER)));
  }

  private static JournalConfig journal(Section in) {
    return new JournalConfig(
        in.time(Ranges.KEEP), in.figure(Ranges.KEEP_BYTES), in.number(Ranges.FILE_BYTES));
  }

  private static SnapshotConfig snapshot(Section in) {
    return new SnapshotConfig(
        in.path("folder", "snapshots"),
        in.timeUnless(SnapshotConfig.OFF, Ranges.EVERY),
        in.number(Ranges.SNAPSHOTS));
  }
}
