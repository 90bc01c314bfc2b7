package teseus.server.cli;

import java.io.PrintWriter;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;
import teseus.space.SpaceException;

/** The {@code teseus} command: which commands there are, and what failures end in. */
@Command(
    name = "teseus",
    description = "A tuple space whose hosts bid for every object they keep.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "First steps:",
      "  teseus demo                              a cluster at work, in the browser",
      "  teseus serve --host hera                 one host of cluster.json",
      "  teseus put Package name=zlib size=3      write an object",
      "  teseus take Package size=3               take one by what it contains",
      "",
      "Exit codes: 0 done, 1 no match, 2 usage, 3 refused, 4 unavailable, 5 no room,",
      "6 outcome unknown, 7 port or folder in use, 8 store damaged, 9 demo does not",
      "add up, 70 a fault of this program, 130 interrupted. See docs/cli.md."
    })
public final class Teseus {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  private boolean help;

  private Teseus() {}

  /**
   * Runs a command in this process, on its streams, and waits for its end.
   *
   * @param hosts what starts a host
   * @param arguments of the command line
   * @return the exit code; see {@code docs/cli.md}
   */
  public static int run(HostStarter hosts, String... arguments) {
    return run(hosts, Console.ofProcess(), arguments);
  }

  static int run(HostStarter hosts, Console console, String... arguments) {
    return commandLine(hosts, console).execute(arguments);
  }

  static CommandLine commandLine(HostStarter hosts, Console console) {
    CommandLine top =
        new CommandLine(new Teseus())
            .addSubcommand(new DemoCommand(console))
            .addSubcommand(new ServeCommand(hosts, console))
            .addSubcommand(new PutCommand(console))
            .addSubcommand(new EvalCommand(console))
            .addSubcommand(new ReadCommand(console))
            .addSubcommand(new TakeCommand(console))
            .addSubcommand(new TransactionCommand(console))
            .addSubcommand(new NotifyCommand(console))
            .addSubcommand(new CountCommand(console))
            .addSubcommand(new ExplainCommand(console))
            .addSubcommand(new IndexCommand(console))
            .addSubcommand(new ContentsCommand(console))
            .addSubcommand(new UpdateCommand(console))
            .addSubcommand(new ModifyCommand(console))
            .addSubcommand(new LeaseCommand(console))
            .addSubcommand(new HostCommand(console))
            .addSubcommand(new StrategyCommand(console))
            .addSubcommand(new AuctionCommand(console))
            .addSubcommand(new ConfigCommand(console))
            .addSubcommand(new SnapshotCommand(console))
            .addSubcommand(new SimulateCommand(console));
    top.registerConverter(Duration.class, new TimeConverter());
    top.setCaseInsensitiveEnumValuesAllowed(true);
    top.setOut(new PrintWriter(console.out(), true));
    top.setErr(new PrintWriter(console.err(), true));
    top.setColorScheme(Help.defaultColorScheme(console.ink().on() ? Help.Ansi.ON : Help.Ansi.OFF));
    top.setParameterExceptionHandler((wrong, given) -> misused(wrong));
    top.setExecutionExceptionHandler((failure, command, given) -> failed(failure, console));
    return top;
  }

  private static int misused(ParameterException wrong) {
    CommandLine command = wrong.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("teseus: " + wrong.getMessage());
    UnmatchedArgumentException.printSuggestions(wrong, err);
    CommandSpec spec = command.getCommandSpec();
    err.println(spec.qualifiedName() + " --help tells what it takes");
    return Exit.USAGE.code();
  }

  private static int failed(Exception failure, Console console) {
    if (failure instanceof SpaceException known) {
      return failed(Refusal.of(known), console);
    }
    if (failure instanceof CommandException known) {
      console.err().println("teseus: " + known.getMessage());
      return known.exit().code();
    }
    console.err().println("teseus: a fault of this program; please report it with what follows");
    failure.printStackTrace(console.err());
    return Exit.INTERNAL.code();
  }
}
