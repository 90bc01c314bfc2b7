package teseus.server.demo;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import teseus.pantheon.Match;
import teseus.pantheon.Pantheon;
import teseus.space.Consistency;
import teseus.space.SpaceException;

/**
 * Takes jobs of one kind and waits for more when there are none. Told to stop, it takes what is
 * left until the space says that there is none.
 */
final class Worker implements Runnable {
  private static final Duration WAIT = Duration.ofSeconds(2);
  private static final int LONGEST_WORK_MS = 900;
  private static final long PAUSE_AFTER_FAILURE_MS = 500;

  private final Pantheon client;
  private final Tally tally;
  private final Match<? extends Job> match;
  private final RandomGenerator random;
  private final CountDownLatch stop;

  /**
   * A worker.
   *
   * @param stop at zero no more jobs are published
   */
  Worker(
      Pantheon client,
      Tally tally,
      Match<? extends Job> match,
      RandomGenerator random,
      CountDownLatch stop) {
    this.client = client;
    this.tally = tally;
    this.match = match;
    this.random = random;
    this.stop = stop;
  }

  @Override
  public void run() {
    try {
      long pause = 0;
      while (!stop.await(pause, TimeUnit.MILLISECONDS)) {
        pause = work();
      }
      takeTheRest();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How long it then rests, in ms. */
  private long work() {
    try {
      Optional<? extends Job> job = client.take(match, WAIT);
      job.ifPresent(taken -> tally.taken(taken.id()));
      return job.isPresent() ? random.nextInt(LONGEST_WORK_MS) : 0;
    } catch (SpaceException e) {
      // Nothing was taken, or nobody can say: then it is found again when the space is emptied.
      return PAUSE_AFTER_FAILURE_MS;
    }
  }

  private void takeTheRest() {
    try {
      Optional<? extends Job> job;
      do {
        job = client.takeIfExists(match, WAIT, Consistency.STRICT);
        job.ifPresent(taken -> tally.taken(taken.id()));
      } while (job.isPresent());
    } catch (SpaceException e) {
      // What it leaves, or may have got, is found when the space is asked once more in the end.
    }
  }
}
