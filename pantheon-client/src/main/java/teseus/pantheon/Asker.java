package teseus.pantheon;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import teseus.space.Event;
import teseus.space.OpId;
import teseus.space.Position;
import teseus.space.Template;
import teseus.space.host.Reply;
import teseus.space.host.Request;

/** Has a client's requests done. Thread-safe. */
interface Asker extends AutoCloseable {
  /**
   * Starts an operation.
   *
   * @param view what its reply is given out as
   * @throws IllegalStateException if the client is closed
   */
  <T> CompletableFuture<T> submit(Request request, Function<Reply, T> view);

  /** A transaction has begun. */
  void begun(OpId transaction);

  /** A transaction is over; nothing happens if it was before. */
  void ended(OpId transaction);

  /** Aborts a transaction that nobody wants, if that can be done; else its lease ends it. */
  void abort(OpId transaction);

  /**
   * Asks what became of an operation whose outcome was not known.
   *
   * @throws IllegalStateException if the client is closed
   */
  CompletableFuture<Outcome> outcome(OpId op);

  /**
   * Begins to tell a listener what happens.
   *
   * @param from where to go on; null to begin now
   * @throws IllegalStateException if the client is closed
   */
  Subscription listen(
      Template template, Set<Event.Kind> kinds, @Nullable Position from, Consumer<Event> listener);

  /** What it has declared of classes. */
  Indexes indexes();

  /** Leaves everything that is open. */
  @Override
  void close();
}
