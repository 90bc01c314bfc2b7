package teseus.pantheon;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import teseus.space.Bulk;
import teseus.space.Consistency;
import teseus.space.Edits;
import teseus.space.Explanation;
import teseus.space.FieldIndex;
import teseus.space.Lease;
import teseus.space.OpId;
import teseus.space.Order;
import teseus.space.SpaceException;
import teseus.space.Template;
import teseus.space.Token;
import teseus.space.TokenId;
import teseus.space.vertx.EmbeddedHost;
import teseus.space.vertx.Functions;
import teseus.space.vertx.Gateway;

/**
 * A client of the space. Its own methods wait for their answer; {@link #space} does the same
 * without waiting. Call from any thread. Methods fail as the futures of {@link AsyncSpace} do; a
 * thread that is interrupted while it waits gets a {@link CancellationException}, its interrupt
 * flag is set again, and the operation is called off.
 */
public final class Pantheon implements AutoCloseable {
  private final Asker asker;
  private final AsyncSpace space;

  private Pantheon(Asker asker, Order order) {
    this.asker = asker;
    this.space = new AsyncSpace(asker, order);
  }

  /**
   * A client of the cluster that these hosts are of. No host is asked before the first operation.
   *
   * @param host base URL, like {@code http://127.0.0.1:8081}
   * @param more to go on at when the first is lost, in this order, and round again
   * @throws IllegalArgumentException if one is no such URL
   */
  public static Pantheon connect(String host, String... more) {
    return connect(
        PantheonConfig.of(
            Stream.concat(Stream.of(host), Stream.of(more)).map(URI::create).toList()));
  }

  /** As {@link #connect(String, String...)}, with other patience. */
  public static Pantheon connect(PantheonConfig config) {
    return new Pantheon(new RemoteAsker(config), Order.NEAR);
  }

  /**
   * A space of this process alone, in memory: no other host, no port, no file. Its tuples may take
   * half of the largest heap. It computes with the functions installed on the class path. To close
   * it ends it, with all it holds.
   */
  public static Pantheon embedded() {
    EmbeddedHost host = EmbeddedHost.start(Functions.installed());
    return new Pantheon(new LocalAsker(host.gateway(), host::close), Order.NEAR);
  }

  /**
   * A client of the cluster, through a host in this process; asked without a detour, and lost with
   * it. To close the client leaves the host as it is.
   */
  public static Pantheon of(Gateway host) {
    return new Pantheon(new LocalAsker(host, () -> {}), Order.NEAR);
  }

  /**
   * This client, as one whose reads and takes look for a match in another order; see {@link
   * AsyncSpace#inOrder}. To close either closes both.
   */
  public Pantheon inOrder(Order order) {
    return new Pantheon(asker, order);
  }

  /** The same space, asked without waiting. */
  public AsyncSpace space() {
    return space;
  }

  /** Waits for {@link AsyncSpace#write(Object)}. */
  @CanIgnoreReturnValue // it failed or it is in; a lease for ever says no more
  public Lease write(Object value) {
    return await(space.write(value));
  }

  /** Waits for {@link AsyncSpace#write(Object, Duration)}. */
  @CanIgnoreReturnValue // it failed or it is in; a lease for ever says no more
  public Lease write(Object value, Duration term) {
    return await(space.write(value, term));
  }

  /** Waits for {@link AsyncSpace#eval(String, Object)}; not until it is computed. */
  @CanIgnoreReturnValue // as for a write
  public Lease eval(String function, Object argument) {
    return await(space.eval(function, argument));
  }

  /** Waits for {@link AsyncSpace#eval(String, Object, Duration)}; not until it is computed. */
  @CanIgnoreReturnValue // as for a write
  public Lease eval(String function, Object argument, Duration term) {
    return await(space.eval(function, argument, term));
  }

  /** Waits for {@link AsyncSpace#read(Match, Duration)} of any object of the class. */
  public <T> Optional<T> read(Class<T> javaType, Duration timeout) {
    return read(Match.type(javaType), timeout);
  }

  /** Waits for {@link AsyncSpace#read(Match, Duration)}. */
  public <T> Optional<T> read(Match<T> match, Duration timeout) {
    return await(space.read(match, timeout));
  }

  /** Waits for {@link AsyncSpace#read(Template, Duration)}. */
  public Optional<Token> read(Template template, Duration timeout) {
    return await(space.read(template, timeout));
  }

