package teseus.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import teseus.benchmarks.Comparison.Column;
import teseus.benchmarks.Comparison.Goal;
import teseus.benchmarks.Comparison.Row;

/** The tables, as Markdown. */
final class Report {
  private final StringBuilder goals = new StringBuilder();
  private final StringBuilder tables = new StringBuilder();
  private final Machine machine;

  Report(Machine machine) {
    this.machine = machine;
  }

  void add(Comparison comparison, Figures figures) {
    tables.append("\n### ").append(comparison.title()).append("\n\n|");
    comparison.columns().forEach(column -> tables.append(" | ").append(column.name()));
    tables.append(" |\n|---").append("|---:".repeat(comparison.columns().size())).append("|\n");
    String limit = comparison.rows().get(0).method();
    for (Row row : comparison.rows()) {
      tables.append("| ").append(row.name());
      for (Column column : comparison.columns()) {
        OptionalDouble perSecond = figures.median(row.method(), column.name());
        OptionalDouble share = figures.ratio(row.method(), limit, column.name());
        tables
            .append(" | ")
            .append(cell(row, perSecond, row.method().equals(limit) ? null : share));
      }
      tables.append(" |\n");
    }
    comparison.goals().forEach(goal -> add(comparison, goal, figures));
  }

  private static String cell(Row row, OptionalDouble perSecond, @Nullable OptionalDouble share) {
    return perSecond.isEmpty()
        ? "skipped: needs " + row.needs()
        : amount(perSecond.getAsDouble())
            + (share == null ? "" : " (" + percent(share.getAsDouble()) + ")");
  }

  private void add(Comparison comparison, Goal goal, Figures figures) {
    goals
        .append("| ")
        .append(comparison.title())
        .append(": ")
        .append(comparison.rowName(goal.row()))
        .append(" | ")
        .append(times(goal.least()))
        .append(" of ")
        .append(comparison.rowName(goal.than()).replace("limit: ", ""))
        .append(" | ");
    List<String> parts =
        goal.columns().stream()
            .map(
                column -> {
                  OptionalDouble ratio = figures.ratio(goal.row(), goal.than(), column);
                  if (ratio.isEmpty()) {
                    return column + ": not measured";
                  }
                  String met = ratio.getAsDouble() >= goal.least() ? "met" : "**missed**";
                  return column + ": " + times(ratio.getAsDouble()) + ", " + met;
                })
            .toList();
    goals.append(String.join("; ", parts)).append(" |\n");
  }

  void add(Map<Footprint, Double> bytes, int count) {
    tables.append(
        "\n### Heap of one among %,d, in bytes\n\n| | bytes |\n|---|---:|\n".formatted(count));
    bytes.forEach(
        (what, each) -> {
          String figure = String.format(Locale.ROOT, "%.0f", each);
          row(tables, what.title(), figure);
          if (what.most() > 0) {
            String met = each <= what.most() ? "met" : "**missed**";
            goals
                .append("| Heap: ")
                .append(what.title())
                .append(" | at most ")
                .append(what.most())
                .append(" bytes | ")
                .append(figure)
                .append(", ")
                .append(met)
                .append(" |\n");
          }
        });
  }

  /** The whole page. */
  String page(String command) {
    String head =
        """
        # Benchmarks

        How fast Teseus is, each figure beside its limit (the bare structure) and its peers, measured one after the other in the
        same run. This page is written by that run. Only ratios within a table mean something: machines differ, and this one may
        have been busy.

        | | |
        |---|---|
        """;
    StringBuilder page = new StringBuilder(head);
    machine.lines().forEach((what, value) -> row(page, what, value));
    row(page, "command", "`" + command + "`");
    page.append(
        """

        Durability is `memory` unless said otherwise. What is stored is a record of six fields (a key, a group, two texts, a long,
        an int), 83 bytes encoded. Figures are operations a second, medians over rounds; in brackets the share of the first row.
        Each contender has a JVM of its own, on a heap whose pages were touched before, and is warmed up: whole spaces and hosts,
        Teseus or not, for longer than bare structures.
        `bin/benchmarks --quick` repeats all of it in half an hour, `bin/benchmarks` with more care. Peers, none of which is
        shipped: Hazelcast (Apache-2.0), Prevayler (BSD), Redis 7.0 (BSD), Jackson's data formats (Apache-2.0); the harness is JMH (GPL-2.0 with
        the class path exception). jSpace is in no public Maven repository, and so is not measured.

        ## Goals

        | what | at least | measured |
        |---|---|---|
        """);
    page.append(goals).append("\n## Figures\n").append(tables);
    return page.toString();
  }

  private static void row(StringBuilder page, String what, String value) {
    page.append("| ").append(what).append(" | ").append(value).append(" |\n");
  }

  private static String times(double ratio) {
    return ratio < 1.5 ? percent(ratio) : String.format(Locale.ROOT, "%.1f times", ratio);
  }

  private static String percent(double ratio) {
    return String.format(Locale.ROOT, ratio < 0.1 ? "%.1f %%" : "%.0f %%", ratio * 100);
  }

  private static String amount(double value) {
    if (value >= 1e6) {
      return String.format(Locale.ROOT, "%.2f M", value / 1e6);
    }
    if (value >= 1e4) {
      return String.format(Locale.ROOT, "%.0f k", value / 1e3);
    }
    return String.format(Locale.ROOT, "%.0f", value);
  }
}
