package teseus.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLineTest {
  private static final String NOWHERE = "http://127.0.0.1:1";

  @TempDir private Path folder;

  static Stream<List<String>> commands() {
    CommandLine top =
        Teseus.commandLine(
            (config, self, acceptLoss) -> {
              throw new AssertionError("nothing is started");
            },
            new Console(InputStream.nullInputStream(), System.out, System.err, false, false));
    List<List<String>> leaves = new ArrayList<>();
    collect(top, List.of(), leaves);
    return leaves.stream();
  }

  private static void collect(CommandLine of, List<String> path, List<List<String>> leaves) {
    if (of.getSubcommands().isEmpty()) {
      leaves.add(path);
    }
    of.getSubcommands()
        .forEach(
            (name, sub) -> {
              List<String> longer = new ArrayList<>(path);
              longer.add(name);
              collect(sub, longer, leaves);
            });
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasHelpWithExamplesThatFitsTheScreen(List<String> command) {
    List<String> arguments = new ArrayList<>(command);
    arguments.add("--help");
    Run run = Run.of(arguments.toArray(new String[0]));
    assertThat(run.code()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("Example").contains("teseus " + String.join(" ", command) + " ");
    assertThat(run.out().lines()).allMatch(line -> line.length() <= 90);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandIsDescribedInTheDocs(List<String> command) throws Exception {
    assertThat(Files.readString(Path.of("../docs/cli.md")))
        .contains("teseus " + String.join(" ", command));
  }

  @Test
  void everyExitCodeIsDescribedInTheDocs() throws Exception {
    String docs = Files.readString(Path.of("../docs/cli.md"));
    for (Exit exit : Exit.values()) {
      assertThat(docs).contains("\n| " + exit.code() + " |");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aution explain",
        "auction explain",
        "auction explain --last 1-a-7",
        "auction explain nonsense",
        "read Job --timeout soon",
        "read Job --timeout 40000d",
        "read Job --consistency strict",
        "read Job --if-exists --consistency loose --order oldest",
        "read Job --if-exists --timeout 1s",
        "read Job size",
        "read Job size=1 size=2",
        "take Job --if-exists --consistency loose",
        "take Job --count 0",
        "put",
        "put name=zlib",
        "put Job a=1 a.b=2",
        "put Job --skip-bad",
        "put Job --lines 1",
        "put Job --ndjson - --lines 0",
        "put Job --ndjson no-such-file",
        "put Job --ndjson - --json-object {}",
        "put Job a=1 --json-object {}",
        "put Job --term 0ms",
        "host list --url nonsense",
        "strategy set uniform --weight memory",
        "serve"
      })
  void whatIsMisusedEndsWithTwoAndAHint(String line) {
    Run run = Run.of(line.split(" "));
    assertThat(run.code()).as(run.err()).isEqualTo(Exit.USAGE.code());
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("teseus: ").doesNotContain("\tat ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "host list",
        "strategy show",
        "auction explain --last",
        "config apply",
        "strategy set x"
      })
  void aClusterThatIsNotThereEndsWithFour(String line) throws Exception {
    Path config = folder.resolve("cluster.json");
    Files.writeString(config, "{\"hosts\":[{\"name\":\"hera\",\"http\":1,\"memory\":\"1 MiB\"}]}");
    List<String> arguments = new ArrayList<>(List.of(line.split(" ")));
    arguments.addAll(List.of("--config", config.toString()));
    Run run = Run.of(arguments.toArray(new String[0]));
    assertThat(run.code()).as(run.err()).isEqualTo(Exit.UNAVAILABLE.code());
    assertThat(run.err()).contains(NOWHERE).doesNotContain("\tat ");
  }

  @Test
  void aBadConfigurationIsListedWithPlaces() throws Exception {
    Path config = folder.resolve("cluster.json");
    Files.writeString(config, "{\"hosts\":[{\"name\":\"hera\",\"memory\":\"64 MB\"}],\n\"nme\":1}");
    Run text = Run.of("config", "validate", config.toString());
    assertThat(text.code()).isEqualTo(Exit.REFUSED.code());
    assertThat(text.err()).contains("2 problems").contains("line 1, column").contains("line 2");
    Run json = Run.of("config", "validate", config.toString(), "--json");
    assertThat(json.code()).isEqualTo(Exit.REFUSED.code());
    assertThat(json.out()).contains("\"valid\":false").contains("\"pointer\":\"/hosts/0/memory\"");
  }

  @Test
  void aFaultOfTheProgramIsShownWithItsStack() {
    Run run =
        Run.of(
            (config, self, acceptLoss) -> {
              throw new IllegalStateException("broken");
            },
            "",
            "serve",
            "--host",
            "hera",
            "--config",
            "../cluster.json");
    assertThat(run.code()).isEqualTo(Exit.INTERNAL.code());
    assertThat(run.err()).contains("broken").contains("\tat ");
  }

  @Test
  void aSimulationTellsWhatItCameTo() {
    Run run = Run.of("simulate", "--check", "--first", "7", "--seeds", "2");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out().lines().map(line -> line.trim().replaceAll("  +", " ")))
        .anyMatch(line -> line.matches("in .* in all a minute"))
        .anyMatch(line -> line.matches("seeds 2 [0-9,]+"))
        .anyMatch(line -> line.matches("steps [1-9][0-9,]+ [1-9][0-9,]+"))
        .anyMatch(line -> line.matches("weather [1-9][0-9]* [1-9][0-9,]*"))
        .contains("no promise was broken");
    assertThat(Run.of("simulate", "--minutes", "0", "--json").out()).contains("\"seeds\":0");
  }

  @Test
  void colourIsForTerminals() {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    Console piped = new Console(InputStream.nullInputStream(), nowhere, nowhere, false, true);
    assertThat(piped.ink().on()).isFalse();
  }
}