  /** Waits for {@link AsyncSpace#read(PlainTuple, Duration)}. */
  public Optional<PlainTuple> read(PlainTuple wanted, Duration timeout) {
    return await(space.read(wanted, timeout));
  }

  /** Waits for {@link AsyncSpace#take(Match, Duration)} of any object of the class. */
  public <T> Optional<T> take(Class<T> javaType, Duration timeout) {
    return take(Match.type(javaType), timeout);
  }

  /** Waits for {@link AsyncSpace#take(Match, Duration)}. */
  public <T> Optional<T> take(Match<T> match, Duration timeout) {
    return await(space.take(match, timeout));
  }

  /** Waits for {@link AsyncSpace#take(Template, Duration)}. */
  public Optional<Token> take(Template template, Duration timeout) {
    return await(space.take(template, timeout));
  }

  /** Waits for {@link AsyncSpace#take(PlainTuple, Duration)}. */
  public Optional<PlainTuple> take(PlainTuple wanted, Duration timeout) {
    return await(space.take(wanted, timeout));
  }

  /** Waits for {@link AsyncSpace#readIfExists(Match, Consistency)}. */
  public <T> Optional<T> readIfExists(Match<T> match, Consistency consistency) {
    return await(space.readIfExists(match, consistency));
  }

  /** Waits for {@link AsyncSpace#readIfExists(Template, Consistency)}. */
  public Optional<Token> readIfExists(Template template, Consistency consistency) {
    return await(space.readIfExists(template, consistency));
  }

  /** Waits for {@link AsyncSpace#takeIfExists(Match, Duration, Consistency)}. */
  public <T> Optional<T> takeIfExists(Match<T> match, Duration timeout, Consistency consistency) {
    return await(space.takeIfExists(match, timeout, consistency));
  }

  /** Waits for {@link AsyncSpace#takeIfExists(Template, Duration, Consistency)}. */
  public Optional<Token> takeIfExists(
      Template template, Duration timeout, Consistency consistency) {
    return await(space.takeIfExists(template, timeout, consistency));
  }

  /** Waits for {@link AsyncSpace#update(Token, Object)}. */
  public Optional<Token> update(Token read, Object value) {
    return await(space.update(read, value));
  }

  /** Waits for {@link AsyncSpace#update(TokenId, long, Object)}. */
  public Optional<Token> update(TokenId token, long version, Object value) {
    return await(space.update(token, version, value));
  }

  /** Waits for {@link AsyncSpace#modify}. */
  @CanIgnoreReturnValue // whoever does not care how it is now may still want it changed
  public Optional<Token> modify(TokenId token, Edits edits) {
    return await(space.modify(token, edits));
  }

  /** Waits for {@link AsyncSpace#renew}. */
  public Optional<Lease> renew(TokenId token, Duration term) {
    return await(space.renew(token, term));
  }

  /** Waits for {@link AsyncSpace#cancelLease}. */
  @CanIgnoreReturnValue // either way it is not there any more
  public boolean cancelLease(TokenId token) {
    return await(space.cancelLease(token));
  }

  /**
   * Waits for {@link AsyncSpace#writeAll}. If it is interrupted, it begins no more writes and
   * returns what became of those begun, and that the others were called off.
   */
  public List<Bulk.Written> writeAll(List<?> values, Duration term) {
    return finish(space.writeAll(values, term));
  }

  /** Waits for {@link AsyncSpace#readAll(Template, int)}. */
  public List<Token> readAll(Template template, int limit) {
    return await(space.readAll(template, limit));
  }

  /** Waits for {@link AsyncSpace#readAll(Template, Predicate, int)}. */
  public List<Token> readAll(Template template, Predicate<? super Token> predicate, int limit) {
    return await(space.readAll(template, predicate, limit));
  }

  /** Waits for {@link AsyncSpace#readAll(Match, int)}. */
  public <T> List<T> readAll(Match<T> match, int limit) {
    return await(space.readAll(match, limit));
  }

  /** As {@link #readAll(Match, int)}, of any objects of the class. */
  public <T> List<T> readAll(Class<T> javaType, int limit) {
    return readAll(Match.type(javaType), limit);
  }

  /**
   * Waits for {@link AsyncSpace#takeAll}. If it is interrupted, it begins no more takes and returns
   * what was taken. {@link Match#object} gives the object of each.
   */
  public Bulk.Taken takeAll(Template template, int limit) {
    return finish(space.takeAll(template, limit));
  }

