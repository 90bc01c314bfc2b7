package teseus.space.vertx;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every interleaving of a few threads, up to some switches: turns are taken one at a time, none is
 * left behind, and what each thread is told is what one order of all turns would have told it.
 */
@Tag("once") // on one JDK: see .ci/run
public class TurnsInterleavedTest {
  private final Turns turns =
      new Turns(
          Runnable::run,
          () -> {},
          thrown -> {
            throw new AssertionError(thrown);
          });
  private int count; // whoever has the turn owns it

  /** One who waits for what its turn gives. */
  private static final class Waiting {
    private volatile int told;
  }

  @Operation
  public int increment() {
    Waiting waiting = new Waiting();
    turns.take(
        () -> {
          int next = count + 1;
          count = next;
          turns.tell(() -> waiting.told = next);
        });
    while (waiting.told == 0) {
      Thread.onSpinWait();
    }
    return waiting.told;
  }

  @Operation
  public int incrementFromWithin() {
    Waiting waiting = new Waiting();
    turns.take(() -> turns.take(() -> waiting.told = ++count));
    while (waiting.told == 0) {
      Thread.onSpinWait();
    }
    return waiting.told;
  }

  @Test
  void turnsAreLinearizable() {
    new ModelCheckingOptions()
        .iterations(5)
        .threads(3)
        .actorsPerThread(2)
        .actorsBefore(0)
        .actorsAfter(1)
        .invocationsPerIteration(1_000)
        .check(TurnsInterleavedTest.class);
  }
}
