package teseus.server.cli;

import java.util.Map;
import java.util.TreeMap;
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
      "  teseus simulate --first 42 --seeds 1   replay seed 42"
    })
final class SimulateCommand implements Callable<Integer> {
  private static final long SHOW_EVERY_NANOS = 5_000_000_000L;

  private final Console console;
  private final Map<String, Integer> faults = new TreeMap<>();
  private final long began = System.nanoTime();
  private long shown = began;
  private long runs;
  private long steps;
  private long answered;

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
    for (long seed = first; seed <= last && seed >= first; seed++) {
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
    runs++;
    steps += report.steps();
    answered += report.done() + report.empty() + report.refused();
    report.faults().forEach((fault, count) -> faults.merge(fault.toString(), count, Integer::sum));
    long now = System.nanoTime();
    if (now - shown >= SHOW_EVERY_NANOS) {
      shown = now;
      console.err().println(line());
    }
  }

  private String line() {
    double minutes = Math.max(1, System.nanoTime() - began) / 60e9;
    return "%s seeds, %s steps (%s a minute), %s requests answered, faults %s"
        .formatted(
            Figures.count(runs),
            Figures.count(steps),
            Figures.count((long) (steps / minutes)),
            Figures.count(answered),
            faults);
  }

  private void summary(@Nullable Long failed) {
    if (!json) {
      console.out().println(failed == null ? line() : line() + "; seed " + failed + " failed");
      return;
    }
    var told = Json.object().put("seeds", runs).put("steps", steps).put("answered", answered);
    faults.forEach(told.putObject("faults")::put);
    console.out().println(Json.text(failed == null ? told : told.put("failed", failed)));
  }
}
