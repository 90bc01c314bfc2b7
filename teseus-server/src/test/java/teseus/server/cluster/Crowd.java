package teseus.server.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import teseus.pantheon.Pantheon;
import teseus.space.Template;
import teseus.space.Token;
import teseus.space.Tuple;

/**
 * Clients that do all of it for as long as they may, five at each host to begin with: one writes
 * parcels and takes some, one asks and waits for the answer, one waits for questions and answers,
 * one counts up, one moves money.
 */
final class Crowd implements AutoCloseable {
  /** What is in the space when they have ended; to be taken out. */
  static final List<Template> LEFT =
      Stream.concat(
              Stream.of("Parcel", "Question", "Answer").map(Template::ofType),
              Stream.of(EmbeddedClients.KEPT))
          .toList();

  private static final Template PARCELS = LEFT.get(0);
  private static final Template QUESTIONS = LEFT.get(1);
  private static final Template ANSWERS = LEFT.get(2);
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofSeconds(5);

  /** What one of them does over and over; whether the space did something for it. */
  private interface Turn {
    boolean take(int n);
  }

  private final List<Pantheon> clients = new ArrayList<>();
  private final List<Silence> silences = new ArrayList<>();
  private final List<Future<?>> running = new ArrayList<>();
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  Crowd(ClusterFixture cluster, Tally tally, Counters counters, Transfers transfers, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (String host : cluster.hosts()) {
      Pantheon client = cluster.client(host);
      clients.add(client);
      TalliedClient tallied = new TalliedClient(client, tally);
      start(n -> parcels(tallied, host + "-" + n, n));
      start(n -> asks(tallied, host + "?" + n));
      start(n -> answers(tallied));
      start(n -> counters.step(tallied, n));
      SplittableRandom own = random.split();
      start(n -> transfers.step(client, host + "$" + n, own));
    }
  }

  private void start(Turn turn) {
    Silence silence = new Silence();
    silences.add(silence);
    running.add(
        threads.submit(
            () -> {
              for (int n = 0; !stopped.get(); n++) {
                if (turn.take(n)) {
                  silence.heard();
                }
              }
            }));
  }

  private static boolean parcels(TalliedClient client, String payload, int n) {
    boolean written = client.write(tuple("Parcel", payload, ""));
    return (n % 8 != 0 && client.take(PARCELS, SHORT).isPresent()) || written;
  }

  private static boolean asks(TalliedClient client, String question) {
    return client.write(tuple("Question", question, ""))
        && client.take(ANSWERS.where("about", question), LONG).isPresent();
  }

  private static boolean answers(TalliedClient client) {
    Optional<Token> asked = client.take(QUESTIONS, LONG);
    if (asked.isEmpty()) {
      return false;
    }
    String question = Tally.payload(asked.get().tuple());
    return client.write(tuple("Answer", "answer to " + question, question));
  }

  private static Tuple tuple(String type, String payload, String about) {
    return Tuple.of(type, Map.of("payload", payload, "about", about));
  }

  /** How long each was without anything done for it since this was asked last. */
  List<Duration> silences() {
    return silences.stream().map(Silence::longest).toList();
  }

  /** Fails if one met what no client should. */
  void check() throws Exception {
    for (Future<?> one : running) {
      if (one.isDone()) {
        one.get();
      }
    }
  }

  /** Lets each end what it is at. */
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
