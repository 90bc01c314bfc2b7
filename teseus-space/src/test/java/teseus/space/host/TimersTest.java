package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TimersTest {
  private final Timers timers = new Timers();
  private final List<String> ran = new ArrayList<>();

  private Timers.Timer at(long time, String name) {
    return timers.at(time, now -> ran.add(name));
  }

  @Test
  void runWhatIsDueInOrderOfTimeThenOfSetting() {
    at(20, "c");
    at(10, "a");
    at(10, "b");
    at(30, "d");
    timers.run(20);
    assertThat(ran).containsExactly("a", "b", "c");
    assertThat(timers.next()).isEqualTo(30);
    timers.run(30);
    assertThat(timers.next()).isEqualTo(Long.MAX_VALUE);
    assertThat(timers.size()).isZero();
  }

  @Test
  void knowTheTimeThatTheyWereToldLast() {
    timers.at(10, due -> ran.add("at " + timers.now()));
    timers.run(20);
    assertThat(ran).containsExactly("at 20");
    assertThat(timers.now()).isEqualTo(20);
  }

  @Test
  void runWhatATaskMakesDue() {
    timers.at(
        10,
        now -> {
          at(10, "at once");
          at(11, "later");
        });
    timers.run(10);
    assertThat(ran).containsExactly("at once");
  }

  @Test
  void leaveOutWhatATaskOfTheSameMomentCancels() {
    Timers.Timer[] next = new Timers.Timer[1];
    timers.at(10, now -> next[0].cancel());
    next[0] = at(10, "cancelled");
    at(10, "kept");
    timers.run(10);
    assertThat(ran).containsExactly("kept");
    next[0].cancel();
    assertThat(timers.size()).isZero();
  }

  private record Set(long time, int number, Timers.Timer timer) {}

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void runAsAListSortedByTimeWould(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Set> all = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    long now = 0;
    for (int step = 0; step < 300; step++) {
      int dice = random.nextInt(10);
      if (dice < 5) {
        long time = now + random.nextInt(6);
        all.add(new Set(time, step, at(time, "timer " + step)));
      } else if (dice < 8 && !all.isEmpty()) {
        all.remove(random.nextInt(all.size())).timer().cancel();
      } else {
        now += random.nextInt(4);
        long until = now;
        all.stream()
            .filter(one -> one.time() <= until)
            .sorted(Comparator.comparingLong(Set::time).thenComparingInt(Set::number))
            .forEach(one -> expected.add("timer " + one.number()));
        all.removeIf(one -> one.time() <= until);
        timers.run(now);
      }
      assertThat(ran).as("seed %d, step %d", seed, step).isEqualTo(expected);
      assertThat(timers.size()).isEqualTo(all.size());
      assertThat(timers.next())
          .isEqualTo(all.stream().mapToLong(Set::time).min().orElse(Long.MAX_VALUE));
    }
  }
}
