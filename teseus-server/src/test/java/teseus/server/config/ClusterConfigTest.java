package teseus.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import teseus.space.HostId;
import teseus.space.Limits;
import teseus.space.host.LoadLimits;
import teseus.space.host.SessionLimits;
import teseus.space.host.SubscriptionSettings;
import teseus.space.host.TransactionLimits;

class ClusterConfigTest {
  private static final Path FOLDER = Path.of("/srv/teseus");
  private static final String SMALLEST =
      "{\"hosts\": [{\"name\": \"hera\", \"memory\": \"64 MiB\"}]}";

  @Test
  void fillsInEveryDefault() throws BadConfigException {
    ClusterConfig config = ClusterConfig.parse(SMALLEST, FOLDER);
    assertThat(config)
        .isEqualTo(
            new ClusterConfig(
                FOLDER.toAbsolutePath(),
                "teseus",
                List.of(
                    new HostConfig(
                        new HostId("hera"),
                        "127.0.0.1",
                        7_100,
                        8_080,
                        64 << 20,
                        Path.of("data", "hera"))),
                List.of(new HostId("hera")),
                1,
                new CopiesConfig(1, 0, Duration.ofSeconds(1)),
                Durability.JOURNAL,
                new BeaconConfig(
                    Duration.ofMillis(200), Duration.ofMillis(100), Duration.ofSeconds(1)),
                new PlacementConfig(
                    "weighted-roulette", Map.of("memory", 2.0, "cpu", 1.0, "availability", 1.0)),
                new SnapshotConfig(Path.of("snapshots"), Optional.empty(), 7),
                new HttpConfig(1 << 20),
                Limits.DEFAULT,
                LoadLimits.DEFAULT,
                new JournalConfig(Duration.ofHours(24), 10L << 30, 16 << 20),
                new SessionConfig(Duration.ofMinutes(5), SessionLimits.DEFAULT),
                SubscriptionSettings.DEFAULT,
                TransactionLimits.DEFAULT,
                new LinksConfig(Duration.ofSeconds(1), Duration.ofSeconds(10)),
                new ClockConfig(Duration.ofMillis(500)),
                new WaitsConfig(Duration.ofMillis(250), Duration.ofSeconds(10)),
                new FunctionsConfig(2, Duration.ofSeconds(30))));
  }

  @ParameterizedTest
  @CsvSource({
    "2, journal, a",
    "3, journal, a b c",
    "4, journal, a b c",
    "4, replicated, a b c",
    "4, memory, a",
  })
  void theFirstThreeHostsVoteWhereThereAreAsManyAndTheyRemember(
      int hosts, String durability, String voters) throws BadConfigException {
    String entries =
        Stream.of("a", "b", "c", "d")
            .limit(hosts)
            .map(
                name ->
                    "{\"name\": \"%s\", \"memory\": \"1 MiB\", \"port\": %d, \"http\": %d}"
                        .formatted(name, 7_000 + 10 * name.charAt(0), 100 + name.charAt(0)))
            .collect(Collectors.joining(", "));
    ClusterConfig config =
        ClusterConfig.parse(
            "{\"hosts\": [%s], \"durability\": \"%s\"}".formatted(entries, durability), FOLDER);
    assertThat(config.voters().stream().map(HostId::name).collect(Collectors.joining(" ")))
        .isEqualTo(voters);
  }

