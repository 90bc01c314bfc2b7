package teseus.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import teseus.space.FieldIndex;

/** {@code teseus index}: the indexes that are declared. */
@Command(name = "index", description = "Lists and adds the indexes that are declared.")
final class IndexCommand {
  private final Console console;

  IndexCommand(Console console) {
    this.console = console;
  }

  @Command(
      name = "list",
      description = {
        "Lists the indexes that are declared. Fields that templates ask for often get one by"
            + " themselves, too: teseus explain shows what serves."
      },
      footer = {"", "Example:", "  teseus index list"})
  int list(
      @Mixin ClusterOptions cluster,
      @Option(names = "--json", description = "Print what the host answers.") boolean json) {
    ObjectNode answer = new HostCalls(cluster.hosts()).get("/v1/indexes");
    console.out().print(json ? Json.text(answer) + "\n" : table(answer, console.ink()));
    return Exit.OK.code();
  }

  private static String table(JsonNode answer, Ink ink) {
    Table table = new Table("TYPE", "FIELD", "SERVES");
    for (JsonNode index : answer.path("indexes")) {
      table.row(
          index.path("type").asText(),
          index.path("field").asText(),
          index.path("ordered").asBoolean() ? "ranges, prefixes, equality" : "equality");
    }
    return table.text(ink);
  }

  @Command(
      name = "add",
      description = {
        "Declares an index on a field of a type and of its subtypes, for good. Every host makes it"
            + " at once, which takes about a second for a million tokens."
      },
      footer = {
        "",
        "Examples:",
        "  teseus index add Package section",
        "  teseus index add Order customer.name --ordered"
      })
  int add(
      @Mixin ClusterOptions cluster,
      @Parameters(paramLabel = "TYPE", description = "The type.") String type,
      @Parameters(paramLabel = "FIELD", description = "The field; a path with dots if nested.")
          String field,
      @Option(names = "--ordered", description = "Serve ranges and prefixes too.")
          boolean ordered) {
    FieldIndex index = index(type, field, ordered);
    return Client.with(
        cluster,
        client -> {
          client.declareIndex(index);
          console.out().println(Table.visible(index.toString()));
          return Exit.OK.code();
        });
  }

  private static FieldIndex index(String type, String field, boolean ordered) {
    try {
      return new FieldIndex(type, field, ordered);
    } catch (IllegalArgumentException e) {
      throw new CommandException(Exit.REFUSED, Table.visible(String.valueOf(e.getMessage())));
    }
  }
}
