package teseus.olimpo;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Where a meter gets its raw figures. */
interface Gauges {
  /** Busy share of the processors in the recent past, 0 to 1; empty if not known. */
  OptionalDouble cpuLoad();

  /**
   * Milliseconds in which the disk had work, since some moment in the past; empty if not known. May
   * start again at 0.
   */
  OptionalLong diskBusyMillis();
}
