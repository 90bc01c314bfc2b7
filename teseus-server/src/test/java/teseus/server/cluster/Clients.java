package teseus.server.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import teseus.pantheon.Outcome;
import teseus.pantheon.Pantheon;
import teseus.space.Lease;
import teseus.space.OutcomeUnknownException;
import teseus.space.SpaceException;
import teseus.space.Template;
import teseus.space.Token;
import teseus.space.Tuple;

/**
 * Clients that write and take for as long as they may, some of them at each host to begin with.
 * Each payload is written once; three are written for two that are taken, so that there is always
 * something to lose.
 */
final class Clients implements AutoCloseable {
  static final Template PARCELS = Template.ofType("Parcel");

  private static final int THREADS_PER_HOST = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Tally tally;
  private final Map<String, Silence> silences = new HashMap<>();
  private final List<Pantheon> clients = new ArrayList<>();
  private final List<Future<?>> running = new ArrayList<>();
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  Clients(ClusterFixture cluster, Tally tally) {
    this.tally = tally;
    for (String host : cluster.hosts()) {
      Pantheon client = cluster.client(host);
      clients.add(client);
      Silence silence = new Silence();
      silences.put(host, silence);
      for (int thread = 0; thread < THREADS_PER_HOST; thread++) {
        String name = host + "-" + thread;
        running.add(threads.submit(() -> work(client, name, silence)));
      }
    }
  }

  /** How long the clients that began at a host were without an answer. */
  Silence silence(String host) {
    return silences.get(host);
  }

  private void work(Pantheon client, String name, Silence silence) {
    for (int n = 0; !stopped.get(); n++) {
      boolean ok = write(client, name + "-" + n);
      if (n % 3 != 0) {
        ok |= take(client);
      }
      if (ok) {
        silence.heard();
      }
    }
  }

  private boolean write(Pantheon client, String payload) {
    try {
      Lease lease = client.write(Tuple.of("Parcel", Map.of("payload", payload)));
      tally.written(payload, lease.token());
      return true;
    } catch (OutcomeUnknownException e) {
      Optional<Lease> lease = outcome(client, e).flatMap(Outcome::written);
      lease.ifPresentOrElse(
          written -> tally.written(payload, written.token()), () -> tally.perhapsWritten(payload));
    } catch (SpaceException e) {
      tally.refused();
    }
    return false;
  }

  private boolean take(Pantheon client) {
    try {
      Optional<Token> taken = client.take(PARCELS, PATIENCE);
      taken.ifPresent(tally::taken);
      return taken.isPresent();
    } catch (OutcomeUnknownException e) {
      outcome(client, e)
          .ifPresentOrElse(known -> known.taken().ifPresent(tally::taken), tally::unknownTake);
    } catch (SpaceException e) {
      tally.refused();
    }
    return false;
  }

  /** Asks on; empty if that is not known now either. */
  private Optional<Outcome> outcome(Pantheon client, OutcomeUnknownException unknown) {
    tally.askedOn();
    try {
      return Optional.of(client.outcome(unknown.op()));
    } catch (SpaceException e) {
      return Optional.empty();
    }
  }

  /** Lets each end what it is at, and fails if one met what no client should. */
  void finish() throws Exception {
    stopped.set(true);
    for (Future<?> one : running) {
      one.get(2, TimeUnit.MINUTES);
    }
  }

  @Override
  public void close() {
    stopped.set(true);
    threads.shutdown();
    clients.forEach(Pantheon::close);
  }
}