  @Test
  void readsEveryKey() throws BadConfigException {
    ClusterConfig config =
        ClusterConfig.parse(
            """
            {
              "$schema": "./docs/cluster.schema.json",
              "name": "olimpo",
              "hosts": [
                {"name": "hera", "address": "10.0.0.1", "port": 7200, "http": 80,
                 "memory": "2 GiB", "data": "/var/lib/teseus"},
                {"name": "zeus", "address": "10.0.0.2", "memory": 33554432}
              ],
              "voters": ["zeus"],
              "segments-per-host": 4,
              "copies": {"min": 1, "spare": 2, "ack-ms": 900},
              "durability": "memory",
              "beacon": {"fixed-ms": 5, "random-ms": 1, "round-ms": 10},
              "placement": {"strategy": "weighted-roulette", "weights": {"cpu": 0.5}},
              "snapshot": {"folder": "cuts", "every": "1 h", "keep": 3},
              "http": {"request-bytes": "2 MiB"},
              "limits": {"tuple": 2048, "depth": 8, "fields": 16, "tokens": 1000, "open": 50,
                "open-per-client": 7, "pending": "9 MiB", "pending-per-client": "8 MiB",
                "pending-per-peer": "7 MiB"},
              "journal": {"keep": "0 s", "keep-bytes": 0, "file-bytes": "64KiB"},
              "session": {"lease": "90 s", "operations": 9, "bytes": "2 MiB"},
              "notify": {"subscriptions": 3, "history": 0},
              "transactions": {"open": 6, "open-per-client": 5, "operations": 4, "bytes": "2 KiB",
                "lease": "3 s"},
              "links": {"heartbeat-ms": 100, "lost-after-ms": 200},
              "clock": {"max-skew-ms": 50},
              "waits": {"hold-ms": 50, "answer-ms": 500},
              "functions": {"parallel": 8, "limit-ms": 100}
            }
            """,
            FOLDER);
    assertThat(config.name()).isEqualTo("olimpo");
    assertThat(config.hosts())
        .containsExactly(
            new HostConfig(
                new HostId("hera"), "10.0.0.1", 7_200, 80, 2L << 30, Path.of("/var/lib/teseus")),
            new HostConfig(
                new HostId("zeus"), "10.0.0.2", 7_100, 8_080, 32 << 20, Path.of("data/zeus")));
    assertThat(config.voters()).containsExactly(new HostId("zeus"));
    assertThat(config.segmentsPerHost()).isEqualTo(4);
    assertThat(config.copies()).isEqualTo(new CopiesConfig(1, 2, Duration.ofMillis(900)));
    assertThat(config.durability()).isEqualTo(Durability.MEMORY);
    assertThat(config.beacon())
        .isEqualTo(
            new BeaconConfig(Duration.ofMillis(5), Duration.ofMillis(1), Duration.ofMillis(10)));
    assertThat(config.placement().weights())
        .isEqualTo(Map.of("memory", 2.0, "cpu", 0.5, "availability", 1.0));
    assertThat(config.snapshot())
        .isEqualTo(new SnapshotConfig(Path.of("cuts"), Optional.of(Duration.ofHours(1)), 3));
    assertThat(config.http().requestBytes()).isEqualTo(2 << 20);
    assertThat(config.limits()).isEqualTo(new Limits(2_048, 8, 16));
    assertThat(config.load()).isEqualTo(new LoadLimits(1_000, 50, 7, 9 << 20, 8 << 20, 7 << 20));
    assertThat(config.journal()).isEqualTo(new JournalConfig(Duration.ZERO, 0, 64 << 10));
    assertThat(config.session())
        .isEqualTo(new SessionConfig(Duration.ofSeconds(90), new SessionLimits(9, 2 << 20)));
    assertThat(config.subscriptions()).isEqualTo(new SubscriptionSettings(3, 0));
    assertThat(config.transactions()).isEqualTo(new TransactionLimits(6, 5, 4, 2_048, 3_000));
    assertThat(config.links())
        .isEqualTo(new LinksConfig(Duration.ofMillis(100), Duration.ofMillis(200)));
    assertThat(config.clock()).isEqualTo(new ClockConfig(Duration.ofMillis(50)));
    assertThat(config.waits())
        .isEqualTo(new WaitsConfig(Duration.ofMillis(50), Duration.ofMillis(500)));
    assertThat(config.functions()).isEqualTo(new FunctionsConfig(8, Duration.ofMillis(100)));
    assertThat(config.dataFolder(config.hosts().get(0))).isEqualTo(Path.of("/var/lib/teseus"));
    assertThat(config.dataFolder(config.hosts().get(1)))
        .isEqualTo(FOLDER.toAbsolutePath().resolve("data/zeus"));
    assertThat(config.snapshotFolder()).isEqualTo(FOLDER.toAbsolutePath().resolve("cuts"));
  }

  @Test
  void theExampleAtTheRootIsThreeHostsOfUnequalSizeOnOneMachine() throws BadConfigException {
    ClusterConfig config = ClusterConfig.read(Path.of("..", "cluster.json"));
    assertThat(config.hosts())
        .extracting(HostConfig::memory)
        .containsExactly(64L << 20, 32L << 20, 16L << 20);
    assertThat(config.hosts()).extracting(HostConfig::address).containsOnly("127.0.0.1");
    assertThat(config.folder()).isEqualTo(Path.of("..").toAbsolutePath().normalize());
  }

  @Test
  void threeHostsKeepTwoCopiesOnDiskUnlessTheyAreToldOtherwise() throws BadConfigException {
    Duration ack = Duration.ofSeconds(1);
    assertThat(ClusterConfig.read(Path.of("..", "cluster.json")).copies())
        .isEqualTo(new CopiesConfig(2, 1, ack));
    assertThat(hosts(3, "").copies()).isEqualTo(new CopiesConfig(2, 1, ack));
    assertThat(hosts(2, "").copies()).as("of two").isEqualTo(new CopiesConfig(1, 0, ack));
    assertThat(hosts(3, ", \"durability\": \"memory\"").copies())
        .as("in memory")
        .isEqualTo(new CopiesConfig(1, 0, ack));
    assertThat(hosts(3, ", \"durability\": \"replicated\"").copies())
        .as("in the memory of several")
        .isEqualTo(new CopiesConfig(2, 1, ack));
    assertThat(hosts(3, ", \"copies\": {\"min\": 1}").copies())
        .isEqualTo(new CopiesConfig(1, 0, ack));
    assertThat(hosts(3, ", \"copies\": {\"spare\": 0}").copies())
        .isEqualTo(new CopiesConfig(2, 0, ack));
  }

