package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BeaconTurnsTest {
  private static final int LATENCY_MS = 1;

  /** Hosts in one room, a millisecond at a time; what one says the others hear a moment later. */
  private static final class Room {
    final List<BeaconTurns> hosts = new ArrayList<>();
    final List<List<Long>> spoken = new ArrayList<>();
    final SplittableRandom random;
    long now = 1_000_000;
    boolean[] speaking = {};

    Room(long seed) {
      random = new SplittableRandom(seed);
    }

    BeaconTurns enter(BeaconSettings settings) {
      BeaconTurns host = new BeaconTurns(settings, random);
      host.start(now);
      hosts.add(host);
      spoken.add(new ArrayList<>());
      hosts.forEach(each -> each.hosts(hosts.size()));
      return host;
    }

    void run(long ms) {
      for (long end = now + ms; now < end; now += LATENCY_MS) {
        hear();
        speaking = new boolean[hosts.size()];
        for (int i = 0; i < hosts.size(); i++) {
          if (hosts.get(i).due() <= now) {
            speaking[i] = true;
            hosts.get(i).spoke(now);
            spoken.get(i).add(now);
          }
        }
      }
    }

    private void hear() {
      for (int speaker = 0; speaker < speaking.length; speaker++) {
        for (int i = 0; speaking[speaker] && i < hosts.size(); i++) {
          if (i != speaker) {
            hosts.get(i).heard(now);
          }
        }
      }
    }

    int together() {
      List<Long> all = spoken.stream().flatMap(List::stream).toList();
      return all.size() - (int) all.stream().distinct().count();
    }

    int beacons() {
      return spoken.stream().mapToInt(List::size).sum();
    }

    long longestSilence() {
      long longest = 0;
      for (List<Long> times : spoken) {
        for (int i = 1; i < times.size(); i++) {
          longest = Math.max(longest, times.get(i) - times.get(i - 1));
        }
      }
      return longest;
    }
  }

  @ParameterizedTest
  @CsvSource({"4, 11", "10, 12", "30, 13", "100, 14", "200, 15"})
  void eachHostSpeaksAboutOnceARoundAndMostlyAlone(int hosts, long seed) {
    Room room = new Room(seed);
    for (int i = 0; i < hosts; i++) {
      BeaconTurns ignored = room.enter(BeaconSettings.DEFAULT);
    }
    room.run(5_000);
    room.spoken.forEach(List::clear);
    room.run(60_000);
    assertThat(room.beacons() / 60.0 / hosts)
        .as("beacons a second and host, seed %d", seed)
        .isBetween(0.7, 1.3);
    assertThat(room.spoken).as("seed %d", seed).allMatch(times -> times.size() >= 40);
    assertThat(room.longestSilence()).as("seed %d", seed).isLessThanOrEqualTo(3_000);
    assertThat((double) room.together() / room.beacons())
        .as("share of beacons sent together with another, seed %d", seed)
        .isLessThan(hosts <= 30 ? 0.05 : 0.3);
  }

  @Test
  void withMoreHostsThanFitTheRoundGrowsInsteadOfTheTraffic() {
    Room room = new Room(21);
    for (int i = 0; i < 600; i++) {
      BeaconTurns ignored = room.enter(BeaconSettings.DEFAULT);
    }
    room.run(10_000);
    room.spoken.forEach(List::clear);
    room.run(30_000);
    assertThat(room.beacons()).as("seed 21").isBetween(4_500, 7_500); // one each 5 ms are 6,000
    assertThat(room.spoken).as("seed 21").allMatch(times -> times.size() >= 5);
  }

  @Test
  void aLoneHostSpeaksAfterListeningAndGoesOn() {
    Room room = new Room(22);
    BeaconTurns ignored = room.enter(BeaconSettings.DEFAULT);
    room.run(600);
    assertThat(room.beacons()).as("seed 22").isZero();
    room.run(301);
    assertThat(room.beacons()).as("seed 22").isPositive();
    room.run(10_000);
    assertThat(room.beacons()).as("seed 22").isBetween(33, 52); // each 200 to 300 ms
  }

  @ParameterizedTest
  @ValueSource(longs = {31, 32, 33, 34, 35})
  void aNewcomerListensUntilABeaconButAtMostThreeTimesFixedAndRandom(long seed) {
    BeaconTurns host = new BeaconTurns(BeaconSettings.DEFAULT, new SplittableRandom(seed));
    host.start(1_000);
    assertThat(host.due()).as("seed %d", seed).isBetween(1_600L, 1_900L);
    host.heard(1_100);
    assertThat(host.due()).as("seed %d", seed).isBetween(1_300L, 1_400L);
  }

  @Test
  void whoHearsABeaconKeepsTheRestOfItsDraw() {
    BeaconTurns host = new BeaconTurns(BeaconSettings.DEFAULT, new SplittableRandom(41));
    host.hosts(3);
    host.spoke(1_000);
    long draw = host.due() - 1_200;
    assertThat(draw).as("seed 41").isGreaterThan(20);
    host.heard(1_100); // within the silence: nothing of the draw has run
    assertThat(host.due()).isEqualTo(1_100 + 200 + draw);
    host.heard(1_310); // ten milliseconds of it have
    assertThat(host.due()).isEqualTo(1_310 + 200 + draw - 10);
  }

  @Test
  void aBabblerDoesNotSilenceTheOthers() {
    BeaconTurns host = new BeaconTurns(BeaconSettings.DEFAULT, new SplittableRandom(42));
    host.hosts(2);
    host.spoke(0);
    for (long now = 1; now < 3_000; now++) {
      host.heard(now);
      assertThat(host.due()).isGreaterThan(now).isLessThanOrEqualTo(3_000);
    }
  }

  @Test
  void whenHostsLeaveNobodyWaitsOutADrawMadeForMany() {
    BeaconTurns host = new BeaconTurns(BeaconSettings.DEFAULT, new SplittableRandom(43));
    host.hosts(100);
    host.spoke(0);
    host.hosts(1);
    assertThat(host.due()).isLessThanOrEqualTo(110);
  }

  @ParameterizedTest
  @CsvSource({"4,100,1000", "200,0,1000", "200,100,99", "60001,1,1000", "200,100,600001"})
  void settingsOutOfBoundsAreRefusedByName(int fixed, int random, int round) {
    assertThatThrownBy(() -> new BeaconSettings(fixed, random, round))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("beacon.")
        .hasMessageContaining("must be");
  }
}
