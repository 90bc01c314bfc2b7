package teseus.server.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import teseus.space.Token;
import teseus.space.TokenId;
import teseus.space.Tuple;

/** {@code teseus update}: another tuple in the place of a token's. */
@Command(
    name = "update",
    description = {
      "Puts another tuple in the place of a token's, if the token still has the version named. It"
          + " keeps its id, its age and its lease."
    },
    footer = {
      "",
      "Example:",
      "  teseus update 1-2v2lihr8mc500-3 --version 1 Package name=zlib size=4",
      "",
      "Ends with 1 if there is no such token any more, with 3 if it has another version."
    })
final class UpdateCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private TokenArgument token = new TokenArgument();
  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Option(
      names = "--version",
      paramLabel = "N",
      required = true,
      description = "The version that it must have: 1 as written, one more with each update.")
  private long version;

  @Parameters(index = "1", paramLabel = "TYPE", description = "The new tuple's type.")
  private String type = "";

  @Parameters(
      index = "2..*",
      arity = "0..*",
      paramLabel = "FIELD=VALUE",
      description = "The new tuple's fields, as teseus put takes them.")
  private List<String> fields = new ArrayList<>();

  @Option(names = "--json", description = "Print the token as JSON.")
  private boolean json;

  UpdateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    TokenId id = token.id();
    Tuple tuple = tuple();
    return Client.with(cluster, client -> print(client.update(id, version, tuple)));
  }

  private Tuple tuple() {
    try {
      return Tuple.of(type, FieldArguments.nested(FieldArguments.read(fields)));
    } catch (IllegalArgumentException e) {
      throw new CommandException(Exit.REFUSED, Table.visible(String.valueOf(e.getMessage())));
    }
  }

  private int print(Optional<Token> updated) {
    return TokenText.print(updated, json, console);
  }
}
