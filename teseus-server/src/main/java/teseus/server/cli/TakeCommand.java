package teseus.server.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import teseus.pantheon.Pantheon;
import teseus.space.Consistency;
import teseus.space.Space;
import teseus.space.Template;
import teseus.space.Token;

/** {@code teseus take}: matches, taken out of the space. */
@Command(
    name = "take",
    description = {
      "Takes a match out of the space and prints it. No other take gets the same one, ever."
    },
    footer = {
      "",
      "Examples:",
      "  teseus take Package size=3 --timeout 10s",
      "  teseus take Package --count 100 --json > packages.ndjson",
      "  teseus take Package --order oldest --count 10",
      "  teseus take Order sku=pen 'qty>2' name^=Ab 'tag!=x' 'ref?'",
      "  teseus take Package --follow --json | ./work",
      "",
      "Ends with 1 if there were fewer matches than asked for; those taken are printed."
    })
final class TakeCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private MatchArguments match = new MatchArguments();
  @Mixin private Looking looking = new Looking();
  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "How many to take, one by one; default 1. The timeout is for each.")
  private long count = 1;

  @Option(
      names = "--follow",
      description = "Go on until none comes within the timeout; without one, until Ctrl-C.")
  private boolean follow;

  @Option(names = "--json", description = "Print tokens as JSON, one a line.")
  private boolean json;

  TakeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Template template = match.template();
    if (looking.consistency() == Consistency.LOOSE) {
      throw new CommandException(Exit.USAGE, "a take is exact: session or strict, not loose");
    }
    if (count < 1) {
      throw new CommandException(Exit.USAGE, "--count is at least 1, was " + count);
    }
    return Client.with(cluster, client -> takeAll(client.inOrder(looking.order()), template));
  }

  private int takeAll(Pantheon client, Template template) {
    long most = follow ? Long.MAX_VALUE : count;
    for (long taken = 0; taken < most; taken++) {
      Optional<Token> token = take(client, template);
      if (token.isEmpty()) {
        return ended(taken);
      }
      print(token.get());
    }
    return Exit.OK.code();
  }

  private Optional<Token> take(Pantheon client, Template template) {
    Duration timeout =
        follow && !looking.hasTimeout() && !looking.ifExists() ? Space.LONGEST : looking.timeout();
    return looking.ifExists()
        ? client.takeIfExists(template, timeout, looking.consistency())
        : client.take(template, timeout);
  }

  private int ended(long taken) {
    if (follow && taken > 0) {
      return Exit.OK.code();
    }
    console
        .err()
        .println(taken == 0 ? "teseus: no match" : "teseus: no more matches after " + taken);
    return Exit.NONE.code();
  }

  private void print(Token token) {
    console.out().println(json ? TokenText.json(token) : TokenText.line(token, console.ink()));
    if (console.out().checkError()) {
      throw new CommandException(
          Exit.UNKNOWN, "nobody reads on; " + token.id() + " is taken and may not have been seen");
    }
  }
}
