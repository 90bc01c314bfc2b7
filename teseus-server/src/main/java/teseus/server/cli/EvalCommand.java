package teseus.server.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import teseus.space.Lease;
import teseus.space.Space;
import teseus.space.Tuple;

/** {@code teseus eval}: a tuple that a host computes. */
@Command(
    name = "eval",
    description = {
      "Has a tuple computed by a host that has the function registered. What comes of it is a tuple"
          + " like any other; of type EvalFailed if the function gave none."
    },
    footer = {
      "",
      "Examples:",
      "  teseus eval echo Ping n=1",
      "  teseus take Ping n=1 --timeout 10s",
      "  teseus read EvalFailed function=echo",
      "",
      "Prints the token as soon as a host has it on record, before it is computed."
    })
final class EvalCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      index = "0",
      paramLabel = "FUNCTION",
      description = "The name it is registered under.")
  private String function = "";

  @Parameters(index = "1", paramLabel = "TYPE", description = "The type of its argument.")
  private String type = "";

  @Parameters(
      index = "2..*",
      arity = "0..*",
      paramLabel = "FIELD=VALUE",
      description = "The fields of its argument, as for put.")
  private List<String> fields = new ArrayList<>();

  @Option(
      names = "--term",
      paramLabel = "TIME",
      description = "How long to keep it, computed or not: 10s, 5min, 2h. Default: for ever.")
  private @Nullable Duration term;

  @Option(names = "--json", description = "Print the lease as JSON.")
  private boolean json;

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  EvalCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (term != null && term.toMillis() < 1) {
      throw new CommandException(Exit.USAGE, "--term is at least 1ms");
    }
    if (type.indexOf('=') >= 0) {
      throw new CommandException(
          Exit.USAGE, "the TYPE comes second: teseus eval FUNCTION TYPE field=value ...");
    }
    Tuple argument = argument();
    Duration keep = term == null ? Space.LONGEST : term;
    return Client.with(
        cluster,
        client -> {
          Lease lease = client.eval(function, argument, keep);
          console.out().println(json ? TokenText.json(lease) : TokenText.line(lease));
          return Exit.OK.code();
        });
  }

  private Tuple argument() {
    try {
      return Tuple.of(type, FieldArguments.nested(FieldArguments.read(fields)));
    } catch (IllegalArgumentException e) {
      throw new CommandException(Exit.REFUSED, Table.visible(String.valueOf(e.getMessage())));
    }
  }
}
