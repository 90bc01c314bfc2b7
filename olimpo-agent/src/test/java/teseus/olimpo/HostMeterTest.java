package teseus.olimpo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostMeterTest {
  private static final long T0 = 1_000_000;
  private static final long HALF = HostMeter.HALF_LIFE_MS;

  private final FakeGauges gauges = new FakeGauges();
  private final HostMeter meter = new HostMeter(gauges);

  @Test
  void theFirstReadingIsTheLoadItselfAndAnIdleDisk() {
    gauges.load = OptionalDouble.of(0.3);
    gauges.busy = OptionalLong.of(987_654);
    assertThat(meter.read(T0)).isEqualTo(new Readings(0.7, 1));
  }

  @Test
  void aChangedLoadIsHalfSeenAfterAHalfLife() {
    gauges.load = OptionalDouble.of(0);
    assertThat(meter.read(T0).cpuIdle()).isEqualTo(1);
    gauges.load = OptionalDouble.of(1);
    assertThat(meter.read(T0 + HALF).cpuIdle()).isCloseTo(0.5, within(1e-9));
    assertThat(meter.read(T0 + 2 * HALF).cpuIdle()).isCloseTo(0.25, within(1e-9));
  }

  @Test
  void smoothingDoesNotDependOnHowOftenItIsRead() {
    HostMeter often = new HostMeter(gauges);
    gauges.load = OptionalDouble.of(0);
    assertThat(often.read(T0)).isEqualTo(meter.read(T0));
    gauges.load = OptionalDouble.of(0.8);
    Readings last = Readings.IDLE;
    for (long t = T0 + 100; t <= T0 + HALF; t += 100) {
      last = often.read(t);
    }
    assertThat(last.cpuIdle()).isCloseTo(meter.read(T0 + HALF).cpuIdle(), within(1e-9));
  }

  @Test
  void theDiskIsBusyForTheShareOfTheTimeItHadWork() {
    gauges.busy = OptionalLong.of(5_000);
    assertThat(meter.read(T0).diskIdle()).isEqualTo(1);
    gauges.busy = OptionalLong.of(5_000 + HALF / 2);
    // Half busy over one half life: half-way from 1 to 0.5.
    assertThat(meter.read(T0 + HALF).diskIdle()).isCloseTo(0.75, within(1e-9));
  }

  @Test
  void aCounterThatStartsAgainTeachesNothing() {
    gauges.busy = OptionalLong.of(1_000);
    assertThat(meter.read(T0).diskIdle()).isEqualTo(1);
    gauges.busy = OptionalLong.of(1_000 + HALF);
    double before = meter.read(T0 + HALF).diskIdle();
    gauges.busy = OptionalLong.of(3);
    assertThat(meter.read(T0 + 2 * HALF).diskIdle()).isCloseTo(before, within(1e-9));
  }

  @Test
  void moreWorkThanTimeIsAllBusyAndNoMore() {
    gauges.busy = OptionalLong.of(0);
    assertThat(meter.read(T0).diskIdle()).isEqualTo(1);
    gauges.busy = OptionalLong.of(1_000_000);
    assertThat(meter.read(T0 + HALF).diskIdle()).isCloseTo(0.5, within(1e-9));
  }

  @Test
  void whatCannotBeMeasuredCountsAsIdle() {
    assertThat(meter.read(T0)).isEqualTo(Readings.IDLE);
    assertThat(meter.read(T0 + HALF)).isEqualTo(Readings.IDLE);
  }

  @Test
  void aClockThatDidNotAdvanceChangesNothing() {
    gauges.load = OptionalDouble.of(0);
    Readings first = meter.read(T0);
    gauges.load = OptionalDouble.of(1);
    assertThat(meter.read(T0)).isEqualTo(first);
    assertThat(meter.read(T0 - 5)).isEqualTo(first);
  }

  @Test
  void thisMachineCanBeMeasured(@TempDir Path data) {
    HostMeter here = HostMeter.of(data);
    assertThat(here.read(T0).diskIdle()).isEqualTo(1);
    assertThat(here.read(T0 + 1_000).cpuIdle()).isBetween(0.0, 1.0);
    assertThat(new MachineGauges(data).cpuLoad()).isPresent();
  }

  private static final class FakeGauges implements Gauges {
    private OptionalDouble load = OptionalDouble.empty();
    private OptionalLong busy = OptionalLong.empty();

    @Override
    public OptionalDouble cpuLoad() {
      return load;
    }

    @Override
    public OptionalLong diskBusyMillis() {
      return busy;
    }
  }
}
