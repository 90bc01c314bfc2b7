package teseus.server.demo;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import teseus.pantheon.Pantheon;
import teseus.space.Lease;
import teseus.space.OutcomeUnknownException;
import teseus.space.SpaceException;

/** Writes jobs in bursts until it is told to stop; and waits while too many are not taken. */
final class Publisher implements Runnable {
  private static final int LARGEST_BURST = 12;
  private static final int MOST_WAITING = 300;
  private static final int LONGEST_PAUSE_MS = 1_200;
  private static final long PAUSE_AFTER_FAILURE_MS = 500;

  private final Pantheon client;
  private final Tally tally;
  private final RandomGenerator random;
  private final Work work;
  private final CountDownLatch stop;

  /**
   * A publisher.
   *
   * @param stop at zero ends it
   */
  Publisher(Pantheon client, Tally tally, String run, RandomGenerator random, CountDownLatch stop) {
    this.client = client;
    this.tally = tally;
    this.random = random;
    this.work = new Work(run, random);
    this.stop = stop;
  }

  @Override
  public void run() {
    try {
      do {
        for (int i = random.nextInt(LARGEST_BURST); i >= 0 && !isFull(); i--) {
          publish();
        }
      } while (!stop.await(random.nextInt(LONGEST_PAUSE_MS), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isFull() {
    return stop.getCount() == 0 || tally.waiting() >= MOST_WAITING;
  }

  private void publish() throws InterruptedException {
    int id = tally.next();
    try {
      Lease lease = client.write(work.job(id));
      tally.published(id, lease.segment().founder());
    } catch (OutcomeUnknownException e) {
      tally.unknown(id);
    } catch (SpaceException e) {
      tally.refused(id);
      var unused = stop.await(PAUSE_AFTER_FAILURE_MS, TimeUnit.MILLISECONDS);
    }
  }
}
