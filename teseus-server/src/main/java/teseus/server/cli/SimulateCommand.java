package teseus.server.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import teseus.space.sim.Simulation;
import teseus.space.sim.SimulationReport;
import teseus.space.sim.SimulationSettings;
import teseus.space.sim.Violation;

/** {@code teseus simulate}: hosts in trouble, in virtual time, seed after seed. */
@Command(
    name = "simulate",
    description = {
      "Runs the code of a host, a few hosts at once, in virtual time against crashes, pauses, lost"
          + " messages and partitions, and checks every promise. Each run comes from a seed; one"
          + " that fails is named, and fails again."
    },
    footer = {
      "",
      "Examples:",
      "  teseus simulate                     seeds from 1 until Ctrl-C",
      "  teseus simulate --seeds 1000",
      "  teseus simulate --check --minutes 10",
      "  teseus simulate --first 42 --seeds 1   replay seed 42"
    })
final class SimulateCommand implements Callable<Integer> {
  private static final long SHOW_EVERY_NANOS = 5_000_000_000L;

  private final Console console;
  private final SimulationTotals totals = new SimulationTotals();
  private final long began = System.nanoTime();
  private long shown = began;

  @Option(
      names = "--first",
      paramLabel = "SEED",
      defaultValue = "1",
      description = "The first seed; default ${DEFAULT-VALUE}.")
  private long first;

  @Option(
      names = "--seeds",
      paramLabel = "NUMBER",
      description = "How many seeds, one after the other; by default until stopped.")
  private @Nullable Long seeds;

  @Option(
      names = "--minutes",
      paramLabel = "NUMBER",
      description = "For how many minutes, or part of one; by default until stopped.")
  private @Nullable Double minutes;

  @Option(
      names = "--check",
      description = "Check every promise after each event. That is done in any case.")
  private boolean check;

  @Option(
      names = "--hosts",
      paramLabel = "NUMBER",
      defaultValue = "3",
      description = "Hosts of each run, 1 to 100; default ${DEFAULT-VALUE}.")
  private int hosts;

  @Option(names = "--json", description = "Print the summary as JSON.")
  private boolean json;

  SimulateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    SimulationSettings settings = settings();
    long last = seeds == null ? Long.MAX_VALUE : first + seeds - 1;
    for (long seed = first; seed <= last && seed >= first && !over(); seed++) {
      try {
        count(Simulation.run(seed, settings));
      } catch (Violation violation) {
        console.err().println(violation.getMessage());
        summary(seed);
        return Exit.UNBALANCED.code();
      }
    }
    summary(null);
    return Exit.OK.code();
  }

  private boolean over() {
    return minutes != null && passed() >= minutes;
  }

  /** Minutes since it began, above zero. */
  private double passed() {
    return Math.max(1, System.nanoTime() - began) / 60e9;
  }

  private SimulationSettings settings() {
    SimulationSettings standard = SimulationSettings.DEFAULT;
    try {
      return new SimulationSettings(
          hosts,
          standard.segmentsPerHost(),
          standard.clients(),
          standard.troubleMs(),
          standard.gapMs(),
          standard.faults());
    } catch (IllegalArgumentException e) {
      throw new CommandException(Exit.USAGE, "--" + e.getMessage());
    }
  }

  private void count(SimulationReport report) {
    totals.add(report);
    long now = System.nanoTime();
    if (now - shown >= SHOW_EVERY_NANOS) {
      shown = now;
      console.err().println(totals.line(passed()));
    }
  }

  private void summary(@Nullable Long failed) {
    if (json) {
      ObjectNode told = Json.object();
      totals.json(told, passed());
      console.out().println(Json.text(failed == null ? told : told.put("failed", failed)));
      return;
    }
    console.out().print(totals.table(passed()).text(console.ink()));
    console
        .out()
        .println(
            failed == null
                ? "no promise was broken"
                : "seed " + failed + " broke a promise: please report it");
  }
}
