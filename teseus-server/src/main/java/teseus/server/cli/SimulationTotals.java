package teseus.server.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import teseus.space.sim.SimulationReport;

/** What many runs come to, in all and for each minute that they took. For one thread. */
final class SimulationTotals {
  private final Map<String, Long> counts = new LinkedHashMap<>();
  private final Map<String, Long> faults = new TreeMap<>();

  /** Nothing so far. */
  SimulationTotals() {
    for (String what : new String[] {"seeds", "steps", "answered", "unknown", "records"}) {
      counts.put(what, 0L);
    }
  }

  /** One more run. */
  void add(SimulationReport report) {
    add(counts, "seeds", 1);
    add(counts, "steps", report.steps());
    add(counts, "answered", report.done() + report.empty() + report.refused());
    add(counts, "unknown", report.unknown());
    add(counts, "records", report.records());
    report.faults().forEach((fault, count) -> add(faults, fault.name(), count));
  }

  private static void add(Map<String, Long> to, String what, long count) {
    to.merge(what, count, Long::sum);
  }

  /** In one line. */
  String line(double minutes) {
    long steps = counts.getOrDefault("steps", 0L);
    return "%s seeds, %s steps (%s a minute), %s requests answered, faults %s"
        .formatted(
            Figures.count(counts.getOrDefault("seeds", 0L)),
            Figures.count(steps),
            Figures.count(Math.round(steps / minutes)),
            Figures.count(counts.getOrDefault("answered", 0L)),
            faults);
  }

  /** In full. */
  Table table(double minutes) {
    Table table = new Table("in %s".formatted(time(minutes)), "#in all", "#a minute");
    row(table, "seeds", counts, "seeds", minutes);
    row(table, "steps", counts, "steps", minutes);
    row(table, "requests answered", counts, "answered", minutes);
    row(table, "requests of unknown outcome", counts, "unknown", minutes);
    row(table, "records", counts, "records", minutes);
    long all = faults.values().stream().mapToLong(Long::longValue).sum();
    row(table, "faults", Map.of("all", all), "all", minutes);
    faults
        .keySet()
        .forEach(
            fault ->
                row(
                    table,
                    "  " + fault.toLowerCase(Locale.ROOT).replace('_', ' '),
                    faults,
                    fault,
                    minutes));
    return table;
  }

  private static void row(
      Table table, String name, Map<String, Long> of, String what, double minutes) {
    long count = of.getOrDefault(what, 0L);
    table.row(name, Figures.count(count), Figures.count(Math.round(count / minutes)));
  }

  private static String time(double minutes) {
    return Figures.time(Duration.ofMillis(Math.round(minutes * 60_000)));
  }

  /** Into an object. */
  void json(ObjectNode into, double minutes) {
    counts.forEach(into::put);
    into.put("minutes", minutes);
    faults.forEach(into.putObject("faults")::put);
  }
}
