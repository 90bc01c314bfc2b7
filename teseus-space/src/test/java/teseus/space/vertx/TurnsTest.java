package teseus.space.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TurnsTest {
  private final Queue<Runnable> left = new ArrayDeque<>();
  private final List<String> done = new ArrayList<>();
  private final List<Throwable> failures = new ArrayList<>();
  private int leavings;
  private final Turns turns = new Turns(left::add, () -> leavings++, failures::add);

  @Test
  void aTurnIsTakenBeforeTheCallReturns() {
    turns.take(() -> done.add(turns.mine() ? "within" : "without"));
    assertThat(done).containsExactly("within");
    assertThat(turns.mine()).isFalse();
    assertThat(leavings).isOne();
  }

  @Test
  void aTurnThatComesFromATurnIsTakenAfterIt() {
    turns.take(
        () -> {
          turns.take(() -> done.add("second"));
          done.add("first");
        });
    assertThat(done).containsExactly("first", "second");
    assertThat(leavings).isOne();
  }

  @Test
  void whatATurnHasToTellIsToldWhenNobodyIsWithin() {
    turns.take(
        () -> {
          turns.tell(() -> done.add(turns.mine() ? "too early" : "told"));
          turns.take(() -> turns.tell(() -> done.add("told too")));
          done.add("first");
        });
    assertThat(done).containsExactly("first", "told", "told too");
  }

  @Test
  void aTurnThatFailsIsReportedAndTheNextIsTaken() {
    IllegalStateException wrong = new IllegalStateException("wrong");
    turns.take(
        () -> {
          turns.take(() -> done.add("next"));
          throw wrong;
        });
    turns.take(() -> done.add("last"));
    assertThat(failures).containsExactly(wrong);
    assertThat(done).containsExactly("next", "last");
  }

  @Test
  void nobodyIsKeptForMoreThanSoManyTurns() {
    int all = 3 * Turns.MOST;
    turns.take(
        () ->
            IntStream.range(1, all)
                .forEach(number -> turns.take(() -> done.add(Integer.toString(number)))));
    assertThat(done).hasSize(Turns.MOST - 1);
    int handedOver = 0;
    for (Runnable rest = left.poll(); rest != null; rest = left.poll()) {
      rest.run();
      handedOver++;
    }
    assertThat(handedOver).isEqualTo(2);
    assertThat(done).isEqualTo(IntStream.range(1, all).mapToObj(Integer::toString).toList());
  }

  @Test
  void whoeverIsToldAndCallsAgainNeverRunsOutOfStack() {
    AtomicInteger rounds = new AtomicInteger();
    again(rounds, 100_000);
    while (!left.isEmpty()) {
      left.remove().run();
    }
    assertThat(rounds.get()).isEqualTo(100_000);
    assertThat(failures).isEmpty();
  }

  private void again(AtomicInteger rounds, int most) {
    if (rounds.get() < most) {
      turns.take(
          () -> {
            rounds.incrementAndGet();
            turns.tell(() -> again(rounds, most));
          });
    }
  }

  @Test
  void ofManyThreadsOneIsWithinAtATimeAndEachKeepsItsOrder() throws Exception {
    int threads = 4;
    int each = 20_000;
    int[] next = new int[threads];
    int[] within = new int[1];
    List<String> wrong = new ArrayList<>();
    Turns shared = new Turns(task -> new Thread(task).start(), () -> {}, failures::add);
    CountDownLatch over = new CountDownLatch(threads * each);
    List<Thread> all = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int thread = t;
      all.add(
          new Thread(
              () -> {
                for (int i = 0; i < each; i++) {
                  int number = i;
                  shared.take(
                      () -> {
                        if (++within[0] != 1 || next[thread]++ != number) {
                          wrong.add(thread + "/" + number);
                        }
                        within[0]--;
                        over.countDown();
                      });
                }
              }));
    }
    all.forEach(Thread::start);
    for (Thread thread : all) {
      thread.join();
    }
    over.await();
    assertThat(wrong).isEmpty();
    assertThat(next).containsOnly(each);
    assertThat(failures).isEmpty();
  }
}
