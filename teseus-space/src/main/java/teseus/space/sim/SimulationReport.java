package teseus.space.sim;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a simulation went in which no promise was broken.
 *
 * @param seed what it was drawn from
 * @param steps how many events there were
 * @param virtualMs how much virtual time passed, in milliseconds
 * @param done requests that got what they asked for
 * @param empty requests that found nothing
 * @param refused requests that were told why nothing was done
 * @param unknown requests whose outcome their client never learned
 * @param records log records that were forced
 * @param faults how often each happened, in the order of their names in {@link Fault}
 * @param trace a hash of all that happened: the same seed and settings give the same
 */
public record SimulationReport(
    long seed,
    long steps,
    long virtualMs,
    int done,
    int empty,
    int refused,
    int unknown,
    long records,
    Map<Fault, Integer> faults,
    long trace) {
  public SimulationReport {
    faults = Collections.unmodifiableMap(new TreeMap<>(faults)); // said in one order, always
  }
}
