package teseus.server.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import teseus.pantheon.Outcome;
import teseus.pantheon.Pantheon;
import teseus.space.Lease;
import teseus.space.OutcomeUnknownException;
import teseus.space.SpaceException;
import teseus.space.Template;
import teseus.space.Token;
import teseus.space.TokenId;
import teseus.space.Tuple;

/**
 * Clients in the process of a host, which end with it: one writes and takes, one counts up, one
 * moves money. Each writes down what it is about to ask, and what came of that, in a file of its
 * own: {@link EmbeddedHistory} reads that.
 */
final class EmbeddedClients {
  /** What they write and take, and nobody else does. */
  static final Template KEPT = Template.ofType("Kept");

  /** How many there are in a process. */
  static final int NUMBER = 3;

  /** A file beside theirs: once it is there, they end. */
  static final String STOP = "stop";

  private static final int LEFT = 64; // of so many that are written one is not taken
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** For how long something is waited for that never comes, so that they do not ask too fast. */
  private static final Duration PACE = Duration.ofMillis(20);

  /** What one of them does over and over. */
  private interface Turn {
    void take(EmbeddedNotes notes, int n);
  }

  private final Pantheon client;
  private final Path told;
  private final Path stop;
  private final int counters;
  private final int accounts;
  private final List<TokenId> counted = new ArrayList<>();
  private final SplittableRandom random = new SplittableRandom();

  /**
   * None yet.
   *
   * @param told how the names of their files begin
   */
  EmbeddedClients(Pantheon client, Path told, int counters, int accounts) {
    this.client = client;
    this.told = told;
    this.stop = told.resolveSibling(STOP);
    this.counters = counters;
    this.accounts = accounts;
  }

  void start() {
    start("kept", this::kept);
    start("counters", this::counters);
    start("transfers", this::transfers);
  }

  private void start(String name, Turn turn) {
    Path file = told.resolveSibling(told.getFileName() + "-" + name);
    Thread thread = new Thread(() -> run(file, turn), name);
    thread.setDaemon(true);
    thread.start();
  }

  private void run(Path file, Turn turn) {
    try (EmbeddedNotes notes = new EmbeddedNotes(file)) {
      try {
        for (int n = 0; !Files.exists(stop); n++) {
          turn.take(notes, n);
          pace();
        }
        notes.ended();
      } catch (RuntimeException e) { // its host has stopped, or a mistake: the reader knows
        notes.failed(e);
      }
    }
  }

  private void pace() {
    try {
      boolean never = client.read(Template.ofType("Never"), PACE).isEmpty();
      if (!never) {
        throw new IllegalStateException("what nobody writes was found");
      }
    } catch (SpaceException e) {
      // it cannot be asked for now
    }
  }

  private void kept(EmbeddedNotes notes, int n) {
    String payload = told.getFileName() + "!" + n;
    Tuple tuple = Tuple.of("Kept", Map.of("payload", payload));
    boolean written =
        ask(
            notes,
            EmbeddedNotes.WRITE,
            payload,
            () -> Optional.of(client.write(tuple)).map(Lease::token),
            outcome -> outcome.written().map(Lease::token));
    if (written && n % LEFT != 0) {
      ask(
          notes,
          EmbeddedNotes.TAKE,
          payload,
          () -> client.take(KEPT.where("payload", payload), PATIENCE).map(Token::id),
          outcome -> outcome.taken().map(Token::id));
    }
  }

  private void counters(EmbeddedNotes notes, int n) {
    if (counted.size() < counters) {
      try {
        Counters.find(client, counted.size(), PATIENCE).ifPresent(counted::add);
      } catch (SpaceException e) {
        // it cannot be found now
      }
      return;
    }
    int counter = n % counters;
    ask(
        notes,
        EmbeddedNotes.COUNT,
        Integer.toString(counter),
        () -> client.modify(counted.get(counter), Counters.ONE_MORE).map(Token::version),
        outcome -> outcome.taken().map(Token::version));
  }

  private void transfers(EmbeddedNotes notes, int n) {
    String key = told.getFileName() + "$" + n;
    notes.begins(EmbeddedNotes.TRANSFER, key);
    notes.came(Transfers.move(client, accounts, key, random).name());
  }

  /** Whether something came of it. */
  private boolean ask(
      EmbeddedNotes notes,
      String what,
      String of,
      Supplier<Optional<?>> asks,
      Function<Outcome, Optional<?>> known) {
    notes.begins(what, of);
    String came;
    try {
      came = said(asks.get());
    } catch (OutcomeUnknownException e) {
      came = outcome(e).map(outcome -> said(known.apply(outcome))).orElse(EmbeddedNotes.UNKNOWN);
    } catch (SpaceException e) {
      came = EmbeddedNotes.REFUSED;
    }
    notes.came(came);
    return !List.of(EmbeddedNotes.UNKNOWN, EmbeddedNotes.REFUSED, EmbeddedNotes.NONE)
        .contains(came);
  }

  private static String said(Optional<?> found) {
    return found.map(String::valueOf).orElse(EmbeddedNotes.NONE);
  }

  private Optional<Outcome> outcome(OutcomeUnknownException unknown) {
    try {
      return Optional.of(client.outcome(unknown.op()));
    } catch (SpaceException e) {
      return Optional.empty();
    }
  }
}
