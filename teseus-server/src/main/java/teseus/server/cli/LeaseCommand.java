package teseus.server.cli;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import teseus.space.Lease;
import teseus.space.Space;
import teseus.space.TokenId;

/** {@code teseus lease}: how long a token is kept. */
@Command(name = "lease", description = "Says how long a token is kept.")
final class LeaseCommand {
  private final Console console;

  LeaseCommand(Console console) {
    this.console = console;
  }

  @Command(
      name = "renew",
      description = "Keeps a token for a term from now on, longer or shorter than before.",
      footer = {
        "",
        "Examples:",
        "  teseus lease renew 1-2v2lihr8mc500-3 --term 5min",
        "  teseus lease renew 1-2v2lihr8mc500-3",
        "",
        "Ends with 1 if the lease has ended, or the token was taken."
      })
  int renew(
      @Mixin ClusterOptions cluster,
      @Mixin TokenArgument token,
      @Option(
              names = "--term",
              paramLabel = "TIME",
              description = "250ms, 10s, 5min, 2h, 7d. Default: for ever.")
          @Nullable Duration term,
      @Option(names = "--json", description = "Print the lease as JSON.") boolean json) {
    if (term != null && term.toMillis() < 1) {
      throw new CommandException(Exit.USAGE, "--term is at least 1ms");
    }
    TokenId id = token.id();
    return Client.with(
        cluster, client -> print(client.renew(id, term == null ? Space.LONGEST : term), json));
  }

  private int print(Optional<Lease> renewed, boolean json) {
    if (renewed.isEmpty()) {
      return gone();
    }
    Lease lease = renewed.get();
    console.out().println(json ? TokenText.json(lease) : TokenText.line(lease));
    return Exit.OK.code();
  }

  @Command(
      name = "cancel",
      description = "Ends a token's lease now: the token is gone, and nobody has taken it.",
      footer = {
        "",
        "Example:",
        "  teseus lease cancel 1-2v2lihr8mc500-3",
        "",
        "Ends with 1 if the lease had ended, or the token was taken."
      })
  int cancel(@Mixin ClusterOptions cluster, @Mixin TokenArgument token) {
    TokenId id = token.id();
    return Client.with(cluster, client -> client.cancelLease(id) ? Exit.OK.code() : gone());
  }

  private int gone() {
    console.err().println("teseus: no such token");
    return Exit.NONE.code();
  }
}
