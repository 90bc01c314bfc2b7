package teseus.server.cli;

import java.util.Iterator;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import teseus.pantheon.Pantheon;
import teseus.space.Template;
import teseus.space.Token;

/** {@code teseus contents}: all that matches. */
@Command(
    name = "contents",
    description = {
      "Prints all that matches, and leaves it in the space. What is there from begin to end is"
          + " printed exactly once; what comes or goes meanwhile, once at most."
    },
    footer = {
      "",
      "Examples:",
      "  teseus contents",
      "  teseus contents Package section=libs --json > libs.ndjson",
      "  teseus contents Package --limit 20",
      "",
      "Ends with 0 also if there is nothing."
    })
final class ContentsCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private MatchArguments match = new MatchArguments();
  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Option(names = "--limit", paramLabel = "N", description = "Print no more than so many.")
  private long limit = Long.MAX_VALUE;

  @Option(names = "--json", description = "Print tokens as JSON, one a line.")
  private boolean json;

  ContentsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Template template = match.template();
    if (limit < 1) {
      throw new CommandException(Exit.USAGE, "--limit is at least 1, was " + limit);
    }
    return Client.with(cluster, client -> print(client, template));
  }

  private int print(Pantheon client, Template template) {
    Iterator<Token> tokens = client.contents(template).iterator();
    for (long i = 0; i < limit && tokens.hasNext(); i++) {
      Token token = tokens.next();
      console.out().println(json ? TokenText.json(token) : TokenText.line(token, console.ink()));
      if (console.out().checkError()) {
        break; // nobody reads on
      }
    }
    return Exit.OK.code();
  }
}
