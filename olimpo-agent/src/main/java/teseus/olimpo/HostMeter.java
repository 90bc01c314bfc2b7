package teseus.olimpo;

import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Measures the host it runs on, smoothed with a half life of {@value #HALF_LIFE_MS} ms. What cannot
 * be measured counts as idle: processors where the JVM gives no load, the disk where the system is
 * not Linux, or the data folder is on none of its block devices (overlay, tmpfs, network). For one
 * thread at a time.
 */
public final class HostMeter {
  /** Short enough to see a burst within a few beacons, long enough not to bid on one of them. */
  static final long HALF_LIFE_MS = 2_000;

  private final Gauges gauges;
  private Readings smoothed = Readings.IDLE;
  private OptionalLong busyBefore = OptionalLong.empty();
  private long readAt;
  private boolean read;

  HostMeter(Gauges gauges) {
    this.gauges = gauges;
  }

  /**
   * Meters this machine.
   *
   * @param data a folder that exists, on the disk to watch
   */
  public static HostMeter of(Path data) {
    return new HostMeter(new MachineGauges(data));
  }

  /**
   * Reads the gauges; to be called every second or so. Each call covers the time since the one
   * before, and the first finds the disk idle.
   *
   * @param now milliseconds on a clock that is not set back; where it did not advance, the readings
   *     stay as they were
   */
  public Readings read(long now) {
    if (read && now <= readAt) {
      return smoothed;
    }
    OptionalDouble load = gauges.cpuLoad();
    OptionalLong busy = gauges.diskBusyMillis();
    double cpuIdle = load.isPresent() ? 1 - clamp(load.getAsDouble()) : 1;
    if (!read) {
      smoothed = new Readings(cpuIdle, 1);
    } else {
      long elapsed = now - readAt;
      smoothed =
          new Readings(
              clamp(Decay.toward(smoothed.cpuIdle(), cpuIdle, elapsed, HALF_LIFE_MS)),
              clamp(
                  Decay.toward(
                      smoothed.diskIdle(), diskIdle(busy, elapsed), elapsed, HALF_LIFE_MS)));
    }
    busyBefore = busy;
    readAt = now;
    read = true;
    return smoothed;
  }

  private double diskIdle(OptionalLong busy, long elapsed) {
    if (busy.isEmpty() || busyBefore.isEmpty()) {
      return 1;
    }
    long spent = busy.getAsLong() - busyBefore.getAsLong();
    if (spent < 0) {
      return smoothed.diskIdle(); // the kernel's counter has 32 bits and wraps: nothing learnt
    }
    return 1 - clamp((double) spent / elapsed);
  }

  private static double clamp(double share) {
    return Math.max(0, Math.min(1, share));
  }
}
