package teseus.space.sim;

/**
 * What is simulated. Times are milliseconds of virtual time.
 *
 * @param hosts how many, 1 to 100
 * @param segmentsPerHost how many segments each leads, 1 to 16
 * @param clients how many remote clients there are, 0 to 1,000; callers within the hosts come on
 *     top
 * @param troubleMs how long there are faults and new requests, 100 and up
 * @param gapMs mean time between two requests of one client, 1 to 60,000
 * @param faults whether there are faults at all
 */
public record SimulationSettings(
    int hosts, int segmentsPerHost, int clients, long troubleMs, int gapMs, boolean faults) {
  /** Three hosts for three seconds, in trouble. */
  public static final SimulationSettings DEFAULT = new SimulationSettings(3, 1, 2, 3_000, 40, true);

  public SimulationSettings {
    within("hosts", hosts, 1, 100);
    within("segments-per-host", segmentsPerHost, 1, 16);
    within("clients", clients, 0, 1_000);
    within("trouble-ms", troubleMs, 100, Long.MAX_VALUE / 4);
    within("gap-ms", gapMs, 1, 60_000);
  }

  private static void within(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " must be " + least + ".." + most + ", was " + value);
    }
  }
}
