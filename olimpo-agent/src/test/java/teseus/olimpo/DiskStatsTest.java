package teseus.olimpo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DiskStatsTest {
  private static final List<String> LINES =
      List.of(
          "   7       0 loop0 11 0 28 1 0 0 0 0 0 4 1 0 0 0 0 0 0",
          " 259       0 nvme0n1 93 1 2 3 4 5 6 7 0 4711 9 0 0 0 0 12 13",
          " 259       1 nvme0n1p1 93 1 2 3 4 5 6 7 0 815 9",
          "   8      16 sdb 1 2 3",
          "   8      17 sdb1 93 1 2 3 4 5 6 7 0 many 9");

  @Test
  void findsTheTimeSpentOnADevice() {
    assertThat(DiskStats.busyMillis(LINES, new DiskStats.Device(259, 0))).hasValue(4_711);
    assertThat(DiskStats.busyMillis(LINES, new DiskStats.Device(259, 1))).hasValue(815);
  }

  @Test
  void knowsNothingOfADeviceWithoutAWholeLine() {
    assertThat(DiskStats.busyMillis(LINES, new DiskStats.Device(0, 43))).isEmpty();
    assertThat(DiskStats.busyMillis(LINES, new DiskStats.Device(8, 16))).isEmpty();
    assertThat(DiskStats.busyMillis(LINES, new DiskStats.Device(8, 17))).isEmpty();
    assertThat(DiskStats.busyMillis(List.of("", "?"), new DiskStats.Device(8, 17))).isEmpty();
  }

  @Test
  void takesTheNumbersOutOfAFilesDevice() {
    // As makedev(major, minor) gives them.
    assertThat(DiskStats.Device.of(0x811)).isEqualTo(new DiskStats.Device(8, 17));
    assertThat(DiskStats.Device.of(0x10303)).isEqualTo(new DiskStats.Device(259, 3));
    assertThat(DiskStats.Device.of(0x11032c)).isEqualTo(new DiskStats.Device(259, 300));
    assertThat(DiskStats.Device.of(0x10000013882cL)).isEqualTo(new DiskStats.Device(5_000, 300));
  }
}
