package teseus.olimpo;

/**
 * What a host has to spare besides memory.
 *
 * @param cpuIdle idle share of its processors, 0 to 1
 * @param diskIdle share of the time in which its data folder's disk had nothing to do, 0 to 1
 */
public record Readings(double cpuIdle, double diskIdle) {
  /** Where nothing has been measured yet, or nothing can be: all idle. */
  public static final Readings IDLE = new Readings(1, 1);

  public Readings {
    share("cpuIdle", cpuIdle);
    share("diskIdle", diskIdle);
  }

  private static void share(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " is a share of 0 to 1, was " + value);
    }
  }
}