  /**
   * All that matches, as {@link AsyncSpace#contents} gives it, read page by page as the stream is
   * consumed. It may be left anywhere; closing it reads no more. A predicate is a filter on the
   * stream, tried in this process.
   */
  public Stream<Token> contents(Template template) {
    PageIterator pages = new PageIterator(space.contents(template), Pantheon::await);
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(pages, Spliterator.ORDERED | Spliterator.NONNULL),
            false)
        .onClose(pages::close);
  }

  /** As {@link #contents(Template)}, as objects. */
  public <T> Stream<T> contents(Match<T> match) {
    return contents(match.template()).map(match::object);
  }

  /** As {@link #contents(Match)}, of all objects of the class. */
  public <T> Stream<T> contents(Class<T> javaType) {
    return contents(Match.type(javaType));
  }

  /** Waits for {@link AsyncSpace#count} of the objects of the class. */
  public long count(Class<?> javaType) {
    return count(Match.type(javaType));
  }

  /** Waits for {@link AsyncSpace#count} of the objects that match. */
  public long count(Match<?> match) {
    return count(match.template());
  }

  /** Waits for {@link AsyncSpace#count}. */
  public long count(Template template) {
    return await(space.count(template));
  }

  /** Waits for {@link AsyncSpace#declareIndex}. */
  public void declareIndex(FieldIndex index) {
    var unused = await(space.declareIndex(index));
  }

  /** Waits for {@link AsyncSpace#declareIndexes}. */
  public void declareIndexes(Class<?> javaType) {
    var unused = await(space.declareIndexes(javaType));
  }

  /** Waits for {@link AsyncSpace#explain} of the objects that match. */
  public Explanation explain(Match<?> match) {
    return explain(match.template());
  }

  /** Waits for {@link AsyncSpace#explain}. */
  public Explanation explain(Template template) {
    return await(space.explain(template));
  }

  /** Waits for {@link AsyncSpace#outcome}. */
  public Outcome outcome(OpId op) {
    return await(space.outcome(op));
  }

  /** Waits for {@link AsyncSpace#begin}. */
  public Transaction begin(Duration lease) {
    return new Transaction(await(space.begin(lease)));
  }

  /**
   * Does all that a body does in a transaction, or nothing: commits it when the body returns, and
   * aborts it when that throws.
   *
   * @param lease as for {@link AsyncSpace#begin}
   * @param body is called once; what it does otherwise than in its transaction is not undone
   * @return what the body gave, which is committed
   */
  public <T> T transaction(Duration lease, Function<Transaction, T> body) {
    try (Transaction transaction = begin(lease)) {
      T given = body.apply(transaction);
      transaction.commit();
      return given;
    }
  }

  /** Waits also when it is interrupted, but only for what has begun. */
  private static <T> T finish(CompletableFuture<T> many) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return many.get();
        } catch (InterruptedException e) {
          interrupted = true;
          many.cancel(true);
        }
      }
    } catch (ExecutionException e) {
      throw thrown(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  static <T> T await(CompletableFuture<T> operation) {
    try {
      return operation.get();
    } catch (InterruptedException e) {
      operation.cancel(true);
      Thread.currentThread().interrupt();
      CancellationException calledOff =
          new CancellationException("interrupted while waiting; the operation was called off");
      calledOff.initCause(e);
      throw calledOff;
    } catch (ExecutionException e) {
      throw thrown(e);
    }
  }

  /** The failure itself, with this thread's stack beside the one where the answer came in. */
  private static RuntimeException thrown(ExecutionException e) {
    Throwable cause = e.getCause();
    if (cause instanceof SpaceException
        || cause instanceof MappingException
        || cause instanceof IllegalArgumentException) {
      cause.addSuppressed(e);
      return (RuntimeException) cause;
    }
    return new IllegalStateException("the client failed", cause);
  }

  /**
   * Calls off what is still open, so that nothing stays taken that nobody got, and ends the
   * session. Waits for hosts to answer that, up to twice {@link PantheonConfig#answer}; what is not
   * answered by then goes on in the background while the process lives and the patience lasts.
   * Operations begun later throw {@link IllegalStateException}.
   */
  @Override
  public void close() {
    asker.close();
  }
}
