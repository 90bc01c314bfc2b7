package teseus.olimpo;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** This machine's figures: JMX for the processors, {@code /proc/diskstats} for the disk. */
final class MachineGauges implements Gauges {
  private static final Path DISK_STATS = Path.of("/proc/diskstats");

  private final OperatingSystemMXBean system =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private final Optional<DiskStats.Device> device;

  MachineGauges(Path data) {
    device = deviceOf(data);
  }

  @Override
  public OptionalDouble cpuLoad() {
    double load = system.getCpuLoad();
    return load >= 0 ? OptionalDouble.of(load) : OptionalDouble.empty(); // NaN and -1: not known
  }

  @Override
  public OptionalLong diskBusyMillis() {
    if (device.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      return DiskStats.busyMillis(Files.readAllLines(DISK_STATS), device.get());
    } catch (IOException e) {
      return OptionalLong.empty(); // a figure for bidding, and none is one that is allowed for
    }
  }

  private static Optional<DiskStats.Device> deviceOf(Path data) {
    if (!Files.isReadable(DISK_STATS)) {
      return Optional.empty();
    }
    try {
      Object dev = Files.getAttribute(data, "unix:dev");
      return dev instanceof Long number
          ? Optional.of(DiskStats.Device.of(number))
          : Optional.empty();
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
