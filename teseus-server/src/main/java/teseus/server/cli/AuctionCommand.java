package teseus.server.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import teseus.space.TokenId;

/** {@code teseus auction}: why a token is where it is. */
@Command(name = "auction", description = "Tells why a token is where it is.")
final class AuctionCommand {
  private final Console console;

  AuctionCommand(Console console) {
    this.console = console;
  }

  /** Which auction is meant. */
  static final class Which {
    @Option(names = "--last", description = "The last one decided at the host that answers.")
    private boolean last;

    @Parameters(
        paramLabel = "TOKEN",
        arity = "0..1",
        description = "The token's name, as a write, a read or the dashboard gives it.")
    private @Nullable String token;
  }

  @Command(
      name = "explain",
      description = {
        "Shows every bid of an auction with its figures, the odds, the draw, who won, and why the"
            + " others did not. The host where the token was written remembers; name it by --url if"
            + " another one does not know the token."
      },
      footer = {
        "",
        "Examples:",
        "  teseus auction explain --last",
        "  teseus auction explain 12-2s8kd91x0q-7 --url http://127.0.0.1:8082"
      })
  int explain(
      @Mixin ClusterOptions cluster,
      @ArgGroup(multiplicity = "1") Which which,
      @Option(names = "--json", description = "Print what the host answers.") boolean json) {
    String path = path(which);
    ObjectNode auction = new HostCalls(cluster.hosts()).get(path);
    console
        .out()
        .print(json ? Json.text(auction) + "\n" : new AuctionText(auction).text(console.ink()));
    return Exit.OK.code();
  }

  private static String path(Which which) {
    if (which.token == null) {
      return "/v1/auctions/last";
    }
    try {
      return "/v1/auctions/" + TokenId.parse(which.token);
    } catch (IllegalArgumentException e) {
      throw new CommandException(
          Exit.USAGE, "a token's name reads like 12-2s8kd91x0q-7, was " + which.token);
    }
  }
}
