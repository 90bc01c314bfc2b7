package teseus.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a bad cluster.json is answered with. Quotes are ' here, to be read more easily. */
class BadConfigTest {
  private static final Path FOLDER = Path.of("/srv/teseus");
  private static final String HOST = "{'name': 'hera', 'memory': '64 MiB'}";

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "hosts: hera", "{", "{'hosts': [", "{'hosts': [{'name': 'he"})
  void whatIsNoJsonOrHalfOfItIsOneProblemWithItsPlace(String text) {
    List<Problem> problems = problems(text);
    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).expected()).contains("JSON");
    assertThat(problems.get(0).line()).isEqualTo(1);
    assertThat(problems.get(0).column()).isPositive();
  }

  @Test
  void everyCutOfTheFileIsRefusedAndNoneIsAnError() {
    String whole = "{'name': 'olimpo', 'hosts': [" + HOST + "], 'beacon': {'fixed-ms': 200}}";
    for (int length = 0; length < whole.length(); length++) {
      assertThat(problems(whole.substring(0, length))).as("%d characters", length).isNotEmpty();
    }
  }

  @Test
  void aSecondValueIsRefused() {
    assertThat(problems("{'hosts': [" + HOST + "]} {}"))
        .singleElement()
        .satisfies(problem -> assertThat(problem.expected()).isEqualTo("the end of the file"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "7", "null", "'hosts'"})
  void aFileThatHoldsNoObjectIsRefused(String text) {
    assertThat(problems(text)).singleElement().hasFieldOrPropertyWithValue("pointer", "");
  }

  @Test
  void bytesThatAreNoTextAreRefused() {
    byte[] bytes = "{\"name\": \"??\"}".getBytes(StandardCharsets.US_ASCII);
    bytes[10] = (byte) 0xc3;
    bytes[11] = (byte) 0x28;
    BadConfigException refused =
        catchThrowableOfType(
            BadConfigException.class,
            () -> ConfigReader.read(bytes, FOLDER.resolve("cluster.json"), FOLDER));
    assertThat(refused.problems()).hasSize(1);
  }

  @Test
  void whatNestsTooDeepIsRefusedWhereItDoes() {
    String deep = "{'hosts': " + "[".repeat(100_000) + "]".repeat(100_000) + "}";
    assertThat(problems(deep))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.expected()).startsWith("JSON at most 32 levels deep");
              assertThat(problem.column()).isLessThan(100);
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e999", "-1e999"})
  void aNumberBeyondADoubleIsRefused(String number) {
    assertThat(problems("{'hosts': [" + HOST + "], 'segments-per-host': " + number + "}"))
        .singleElement()
        .hasFieldOrPropertyWithValue("pointer", "/segments-per-host")
        .hasFieldOrPropertyWithValue("found", number);
  }

  @Test
  void aNumberOfAThousandDigitsIsRefused() {
    assertThat(problems("{'segments-per-host': " + "9".repeat(1_000) + "}"))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.expected()).endsWith("numbers of at most 100 digits");
              assertThat(problem.line()).isEqualTo(1);
            });
  }

  @Test
  void votersAreDifferentHostsAndOneWhereTheyForget() {
    String hosts = "{'hosts': [" + HOST + "], 'voters': ['hera', 'hera', 'hera']";
    assertThat(problems(hosts + "}"))
        .extracting(Problem::pointer)
        .containsExactly("/voters/1", "/voters/2");
    assertThat(problems(hosts + ", 'durability': 'memory'}").get(0).expected())
        .contains("a voter must not forget its vote");
  }

  @Test
  void whatIsInTheMemoryOfHostsAloneIsInThatOfTwoAtLeast() {
    assertThat(problems("{'hosts': [" + HOST + "], 'durability': 'replicated'}"))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.pointer()).isEqualTo("/copies/min");
              assertThat(problem.expected()).contains("2 or more", "on no disk");
            });
  }

  @Test
  void aDuplicateKeyIsRefusedWhereItStandsAgain() {
    List<Problem> problems = problems("{'hosts': [" + HOST + "],\n 'name': 'a',\n 'name': 'b'}");
    assertThat(problems)
        .containsExactly(new Problem("/name", "each key once", "a second \"name\"", 3, 2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        // pointer | value | expected, in part
        "/name | 7 | 1 to 63 of a-z",
        "/name | 'Olimpo' | 1 to 63 of a-z",
        "/hosts | {} | 1 to 63 hosts",
        "/hosts | [] | 1 to 63 hosts",
        "/voters | 'hera' | 1, 3, 5 or 7 hosts' names",
        "/voters | [] | 1, 3, 5 or 7 hosts' names",
        "/voters | ['hera', 'zeus'] | 1, 3, 5 or 7 hosts' names",
        "/voters/0 | ['hara'] | the name of one of the hosts; did you mean hera?",
        "/voters/0 | [true] | a host's name",
        "/segments-per-host | 0 | a whole number 1..16",
        "/segments-per-host | 17 | a whole number 1..16",
        "/segments-per-host | '2' | a whole number 1..16",
        "/segments-per-host | 1.5 | a whole number 1..16",
        "/segments-per-host | null | a whole number 1..16",
        "/copies/min | {'min': 8} | a whole number 1..7",
        "/copies/min | {'min': 7} | at most as many as there are hosts",
        "/copies/spare | {'spare': -1} | a whole number 0..7",
        "/copies/ack-ms | {'ack-ms': 10} | a whole number 20..60000",
        "/clock/max-skew-ms | {'max-skew-ms': 9} | a whole number 10..60000",
        "/durability | 'disk' | 'journal', 'replicated' or 'memory'",
        "/beacon | 200 | an object",
        "/beacon/fixed-ms | {'fixed-ms': 4} | a whole number 5..60000",
        "/beacon/random-ms | {'random-ms': 60001} | a whole number 1..60000",
        "/beacon/fixd-ms | {'fixd-ms': 200} | did you mean 'fixed-ms'?",
        "/placement/strategy | {'strategy': 'memory-roulete'} | did you mean memory-roulette?",
        "/placement/strategy | {'strategy': 'none'} | one of the strategies memory-roulette, uni",
        "/placement/weights/cpu | {'weights': {'cpu': -1}} | a weight of 0..1000",
        "/placement/weights/cpu | {'weights': {'cpu': '1'}} | a weight of 0..1000",
        "/placement/weights/cpus | {'weights': {'cpus': 1}} | did you mean cpu?",
        "/placement/weights/cpu | {'strategy': 'uniform', 'weights': {'cpu': 1}} | none",
        "/snapshot/every | {'every': 'never'} | 'off' or a duration",
        "/snapshot/every | {'every': '9 s'} | 10 s..30 d",
        "/snapshot/every | {'every': '31 d'} | 10 s..30 d",
        "/snapshot/folder | {'folder': ''} | a folder's path",
        "/http/request-bytes | {'request-bytes': '1 GiB'} | 1 KiB..64 MiB",
        "/http/request-bytes | {'request-bytes': 70000000} | 1024..67108864",
        "/http/request-bytes | {'request-bytes': '512 KiB'} | at least limits.tuple (1 MiB)",
        "/http/cors | {'cors': true} | one of the keys request-bytes",
        "/limits/tuple | {'tuple': '17 MiB'} | 1 KiB..16 MiB",
        "/limits/tuple | {'tuple': '1 MB'} | a size such as '64 MiB'",
        "/limits/tuple | {'tuple': '9999999999999999 TiB'} | 1 KiB..16 MiB",
        "/limits/depth | {'depth': 513} | 1..512",
        "/limits/tokens | {'tokens': 0} | 1..1000000000",
        "/limits/open-per-client | {'open': 5, 'open-per-client': 6} | at most limits.open (5)",
        "/limits/pending-per-client | {'pending': '4 MiB'} | at most limits.pending (4 MiB)",
        "/limits/pending-per-peer | {'pending-per-peer': '33 MiB'} | 1 KiB..32 MiB",
        "/journal/keep | {'keep': '4000 d'} | 0 ms..3650 d",
        "/journal/keep | {'keep': '999999999999 d'} | 0 ms..3650 d",
        "/journal/keep | {'keep': 24} | a duration such as",
        "/journal/file-bytes | {'file-bytes': '1 KiB'} | 4 KiB..1 GiB",
        "/session/lease | {'lease': '0 s'} | 1 s..1 d",
        "/links/lost-after-ms | {'lost-after-ms': 1999} | at least two heartbeats (2000)",
        "/waits/answer-ms | {'hold-ms': 500, 'answer-ms': 499} | at least waits.hold-ms (500)",
        "/colour | 'red' | one of the keys $schema, name, hosts",
        "/host | [] | did you mean 'hosts'?",
      })
  void aBadValueIsNamedWithWhatWasExpectedThere(String pointer, String value, String expected) {
    String key = pointer.split("/")[1];
    String hosts = key.equals("hosts") ? "" : "'hosts': [" + HOST + "],\n";
    List<Problem> problems = problems("{" + hosts + " '" + key + "': " + value + "}");
    assertThat(problems)
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.pointer()).isEqualTo(pointer);
              assertThat(plain(problem.expected())).contains(expected);
              assertThat(problem.found()).isNotEmpty();
              assertThat(problem.line()).isEqualTo(key.equals("hosts") ? 1 : 2);
              assertThat(problem.column()).isGreaterThan(1);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "/hosts/0 | 'hera' | a host: an object with at least name and memory",
        "/hosts/0/memory | {'name': 'hera'} | a size such as",
        "/hosts/0/name | {'memory': '1 MiB'} | a host's name",
        "/hosts/0/name | {'name': '-hera', 'memory': '1 MiB'} | a host's name",
        "/hosts/0/memory | {'name': 'hera', 'memory': '1023 KiB'} | 1 MiB..1 TiB",
        "/hosts/0/memory | {'name': 'hera', 'memory': -5} | 1048576..1099511627776",
        "/hosts/0/memory | {'name': 'hera', 'memory': 'lots'} | a size such as",
        "/hosts/0/port | {'name': 'hera', 'memory': '1 MiB', 'port': 65534} | 1..65533",
        "/hosts/0/port | {'name': 'hera', 'memory': '1 MiB', 'port': 0} | 1..65533",
        "/hosts/0/http | {'name': 'hera', 'memory': '1 MiB', 'http': 65536} | 1..65535",
        "/hosts/0/http | {'name': 'hera', 'memory': '1 MiB', 'http': 7102} | a free port",
        "/hosts/0/address | {'name': 'hera', 'memory': '1 MiB', 'address': '0.0.0.0'} | can reach",
        "/hosts/0/address | {'name': 'hera', 'memory': '1 MiB', 'address': 'a b'} | can reach",
        "/hosts/0/memmory | {'name': 'hera', 'memory': '1 MiB', 'memmory': 1} | mean 'memory'?",
      })
  void aBadHostIsNamedWithWhatWasExpectedThere(String pointer, String host, String expected) {
    assertThat(problems("{'hosts': [" + host + "]}"))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.pointer()).isEqualTo(pointer);
              assertThat(plain(problem.expected())).contains(expected);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "/hosts/1/name | 'name': 'hera', 'port': 7200, 'http': 80, 'data': 'd' | no other host",
        "/hosts/1/port | 'name': 'zeus', 'port': 7102, 'http': 80 | three free ports in a row",
        "/hosts/1/port | 'name': 'zeus', 'port': 8079, 'http': 80 | three free ports in a row",
        "/hosts/1/http | 'name': 'zeus', 'port': 7200 | a free port at 127.0.0.1",
        "/hosts/1/http | 'name': 'zeus', 'port': 7200, 'address': 'localhost' | a free port",
        "/hosts/1/data | 'name': 'zeus', 'port': 7200, 'http': 80, 'data': 'data/hera' | its own",
        "/hosts/1/data | 'name': 'zeus', 'port': 7200, 'http': 80, 'data': 'data' | its own",
        "/hosts/1/data | 'name': 'zeus', 'port': 7200, 'http': 80, 'data': 'x/../data/hera/y' | own",
        "/hosts/0/address | 'name': 'zeus', 'address': '10.0.0.2' | on other machines can reach",
      })
  void twoHostsThatGetInEachOthersWayAreTold(String pointer, String second, String expected) {
    assertThat(problems("{'hosts': [" + HOST + ", {'memory': '1 MiB', " + second + "}]}"))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.pointer()).isEqualTo(pointer);
              assertThat(problem.expected()).contains(expected);
            });
  }

  @Test
  void hostsOnTwoMachinesMayShareEverythingButTheirNames() throws BadConfigException {
    String two =
        """
        {'hosts': [{'name': 'hera', 'memory': '1 MiB', 'address': '10.0.0.1', 'data': 'data'},
                   {'name': 'zeus', 'memory': '1 MiB', 'address': '10.0.0.2', 'data': 'data'}]}
        """;
    assertThat(ClusterConfig.parse(json(two), FOLDER).hosts()).hasSize(2);
  }

  @Test
  void moreThan63HostsAreRefused() {
    StringBuilder hosts = new StringBuilder();
    for (int i = 0; i < 64; i++) {
      hosts.append(i == 0 ? "" : ",");
      hosts.append(
          "{'name': 'h%d', 'memory': '1 MiB', 'port': %d, 'http': %d}"
              .formatted(i, 7_000 + 3 * i, 9_000 + i));
    }
    assertThat(problems("{'hosts': [" + hosts + "]}"))
        .containsExactly(new Problem("/hosts", "1 to 63 hosts", "a list of 64", 1, 11));
  }

  @Test
  void aTupleThatFitsNoHostIsRefused() {
    String limits = "'limits': {'tuple': '2 MiB'}, 'http': {'request-bytes': '2 MiB'}";
    assertThat(problems("{'hosts': [{'name': 'hera', 'memory': '1 MiB'}], " + limits + "}"))
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.expected())
                    .isEqualTo("at most the largest host's memory (1 MiB)"));
  }

  @Test
  void allThatIsWrongIsToldAtOnceInTheOrderOfTheFile() {
    List<Problem> problems =
        problems(
            """
            {
              'nmae': 'olimpo',
              'hosts': [
                {'name': 'hera', 'memory': '64 MB', 'http': 'x'},
                {'name': 'zeus', 'memory': '1 MiB', 'http': 8080},
                {'name': 'zeus', 'memory': '1 MiB', 'http': 8080, 'data': 'd', 'port': 7200}
              ],
              'durability': 'disk',
              'snapshot': {'every': '1 s', 'every': '2 s'},
              'links': {'heartbeat-ms': 1000, 'lost-after-ms': 1000}
            }
            """);
    assertThat(problems)
        .extracting(Problem::pointer)
        .containsExactly(
            "/nmae",
            "/hosts/0/memory",
            "/hosts/0/http",
            "/hosts/1/port",
            "/hosts/1/http",
            "/hosts/2/name",
            "/hosts/2/http",
            "/durability",
            "/snapshot/every",
            "/links/lost-after-ms");
    assertThat(problems).extracting(Problem::line).containsExactly(2, 4, 4, 5, 5, 6, 6, 8, 9, 10);
  }

  @Test
  void theMessageGivesPlacePointerExpectedAndFound() {
    BadConfigException refused = refused("{'hosts': [\n  {'name': 'hera', 'memory': '64 MB'}]}");
    assertThat(refused)
        .hasMessage(
            FOLDER.toAbsolutePath().resolve("cluster.json")
                + " has 1 problem:\n  line 2, column 30: /hosts/0/memory: expected a size such as"
                + " \"64 MiB\" (bytes, KiB, MiB, GiB or TiB), or a whole number of bytes, found"
                + " \"64 MB\"");
  }

  @Test
  void thousandsOfProblemsMakeNoEndlessMessage() {
    StringBuilder keys = new StringBuilder("{'hosts': [" + HOST + "]");
    for (int i = 0; i < 10_000; i++) {
      keys.append(", '").append("k".repeat(70)).append(i).append("': ").append(i);
    }
    BadConfigException refused = refused(keys.append('}').toString());
    assertThat(refused.problems()).hasSize(10_000);
    assertThat(refused.getMessage().lines()).hasSize(52);
    assertThat(refused).hasMessageEndingWith("and 9950 more");
  }

  @Test
  void whateverLettersAreChangedTheFileIsReadOrRefused() throws IOException {
    byte[] whole = Files.readAllBytes(Path.of("..", "cluster.json"));
    int refused = 0;
    for (int seed = 0; seed < 2_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed); // unlike Random's, small seeds differ
      byte[] changed = whole.clone();
      for (int i = random.nextInt(4); i >= 0; i--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(32, 127);
      }
      try {
        ClusterConfig config = ConfigReader.read(changed, FOLDER.resolve("cluster.json"), FOLDER);
        assertThat(config.hosts()).as("seed %d", seed).hasSize(3);
      } catch (BadConfigException e) {
        assertThat(e.problems()).as("seed %d", seed).isNotEmpty();
        refused++;
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
    assertThat(refused).as("some of both").isBetween(1_000, 1_950);
  }

  private static List<Problem> problems(String json) {
    return refused(json).problems();
  }

  private static BadConfigException refused(String text) {
    BadConfigException refused =
        catchThrowableOfType(
            BadConfigException.class, () -> ClusterConfig.parse(json(text), FOLDER));
    assertThat(refused).as(text.substring(0, Math.min(200, text.length()))).isNotNull();
    return refused;
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }

  private static String plain(String expected) {
    return expected.replace('"', '\'');
  }
}
