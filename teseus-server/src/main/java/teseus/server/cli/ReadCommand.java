package teseus.server.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import teseus.pantheon.Pantheon;
import teseus.space.Consistency;
import teseus.space.Template;
import teseus.space.Token;

/** {@code teseus read}: a copy of a match. */
@Command(
    name = "read",
    description = "Prints a copy of a match, and leaves it in the space.",
    footer = {
      "",
      "Examples:",
      "  teseus read Package name=zlib",
      "  teseus read Package section=libs --timeout 10s",
      "  teseus read Package --order oldest",
      "  teseus read tuple/3 0=task 1=7",
      "  teseus read address.city=Rio --if-exists --consistency strict --json",
      "",
      "Ends with 1 if there was no match."
    })
final class ReadCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private MatchArguments match = new MatchArguments();
  @Mixin private Looking looking = new Looking();
  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Option(names = "--json", description = "Print the token as JSON, in one line.")
  private boolean json;

  ReadCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Template template = match.template();
    Consistency consistency = looking.consistency();
    if (looking.ifExists() && looking.hasTimeout()) {
      throw new CommandException(Exit.USAGE, "a read with --if-exists has no --timeout");
    }
    return Client.with(cluster, client -> print(found(client, template, consistency)));
  }

  private Optional<Token> found(Pantheon near, Template template, Consistency consistency) {
    Pantheon client = near.inOrder(looking.order());
    return looking.ifExists()
        ? client.readIfExists(template, consistency)
        : client.read(template, looking.timeout());
  }

  private int print(Optional<Token> found) {
    if (found.isEmpty()) {
      console.err().println("teseus: no match");
      return Exit.NONE.code();
    }
    Token token = found.get();
    console.out().println(json ? TokenText.json(token) : TokenText.line(token, console.ink()));
    return Exit.OK.code();
  }
}
