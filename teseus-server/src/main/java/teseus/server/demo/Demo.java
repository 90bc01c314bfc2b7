package teseus.server.demo;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Function;
import teseus.server.config.ClusterConfig;
import teseus.server.config.HostConfig;
import teseus.space.HostId;

/**
 * A cluster at work on this machine: every host of a configuration in a process of its own, clients
 * that publish and take on all of them, and at the end an account of every tuple. Real data is
 * never touched. Use once, from one thread; {@link #end} from any.
 */
public final class Demo {
  private static final long START_SECONDS = 60;
  private static final long LOOK_MS = 1_000;
  private static final long TELL_MS = 5_000;

  private final Plan plan;
  private final Consumer<String> say;
  private final CountDownLatch end = new CountDownLatch(1);
  private final Tally tally = new Tally();

  /**
   * What is shown, and how.
   *
   * @param config the cluster; its data folders are not used
   * @param data the folder to keep everything in; empty for a temporary one
   * @param length how long clients publish; empty until {@link Demo#end}
   * @param patience how long clients go on asking while no host answers, at least 1 s
   * @param browser whether to open the dashboard
   * @param main the class whose {@code serve} runs a host
   * @param bringBack the command that starts a host again, given the configuration's file
   * @param url where a host answers
   */
  public record Plan(
      ClusterConfig config,
      Optional<Path> data,
      Optional<Duration> length,
      Duration patience,
      boolean browser,
      String main,
      Function<Path, String> bringBack,
      Function<HostConfig, URI> url) {}

  /** How it ended. */
  public enum Outcome {
    /** All that was published was taken once. */
    EVEN,
    /** No promise was broken, but tuples wait at hosts that are down. */
    WAITING,
    /** A tuple was lost, or given out twice, or out of nowhere. */
    BROKEN,
    /** It could not start because ports are in use. */
    PORTS_IN_USE,
    /** A host did not start. */
    NOT_STARTED
  }

  /**
   * A demo that has not begun.
   *
   * @param say is told what happens, line by line, from several threads
   */
  public Demo(Plan plan, Consumer<String> say) {
    this.plan = plan;
    this.say = say;
  }

  /** Lets clients stop publishing, which ends the demo in order. */
  public void end() {
    end.countDown();
  }

  /**
   * Runs it to its end. Its last line says {@code published N, taken N, lost 0, duplicated 0}.
   *
   * @throws IOException if its folder cannot be written or a process cannot be started
   * @throws InterruptedException if the thread is interrupted; hosts are stopped
   */
  public Outcome run() throws IOException, InterruptedException {
    List<String> taken = Ports.taken(plan.config);
    if (!taken.isEmpty()) {
      taken.forEach(say);
      say.accept("stop what listens there, or give the hosts other ports in cluster.json");
      return Outcome.PORTS_IN_USE;
    }
    DemoFolder folder = DemoFolder.make(plan.config, plan.data);
    say.accept("everything is in " + folder.path());
    List<HostJvm> hosts = new ArrayList<>();
    try {
      Map<HostId, URI> urls = new TreeMap<>();
      for (HostConfig host : folder.config().hosts()) {
        hosts.add(HostJvm.start(host, folder.file(), plan.main));
        urls.put(host.id(), plan.url.apply(host));
      }
      HostWatch watch = new HostWatch(hosts, urls, plan.bringBack.apply(folder.file()), say);
      Outcome outcome = started(watch) ? show(watch, folder, urls) : Outcome.NOT_STARTED;
      stop(hosts);
      tidy(folder, watch, outcome);
      return outcome;
    } finally {
      stop(hosts);
    }
  }

  private boolean started(HostWatch watch) throws InterruptedException {
    long deadline = System.nanoTime() + SECONDS.toNanos(START_SECONDS);
    watch.look();
    while (!watch.down().isEmpty()) {
      Optional<HostJvm> stillborn = watch.stillborn();
      if (stillborn.isPresent()) {
        say.accept(stillborn.get().lastWords());
        return false;
      }
      if (System.nanoTime() > deadline) {
        say.accept("not ready after " + START_SECONDS + " s: " + watch.down());
        return false;
      }
      if (end.await(LOOK_MS / 4, MILLISECONDS)) {
        return false;
      }
      watch.look();
    }
    return true;
  }

  private Outcome show(HostWatch watch, DemoFolder folder, Map<HostId, URI> urls)
      throws InterruptedException {
    List<URI> pages = folder.config().hosts().stream().map(host -> urls.get(host.id())).toList();
    say.accept("dashboard: " + pages.get(0) + "/");
    boolean shown = plan.browser && Browser.open(URI.create(pages.get(0) + "/"));
    say.accept(
        (shown ? "the browser shows it; " : "")
            + plan.length.map(time -> "it goes on for " + time.toSeconds() + " s").orElse("")
            + (plan.length.isPresent() ? "" : "Ctrl-C ends it"));
    Workload workload = new Workload(pages, freshName(), plan.patience(), tally);
    boolean none;
    try (HostWatch.Watching watching = watch.every(LOOK_MS)) {
      awaitEnd();
      say.accept("publishers stop; workers take what is left");
      none = workload.finish(watching::down);
    }
    watch.look();
    watch
        .startedByOthers()
        .forEach(host -> say.accept(host + " was started by hand, and is left to run"));
    return sum(watch, none);
  }

  private static String freshName() {
    byte[] bytes = new byte[6];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** Waits until publishers are to stop, and says now and then how far they are. */
  private void awaitEnd() throws InterruptedException {
    long begun = System.nanoTime();
    long length = plan.length.map(Duration::toMillis).orElse(Long.MAX_VALUE);
    long passed = 0;
    while (passed < length && !end.await(Math.min(TELL_MS, length - passed), MILLISECONDS)) {
      passed = NANOSECONDS.toMillis(System.nanoTime() - begun);
      tell(passed / 1_000);
    }
  }

  private void tell(long seconds) {
    Tally.Balance now = tally.balance(Set.of());
    say.accept(
        "%d s: published %d, taken %d, %d in the space"
            .formatted(seconds, now.published(), now.taken(), tally.waiting()));
  }

  private Outcome sum(HostWatch watch, boolean none) {
    Tally.Balance balance = tally.balance(watch.down());
    if (!none) {
      say.accept("the space did not say in time that nothing is left");
    }
    balance.waiting().forEach((host, count) -> say.accept("waiting at " + host + ": " + count));
    if (balance.open() > 0 && !watch.down().isEmpty()) {
      say.accept("at a host that is down, or not written: " + balance.open());
    }
    if (balance.strange() > 0) {
      say.accept(balance.strange() + " tuples were given out that were never said to be written");
    }
    say.accept(balance.text());
    if (!balance.isRight() || !none) {
      return Outcome.BROKEN;
    }
    return balance.isEven() ? Outcome.EVEN : Outcome.WAITING;
  }

  private static void stop(List<HostJvm> hosts) throws InterruptedException {
    hosts.forEach(HostJvm::stop);
    for (HostJvm host : hosts) {
      host.awaitStop();
    }
  }

  private void tidy(DemoFolder folder, HostWatch watch, Outcome outcome) throws IOException {
    if (folder.temporary() && outcome == Outcome.EVEN && watch.startedByOthers().isEmpty()) {
      folder.delete();
    }
  }
}
