package teseus.server.http;

import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;
import teseus.space.Consistency;
import teseus.space.Limits;
import teseus.space.OpId;
import teseus.space.host.Request;

/** Beginning, committing, aborting and renewing transactions, and what is done within them. */
final class TransactionEndpoints {
  static final String PATH = "/v1/transactions/";
  private static final long LEASE_MS = 30_000;

  private final SpaceEndpoints space;
  private final Requests requests;
  private final JsonIn lease = new JsonIn(2, 8);

  TransactionEndpoints(SpaceEndpoints space, Limits limits) {
    this.space = space;
    this.requests = new Requests(limits);
  }

  void begin(RoutingContext context) {
    String client = Visitors.client(context.request());
    space.operate(context, json -> new Request.Begin(lease(json), client));
  }

  void renew(RoutingContext context) {
    OpId transaction = transaction(context);
    space.operate(context, json -> new Request.Extend(transaction, lease(json)));
  }

  private long lease(byte[] json) {
    return new Body(lease.object(json), "lease")
        .optionalText("lease")
        .map(text -> Spans.parse("lease", text).toMillis())
        .orElse(LEASE_MS);
  }

  void commit(RoutingContext context) {
    space.end(context, new Request.Commit(transaction(context)));
  }

  void abort(RoutingContext context) {
    space.end(context, new Request.Abort(transaction(context)));
  }

  void write(RoutingContext context) {
    String type = context.request().getParam("type");
    within(context, json -> requests.write(json, type));
  }

  void read(RoutingContext context) {
    within(context, json -> exact(requests.read(json)));
  }

  void take(RoutingContext context) {
    within(context, requests::take);
  }

  private void within(RoutingContext context, Function<byte[], Request> step) {
    OpId transaction = transaction(context);
    space.operate(context, json -> new Request.Within(transaction, step.apply(json)));
  }

  private static Request exact(Request read) {
    if (read instanceof Request.ReadIfExists one && one.consistency() == Consistency.LOOSE) {
      throw Body.invalid("consistency", "is session or strict in a transaction, which locks");
    }
    return read;
  }

  private static OpId transaction(RoutingContext context) {
    String name = context.pathParam("transaction");
    try {
      return OpId.parse(name);
    } catch (IllegalArgumentException e) {
      throw ProblemException.of(
          ProblemType.NO_SUCH_TRANSACTION, "no transaction is called " + name);
    }
  }
}
