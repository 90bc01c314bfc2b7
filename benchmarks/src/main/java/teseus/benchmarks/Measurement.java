package teseus.benchmarks;

import java.util.Collection;
import java.util.regex.Pattern;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import teseus.benchmarks.Comparison.Column;
import teseus.benchmarks.Comparison.Row;

/** Measures comparisons with JMH, each contender in a JVM of its own. */
final class Measurement {
  private final Effort effort;
  private final int forks;

  /**
   * Prepares to measure.
   *
   * @param forks 1, or 0 to stay in this JVM
   */
  Measurement(Effort effort, int forks) {
    this.effort = effort;
    this.forks = forks;
  }

  /**
   * All contenders under all circumstances, in turns: what slows the machine down for a while slows
   * all of them down.
   */
  Figures of(Comparison comparison) throws RunnerException {
    Figures figures = new Figures();
    for (int round = 1; round <= effort.rounds(); round++) {
      for (Column column : comparison.columns()) {
        for (Row row : comparison.rows()) {
          if (!row.possible()) {
            continue;
          }
          double perSecond = one(comparison, row, column);
          figures.add(row.method(), column.name(), perSecond);
          System.err.printf(
              "%s, round %d, %s, %s: %,.0f/s%n",
              comparison.name(), round, column.name(), row.name(), perSecond);
        }
      }
    }
    return figures;
  }

  /** Operations a second. */
  double one(Comparison comparison, Row row, Column column) throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(Pattern.quote(comparison.benchmark().getName() + "." + row.method()) + "$")
            .forks(forks)
            .jvmArgsAppend(
                "-Xms3g",
                "-Xmx3g",
                "-XX:+AlwaysPreTouch", // or who allocates pays for new pages until the heap is full
                "-Djava.util.concurrent.ForkJoinPool.common.parallelism=2")
            .threads(column.threads())
            .warmupIterations(effort.warmups() * comparison.warmUp())
            .warmupTime(effort.each())
            .measurementIterations(effort.iterations())
            .measurementTime(effort.each())
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT);
    column.parameters().forEach(options::param);
    Collection<RunResult> results = new Runner(options.build()).run();
    return results.iterator().next().getPrimaryResult().getScore();
  }
}