  private static ClusterConfig hosts(int count, String more) throws BadConfigException {
    String hosts =
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    "{\"name\": \"h%d\", \"port\": %d, \"http\": %d, \"memory\": \"64 MiB\"}"
                        .formatted(i, 7_100 + 10 * i, 8_080 + i))
            .collect(Collectors.joining(", "));
    return ClusterConfig.parse("{\"hosts\": [" + hosts + "]" + more + "}", FOLDER);
  }

  @Test
  void threePortsInARowAreTheHosts() throws BadConfigException {
    HostConfig host = ClusterConfig.parse(SMALLEST, FOLDER).host(new HostId("hera"));
    assertThat(List.of(host.linkPort(), host.busPort(), host.discoveryPort()))
        .containsExactly(7_100, 7_101, 7_102);
  }

  @Test
  void anUnknownHostIsAnsweredWithTheKnownOnes() throws BadConfigException {
    ClusterConfig config = ClusterConfig.parse(SMALLEST, FOLDER);
    assertThatThrownBy(() -> config.host(new HostId("herra")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no host herra in cluster.json; did you mean hera? (hosts: hera)");
  }

  @Test
  void theCanonicalContentReadsAsTheSameConfig() throws BadConfigException {
    ClusterConfig example = ClusterConfig.read(Path.of("..", "cluster.json"));
    ClusterConfig again = ClusterConfig.parse(example.canonical(), example.folder());
    assertThat(again).isEqualTo(example);
    assertThat(again.digest()).isEqualTo(example.digest());
  }

  @Test
  void theDigestIgnoresLayoutDefaultsSpeltOutAndTheFolder() throws BadConfigException {
    String digest = ClusterConfig.parse(SMALLEST, FOLDER).digest();
    assertThat(digest).matches("[0-9a-f]{16}");
    String sameElsewhere =
        """
        { "durability": "journal", "beacon": {"fixed-ms": 200},
          "hosts": [ {"memory": 67108864, "port": 7100, "name": "hera"} ] }
        """;
    assertThat(ClusterConfig.parse(sameElsewhere, Path.of("/elsewhere")).digest())
        .isEqualTo(digest);
  }

  @Test
  void theDigestIsOfAllButTheHosts() throws BadConfigException {
    ClusterConfig one = ClusterConfig.parse(SMALLEST, FOLDER);
    HostConfig other =
        new HostConfig(new HostId("dione"), "127.0.0.1", 7110, 8090, 1 << 20, Path.of("dione"));
    assertThat(one.with(other).digest()).isEqualTo(one.digest());
    assertThat(one.with(other).host(other.id())).isEqualTo(other);
    assertThatThrownBy(() -> one.with(one.hosts().get(0)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theDigestChangesWithAnyOtherValue() throws BadConfigException {
    String digest = ClusterConfig.parse(SMALLEST, FOLDER).digest();
    for (String other :
        List.of(
            SMALLEST.replace("hera", "zeus"),
            SMALLEST.replace("{\"hosts\"", "{\"waits\": {\"hold-ms\": 251}, \"hosts\""),
            SMALLEST.replace("{\"hosts\"", "{\"durability\": \"memory\", \"hosts\""))) {
      assertThat(ClusterConfig.parse(other, FOLDER).digest()).as(other).isNotEqualTo(digest);
    }
  }

  @Test
  void aMissingFileIsAProblemLikeAnyOther(@TempDir Path folder) {
    assertThatThrownBy(() -> ClusterConfig.read(folder.resolve("cluster.json")))
        .isInstanceOf(BadConfigException.class)
        .hasMessageContaining("expected a file that can be read, found no such file");
  }

  @Test
  void aFolderIsNoFile(@TempDir Path folder) {
    assertThatThrownBy(() -> ClusterConfig.read(folder))
        .isInstanceOf(BadConfigException.class)
        .hasMessageContaining("expected a file that can be read");
  }

  @Test
  void aHugeFileIsRefusedUnread(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("cluster.json");
    Files.writeString(file, SMALLEST + " ".repeat(ClusterConfig.MAX_BYTES));
    assertThatThrownBy(() -> ClusterConfig.read(file))
        .isInstanceOf(BadConfigException.class)
        .hasMessageContaining("expected at most 1 MiB, found a larger file");
  }

  @Test
  void aFileOfJustTheLimitIsRead(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("cluster.json");
    Files.writeString(file, SMALLEST + " ".repeat(ClusterConfig.MAX_BYTES - SMALLEST.length()));
    assertThat(ClusterConfig.read(file).hosts()).hasSize(1);
  }

  @Test
  void recordsMadeInCodeKeepTheSameRules() {
    assertThatThrownBy(() -> new BeaconConfig(Duration.ofMillis(4), Duration.ZERO, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("beacon.fixed-ms must be 5..60000, was 4");
    assertThatThrownBy(() -> new LinksConfig(Duration.ofMillis(100), Duration.ofMillis(199)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("links.lost-after-ms must be at least two heartbeats (200), was 199");
    assertThatThrownBy(() -> new SessionConfig(Duration.ofHours(25), SessionLimits.DEFAULT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("session.lease must be 1 s..1 d, was 25 h");
    assertThatThrownBy(
            () ->
                new HostConfig(
                    new HostId("hera"), "0.0.0.0", 7_100, 8_080, 64 << 20, Path.of("data")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("hosts.address must be an address that the other hosts can reach");
  }
}
