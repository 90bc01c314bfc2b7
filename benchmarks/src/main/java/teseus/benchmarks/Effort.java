package teseus.benchmarks;

import org.openjdk.jmh.runner.options.TimeValue;

/**
 * How long to measure.
 *
 * @param name for people
 * @param rounds how often all of a table is measured, one contender after the other each time
 * @param warmups iterations thrown away in each fresh JVM
 * @param iterations iterations counted after them
 * @param each how long one iteration takes
 * @param held how many are made to see what one takes of the heap
 */
record Effort(String name, int rounds, int warmups, int iterations, TimeValue each, int held) {
  static final Effort QUICK = new Effort("quick", 1, 2, 2, TimeValue.seconds(1), 200_000);
  static final Effort FULL = new Effort("full", 3, 4, 4, TimeValue.seconds(2), 1_000_000);
}
