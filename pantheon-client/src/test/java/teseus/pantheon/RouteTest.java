package teseus.pantheon;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LONG;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RouteTest {
  private static final URI HERA = URI.create("http://hera:8080");
  private static final URI ZEUS = URI.create("http://zeus:8080");

  private final AtomicInteger moves = new AtomicInteger();
  private final List<Long> pauses = new ArrayList<>();
  private final List<Runnable> paused = new ArrayList<>();
  private final Route route =
      new Route(List.of(HERA, ZEUS), new Random(7), this::later, moves::incrementAndGet);

  private Executor later(long ms) {
    pauses.add(ms);
    return paused::add;
  }

  @Test
  void leavesALostHostOnceHoweverManyLoseIt() throws Exception {
    Route.Target first = route.next().get(1, SECONDS);
    route.leave(first);
    route.leave(first);
    assertThat(moves).hasValue(1);
    assertThat(route.next()).isCompletedWithValue(new Route.Target(ZEUS, 1));
    assertThat(route.isCurrent(first)).isFalse();
  }

  @Test
  void comesRoundAfterAPauseAndGrowsQuietUntilAHostAnswers() throws Exception {
    Route.Target first = route.next().get(1, SECONDS);
    assertThat(route.silence()).isZero();
    route.leave(first);
    Route.Target second = route.next().get(1, SECONDS);
    route.leave(second);
    assertThat(route.next()).isNotDone();
    assertThat(pauses).singleElement().asInstanceOf(LONG).isBetween(25L, 50L);
    paused.get(0).run();
    Route.Target third = route.next().get(1, SECONDS);
    assertThat(third).isEqualTo(new Route.Target(HERA, 2));
    assertThat(route.silence()).isPositive();
    route.heard(second); // an answer from the past says nothing of this host
    assertThat(route.silence()).isPositive();
    route.heard(third);
    assertThat(route.silence()).isZero();
    route.leave(third);
    assertThat(route.next()).as("the first loss after an answer").isDone();
  }
}
