package teseus.pantheon;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import teseus.space.Lease;
import teseus.space.OpId;
import teseus.space.Template;
import teseus.space.Token;

/**
 * Several operations of which either all are done or none. Its methods wait for their answer, and
 * fail as those of {@link AsyncTransaction} do. One that is closed before it was committed is
 * aborted:
 *
 * <pre>{@code
 * try (Transaction transfer = pantheon.begin(Duration.ofSeconds(30))) {
 *   Account from = transfer.take(account("hera"), WAIT).orElseThrow();
 *   transfer.write(from.less(10));
 *   transfer.commit();
 * }
 * }</pre>
 */
public final class Transaction implements AutoCloseable {
  private final AsyncTransaction async;

  Transaction(AsyncTransaction async) {
    this.async = async;
  }

  /** The same, asked without waiting. */
  public AsyncTransaction async() {
    return async;
  }

  /** Its name. */
  public OpId id() {
    return async.id();
  }

  /** Waits for {@link AsyncTransaction#write(Object)}. */
  @CanIgnoreReturnValue // nothing is in before the commit
  public Lease write(Object value) {
    return Pantheon.await(async.write(value));
  }

  /** Waits for {@link AsyncTransaction#write(Object, Duration)}. */
  @CanIgnoreReturnValue // nothing is in before the commit
  public Lease write(Object value, Duration term) {
    return Pantheon.await(async.write(value, term));
  }

  /** Waits for {@link AsyncTransaction#read(Template, Duration)}. */
  public Optional<Token> read(Template template, Duration timeout) {
    return Pantheon.await(async.read(template, timeout));
  }

  /** Waits for {@link AsyncTransaction#read(Match, Duration)}. */
  public <T> Optional<T> read(Match<T> match, Duration timeout) {
    return Pantheon.await(async.read(match, timeout));
  }

  /** Waits for {@link AsyncTransaction#take(Template, Duration)}. */
  public Optional<Token> take(Template template, Duration timeout) {
    return Pantheon.await(async.take(template, timeout));
  }

  /** Waits for {@link AsyncTransaction#take(Match, Duration)}. */
  public <T> Optional<T> take(Match<T> match, Duration timeout) {
    return Pantheon.await(async.take(match, timeout));
  }

  /** Waits for {@link AsyncTransaction#readIfExists(Template)}. */
  public Optional<Token> readIfExists(Template template) {
    return Pantheon.await(async.readIfExists(template));
  }

  /** Waits for {@link AsyncTransaction#readIfExists(Match)}. */
  public <T> Optional<T> readIfExists(Match<T> match) {
    return Pantheon.await(async.readIfExists(match));
  }

  /** Waits for {@link AsyncTransaction#takeIfExists(Template, Duration)}. */
  public Optional<Token> takeIfExists(Template template, Duration timeout) {
    return Pantheon.await(async.takeIfExists(template, timeout));
  }

  /** Waits for {@link AsyncTransaction#takeIfExists(Match, Duration)}. */
  public <T> Optional<T> takeIfExists(Match<T> match, Duration timeout) {
    return Pantheon.await(async.takeIfExists(match, timeout));
  }

  /** Waits for {@link AsyncTransaction#writeAll}. */
  @CanIgnoreReturnValue // nothing is in before the commit
  public List<Lease> writeAll(List<?> values, Duration term) {
    return Pantheon.await(async.writeAll(values, term));
  }

  /** Waits for {@link AsyncTransaction#takeAll(Template, int)}. */
  public List<Token> takeAll(Template template, int limit) {
    return Pantheon.await(async.takeAll(template, limit));
  }

  /** Waits for {@link AsyncTransaction#takeAll(Match, int)}. */
  public <T> List<T> takeAll(Match<T> match, int limit) {
    return Pantheon.await(async.takeAll(match, limit));
  }

  /** Waits for {@link AsyncTransaction#commit}. */
  public void commit() {
    var unused = Pantheon.await(async.commit());
  }

  /** Waits for {@link AsyncTransaction#abort}. */
  public void abort() {
    var unused = Pantheon.await(async.abort());
  }

  /** Waits for {@link AsyncTransaction#renew}. */
  @CanIgnoreReturnValue // it is as long as was asked for
  public Instant renew(Duration lease) {
    return Pantheon.await(async.renew(lease));
  }

  /** Aborts it, unless it was asked to commit before; waits for nothing. */
  @Override
  public void close() {
    async.close();
  }
}
