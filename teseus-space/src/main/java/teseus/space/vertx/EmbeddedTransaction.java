package teseus.space.vertx;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import teseus.space.Bulk;
import teseus.space.Consistency;
import teseus.space.Lease;
import teseus.space.OpId;
import teseus.space.Order;
import teseus.space.Template;
import teseus.space.Token;
import teseus.space.Transaction;
import teseus.space.Tuple;
import teseus.space.host.Reply;
import teseus.space.host.Request;

/** A transaction as a host in the same process serves it. */
final class EmbeddedTransaction implements Transaction {
  private final EmbeddedSpace space;
  private final OpId id;
  private final Order order;

  EmbeddedTransaction(EmbeddedSpace space, OpId id, Order order) {
    this.space = space;
    this.id = id;
    this.order = order;
  }

  @Override
  public OpId id() {
    return id;
  }

  @Override
  public Future<Lease> write(Tuple tuple, Duration term) {
    return space.submit(
        new Request.Within(id, EmbeddedSpace.writing(tuple, term)),
        reply -> ((Reply.Written) reply).lease());
  }

  @Override
  public Future<Optional<Token>> read(Template template, Duration timeout) {
    return find(new Request.Read(template, EmbeddedSpace.millis(timeout), order));
  }

  @Override
  public Future<Optional<Token>> take(Template template, Duration timeout) {
    return find(new Request.Take(template, EmbeddedSpace.millis(timeout), order));
  }

  @Override
  public Future<Optional<Token>> readIfExists(Template template) {
    return find(new Request.ReadIfExists(template, Consistency.SESSION, order));
  }

  @Override
  public Future<Optional<Token>> takeIfExists(Template template, Duration timeout) {
    return find(
        new Request.TakeIfExists(
            template, EmbeddedSpace.millis(timeout), Consistency.SESSION, order));
  }

  @Override
  public Future<List<Lease>> writeAll(List<Tuple> tuples, Duration term) {
    List<Tuple> all = List.copyOf(tuples);
    return EmbeddedSpace.future(
        Bulk.writeWhole(all.size(), i -> write(all.get(i), term).toCompletionStage()));
  }

  @Override
  public Future<List<Token>> takeAll(Template template, int limit) {
    return EmbeddedSpace.future(
        Bulk.takeWhole(limit, () -> takeIfExists(template, Bulk.PATIENCE).toCompletionStage()));
  }

  private Future<Optional<Token>> find(Request step) {
    return space.submit(new Request.Within(id, step), EmbeddedSpace::found);
  }

  @Override
  public Future<Void> commit() {
    return space.submit(new Request.Commit(id), reply -> reply).mapEmpty();
  }

  @Override
  public Future<Void> abort() {
    return space.submit(new Request.Abort(id), reply -> reply).mapEmpty();
  }

  @Override
  public Future<Instant> renew(Duration lease) {
    return space.submit(
        new Request.Extend(id, EmbeddedSpace.leaseMs(lease)),
        reply -> ((Reply.Extended) reply).until());
  }

  @Override
  public void close() {
    abort().onFailure(committed -> {}); // or its host is gone, and it with it
  }
}
