package teseus.server.demo;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import teseus.pantheon.Match;
import teseus.pantheon.Pantheon;
import teseus.space.Consistency;
import teseus.space.HostId;
import teseus.space.SpaceException;
import teseus.space.UnavailableException;

/**
 * Takes what is left of a run until the space itself says that there is none: strictly, which no
 * host can say while another one is down.
 */
final class Drain {
  private static final Duration ON_THEIR_WAY = Duration.ofSeconds(2);
  private static final long AGAIN_MS = 250;

  private final List<Match<? extends Job>> kinds;
  private final Tally tally;
  private final Supplier<Set<HostId>> down;
  private final int hosts;

  /**
   * The end of a run.
   *
   * @param down the hosts that do not answer now
   * @param hosts how many there are
   */
  Drain(List<Match<? extends Job>> kinds, Tally tally, Supplier<Set<HostId>> down, int hosts) {
    this.kinds = List.copyOf(kinds);
    this.tally = tally;
    this.down = down;
    this.hosts = hosts;
  }

  /**
   * Empties the space. What a take may have got without anyone hearing of it comes back when its
   * session ends, so that "none" is asked for again while something is missing.
   *
   * @return whether the space is empty as far as its hosts are up; false at the deadline
   */
  boolean run(Pantheon client, Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    CountDownLatch never = new CountDownLatch(1);
    boolean none = takeAll(client);
    while (!none || tally.waitingElsewhere(down.get()) > 0) {
      if (System.nanoTime() > deadline) {
        return none;
      }
      var unused = never.await(AGAIN_MS, TimeUnit.MILLISECONDS);
      none = takeAll(client);
    }
    return true;
  }

  private boolean takeAll(Pantheon client) {
    boolean none = true;
    for (Match<? extends Job> kind : kinds) {
      try {
        takeAll(client, kind);
      } catch (UnavailableException e) { // none where one could look
        Set<HostId> silent = down.get();
        if (silent.size() == hosts) {
          return none; // to ask for the other kinds would be to wait in vain for each
        }
        none &= !silent.isEmpty();
      } catch (SpaceException e) {
        none = false;
      }
    }
    return none;
  }

  private void takeAll(Pantheon client, Match<? extends Job> kind) {
    Optional<? extends Job> job;
    do {
      job = client.takeIfExists(kind, ON_THEIR_WAY, Consistency.STRICT);
      job.ifPresent(taken -> tally.taken(taken.id()));
    } while (job.isPresent());
  }
}
