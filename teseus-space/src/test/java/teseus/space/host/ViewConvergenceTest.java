package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import teseus.space.Template;
import teseus.space.TokenId;
import teseus.space.wire.Beacon;
import teseus.space.wire.Message.PullView;
import teseus.space.wire.Message.ViewPart;

/** Whatever is lost, repeated and overtaken, views come to hold what the segments hold. */
@Tag("once")
class ViewConvergenceTest {
  private static final int STEPS = 600;

  static List<Long> seeds() {
    return new SplittableRandom(20_260_101).longs(150).boxed().toList();
  }

  /** One host that leads two segments, one view of them, and a bad road between. */
  private static final class Road {
    final SplittableRandom random;
    final List<LedSegment> led = new ArrayList<>();
    final View view = new View(64 << 20, SomeTokens.BY_TEXT);
    final List<Beacon> beacons = new ArrayList<>();
    final List<PullView> pulls = new ArrayList<>();
    final List<ViewPart> parts = new ArrayList<>();
    final boolean big;
    long now = 1;
    long sequence;
    long incarnation = 1;
    long written;

    Road(long seed) {
      random = new SplittableRandom(seed);
      int most = random.nextBoolean() ? 20 : 200;
      big = random.nextBoolean();
      led.add(new LedSegment(SomeTokens.HERA_0, most, random));
      led.add(new LedSegment(SomeTokens.HERA_1, most, random));
    }

    void step() {
      now += random.nextInt(400);
      int dice = random.nextInt(100);
      LedSegment one = led.get(random.nextInt(led.size()));
      if (dice < 50) {
        change(one);
      } else if (dice < 60) {
        speak();
      } else if (dice < 61) {
        one.failOver();
      } else if (dice < 62) {
        incarnation++;
        sequence = 0;
      } else {
        deliver();
        pulls.addAll(asked());
      }
    }

    void change(LedSegment one) {
      int burst = 1 + random.nextInt(40);
      for (int i = 0; i < burst; i++) {
        int dice = random.nextInt(12);
        if (dice < 5) {
          one.put(SomeTokens.token(++written, "T" + written % 3, fields()));
        } else if (dice >= 10 && !one.in().isEmpty()) {
          one.change(pick(one.in()), fields());
        } else if (dice < 8 && !one.in().isEmpty()) {
          one.take(pick(one.in()));
        } else if (dice < 9 && !one.out().isEmpty()) {
          one.giveBack(pick(one.out()));
        } else {
          one.feed.passed(one.feed.next());
        }
      }
    }

    byte[] fields() {
      return new byte[big ? 1 + random.nextInt(Carried.SMALL + 100) : 20];
    }

    <T> T pick(List<T> list) {
      return list.get(random.nextInt(list.size()));
    }

    void speak() {
      beacons.add(
          BeaconChanges.beacon(
              SomeTokens.HERA,
              new StoreIdentity(1, 1, incarnation),
              ++sequence,
              0,
              now,
              SomeTokens.offer(SomeTokens.HERA, 1),
              2,
              led.stream().map(each -> new BeaconChanges.Led(each.feed, each.epoch)).toList(),
              Set.of(),
              1,
              "",
              Set.of(),
              Map.of(),
              false));
    }

    List<PullView> asked() {
      return view.pulls(now).stream().map(Pull::message).toList();
    }

    /** Any message under way: the oldest or not, kept for a second time or not, or lost. */
    void deliver() {
      switch (random.nextInt(3)) {
        case 0 -> next(beacons).ifPresent(beacon -> view.apply(beacon, now));
        case 1 -> next(pulls).ifPresent(pull -> parts.add(answer(pull)));
        default -> next(parts).ifPresent(view::apply);
      }
    }

    <T> Optional<T> next(List<T> under) {
      if (under.isEmpty()) {
        return Optional.empty();
      }
      int which = random.nextInt(3) == 0 ? random.nextInt(under.size()) : 0;
      T message = random.nextInt(4) == 0 ? under.get(which) : under.remove(which);
      return random.nextInt(5) == 0 ? Optional.empty() : Optional.of(message);
    }

    ViewPart answer(PullView pull) {
      LedSegment of = pull.segment().equals(SomeTokens.HERA_0) ? led.get(0) : led.get(1);
      ViewPart part = of.feed.part(pull.from(), of);
      int size =
          part.added().stream().mapToInt(Carried::bytes).sum()
              + part.removed().size() * Carried.ID_BYTES;
      assertThat(size).isLessThanOrEqualTo(ChangeFeed.PART_BYTES);
      return part;
    }

    /** No change any more, and a road that works; what was late before may still come. */
    void quiet() {
      for (int round = 0; round < 100; round++) {
        now += 1_000;
        speak();
        view.apply(beacons.remove(beacons.size() - 1), now);
        if (random.nextBoolean()) {
          deliver();
        }
        for (PullView pull : asked()) {
          view.apply(answer(pull));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theViewHoldsWhatTheSegmentsHoldOnceThingsAreQuiet(long seed) {
    Road road = new Road(seed);
    for (int i = 0; i < STEPS; i++) {
      road.step();
    }
    road.quiet();

    Set<Map.Entry<TokenId, Long>> whole =
        road.led.stream()
            .flatMap(LedSegment::tokens)
            .filter(token -> token.fields().length <= Carried.SMALL)
            .map(token -> Map.entry(token.id(), token.version()))
            .collect(Collectors.toSet());
    assertThat(road.view.due()).as("nothing to pull, seed %d", seed).isEqualTo(Long.MAX_VALUE);
    assertThat(road.view.count(Template.any(), road.now))
        .as("headers included, seed %d", seed)
        .isEqualTo(road.led.stream().flatMap(LedSegment::tokens).count());
    assertThat(drain(road)).as("seed %d", seed).isEqualTo(whole);
  }

  private static Set<Map.Entry<TokenId, Long>> drain(Road road) {
    Set<Map.Entry<TokenId, Long>> found = new HashSet<>();
    for (Optional<Found> next = road.view.find(Template.any(), road.now);
        next.isPresent();
        next = road.view.find(Template.any(), road.now)) {
      found.add(Map.entry(next.get().token().id(), next.get().token().version()));
      road.view.taken(next.get().token().id(), road.now);
    }
    return found;
  }
}
