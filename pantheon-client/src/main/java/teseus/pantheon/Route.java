package teseus.pantheon;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;

/**
 * The one host that all operations of a client go to at a time. Leaving it moves all of them: a
 * session's operations are never open at two hosts under the same turn. Thread-safe.
 */
final class Route {
  private static final long FIRST_DELAY_MS = 50;
  private static final long LONGEST_DELAY_MS = 1_000;

  /**
   * A host, for as long as nobody leaves it.
   *
   * @param host base URL
   * @param moves how often a host was left before
   */
  record Target(URI host, int moves) {}

  /** Where the client stands; {@code open} completes with the target once it may be asked. */
  private record Leg(
      Target target, CompletableFuture<Target> open, int failures, long silentSince) {
    static Leg good(Target target, CompletableFuture<Target> open) {
      return new Leg(target, open, 0, 0);
    }
  }

  private final List<URI> hosts;
  private final RandomGenerator random;
  private final LongFunction<Executor> later;
  private final Runnable moved;
  private volatile Leg leg; // written under the lock

  /**
   * Starts at the first host.
   *
   * @param random spreads the clients of a lost host over time
   * @param later runs what it is given after so many milliseconds
   * @param moved called after each move, by whoever left
   */
  Route(List<URI> hosts, RandomGenerator random, LongFunction<Executor> later, Runnable moved) {
    this.hosts = hosts;
    this.random = random;
    this.later = later;
    this.moved = moved;
    Target first = new Target(hosts.get(0), 0);
    this.leg = Leg.good(first, CompletableFuture.completedFuture(first));
  }

  /** The host to ask, once the pause that follows a lost one is over. */
  CompletableFuture<Target> next() {
    return leg.open;
  }

  boolean isCurrent(Target target) {
    return leg.target == target;
  }

  /** A host answered, whatever it said. */
  synchronized void heard(Target target) {
    if (leg.target == target && leg.failures > 0) {
      leg = Leg.good(target, leg.open);
    }
  }

  /** For how many nanoseconds no host has answered, as far as was tried. */
  long silence() {
    Leg now = leg;
    return now.failures == 0 ? 0 : System.nanoTime() - now.silentSince;
  }

  /** Goes on at the next host, unless that has been done; the first time at once. */
  void leave(Target lost) {
    int moves = lost.moves + 1;
    Target target = new Target(hosts.get(moves % hosts.size()), moves);
    CompletableFuture<Target> open = new CompletableFuture<>();
    int failures;
    synchronized (this) {
      if (leg.target != lost) {
        return;
      }
      failures = leg.failures;
      long since = failures == 0 ? System.nanoTime() : leg.silentSince;
      leg = new Leg(target, open, failures + 1, since);
    }
    pause(failures).execute(() -> open.complete(target));
    moved.run();
  }

  private Executor pause(int failures) {
    if (failures == 0) {
      return Runnable::run;
    }
    long most = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS << Math.min(failures - 1, 10));
    return later.apply(random.nextLong(most / 2, most + 1));
  }
}
