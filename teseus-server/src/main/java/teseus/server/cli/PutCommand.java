package teseus.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import teseus.server.config.Durations;
import teseus.space.Lease;
import teseus.space.Space;
import teseus.space.Tuple;

/** {@code teseus put}: one tuple, or a stream of them. */
@Command(
    name = "put",
    description = {
      "Writes a tuple, or with --ndjson one for each line of a file. A single one is written exactly"
          + " once, whichever hosts fail meanwhile; each line of a stream at most once."
    },
    footer = {
      "",
      "Examples:",
      "  teseus put Package name=zlib section=libs size=3 --term 5min",
      "  teseus put Package --json-object '{\"name\":\"zlib\",\"size\":3}'",
      "  teseus put --json-object - < tuple.json",
      "  teseus put Package --ndjson packages.ndjson",
      "  zcat packages.gz | teseus put Package --ndjson - --skip-bad",
      "",
      "A stream that ends early says which lines are not in; --lines goes on with them."
    })
final class PutCommand implements Callable<Integer> {
  private static final String STDIN = "-";

  private final Console console;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "TYPE",
      description = {
        "The tuple's type. Without it, the JSON given says it: {\"type\":...,\"fields\":{...}}."
      })
  private @Nullable String type;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "FIELD=VALUE",
      description = {
        "A value that is JSON is what it says (size=3), any other is a text (name=zlib);"
            + " address.city=Rio puts a city into an address."
      })
  private List<String> fields = new ArrayList<>();

  @Option(
      names = "--json-object",
      paramLabel = "JSON",
      description = "The fields, or without TYPE the tuple; - reads it from stdin.")
  private @Nullable String object;

  @Option(
      names = "--ndjson",
      paramLabel = "FILE",
      description = "One object of fields, or without TYPE one tuple, a line; - reads stdin.")
  private @Nullable String ndjson;

  @Option(
      names = "--term",
      paramLabel = "TIME",
      description = "How long to keep it: 250ms, 10s, 5min, 2h, 7d. Default: for ever.")
  private @Nullable Duration term;

  @Option(
      names = "--skip-bad",
      description = "With --ndjson: tell of lines that cannot be written, and go on.")
  private boolean skipBad;

  @Option(
      names = "--lines",
      paramLabel = "RANGES",
      description = "With --ndjson: only these lines, like 17,19-24,281-.")
  private @Nullable String lines;

  @Option(names = "--json", description = "Print the lease, or the summary, as JSON.")
  private boolean json;

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  PutCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (term != null && term.toMillis() < 1) {
      throw usage("--term is at least 1ms");
    }
    if (ndjson != null) {
      return stream(ndjson);
    }
    if (skipBad || lines != null) {
      throw usage("--skip-bad and --lines go with --ndjson");
    }
    return one();
  }

  private static CommandException usage(String message) {
    return new CommandException(Exit.USAGE, message);
  }

  private int one() throws IOException {
    Tuple tuple = object == null ? ofFields() : ofObject(object);
    Duration keep = term == null ? Space.LONGEST : term;
    return Client.with(
        cluster,
        client -> {
          Lease lease = client.write(tuple, keep);
          console.out().println(json ? TokenText.json(lease) : TokenText.line(lease));
          return Exit.OK.code();
        });
  }

  private Tuple ofFields() {
    if (type == null || type.indexOf('=') >= 0) {
      throw usage("the TYPE comes first: teseus put TYPE field=value ...");
    }
    return tuple(type, FieldArguments.nested(FieldArguments.read(fields)));
  }

  private Tuple ofObject(String given) throws IOException {
    if (!fields.isEmpty()) {
      throw usage("--json-object and FIELD=VALUE exclude each other");
    }
    byte[] bytes =
        given.equals(STDIN)
            ? console.in().readNBytes(NdjsonLines.MOST_BYTES)
            : given.getBytes(StandardCharsets.UTF_8);
    ObjectNode read;
    try {
      read = Json.readObject(bytes);
    } catch (Json.NotJsonException e) {
      throw new CommandException(Exit.REFUSED, "--json-object: " + e.getMessage());
    }
    return type == null ? whole(read) : tuple(type, Json.fields(read));
  }

  /** A tuple as the HTTP API takes it. */
  private Tuple whole(ObjectNode read) {
    List<String> keys = new ArrayList<>();
    read.fieldNames().forEachRemaining(keys::add);
    keys.removeAll(List.of("type", "fields", "term"));
    boolean right =
        read.path("type").isTextual()
            && read.path("fields").isObject()
            && (read.path("term").isTextual() || !read.has("term"))
            && keys.isEmpty();
    if (!right) {
      throw new CommandException(
          Exit.REFUSED, "without TYPE the JSON reads {\"type\":\"...\",\"fields\":{...}}");
    }
    if (read.has("term") && term == null) {
      term = term(read.path("term"));
    }
    return tuple(read.path("type").textValue(), Json.fields((ObjectNode) read.path("fields")));
  }

  private static Duration term(JsonNode text) {
    try {
      return Durations.parse(text.textValue());
    } catch (IllegalArgumentException e) {
      throw new CommandException(Exit.REFUSED, "term: " + e.getMessage());
    }
  }

  private static Tuple tuple(String type, Map<String, @Nullable Object> fields) {
    try {
      return Tuple.of(type, fields);
    } catch (IllegalArgumentException e) {
      throw new CommandException(Exit.REFUSED, Table.visible(String.valueOf(e.getMessage())));
    }
  }

  private int stream(String from) throws IOException, InterruptedException {
    if (object != null || !fields.isEmpty()) {
      throw usage("--ndjson excludes --json-object and FIELD=VALUE");
    }
    TupleImport run =
        new TupleImport(
            console, new TupleImport.Wish(type, Optional.ofNullable(term), ranges(), skipBad));
    long start = System.nanoTime();
    ImportResult result = run(run, from);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    console.out().print(json ? Json.text(result.json(took)) + "\n" : result.text(took));
    console.out().flush();
    return result.exit().code();
  }

  private ImportResult run(TupleImport run, String from) throws IOException, InterruptedException {
    if (from.equals(STDIN)) {
      return run.run(cluster.hosts(), console.in(), -1);
    }
    Path file = Path.of(from);
    try (InputStream in = Files.newInputStream(file)) {
      return run.run(cluster.hosts(), in, Files.size(file));
    } catch (NoSuchFileException e) {
      throw usage("no such file: " + from);
    }
  }

  private @Nullable LineRanges ranges() {
    try {
      return lines == null ? null : LineRanges.parse(lines);
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }
}
