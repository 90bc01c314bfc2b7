package teseus.space.host;

import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import teseus.space.Consistency;
import teseus.space.Limits;
import teseus.space.OpId;
import teseus.space.Order;
import teseus.space.TokenId;
import teseus.space.wire.Action;
import teseus.space.wire.Envelope;
import teseus.space.wire.TemplateCodec;
import teseus.space.wire.TupleCodec;

/** Makes the operation that does a request the long way. */
final class OperationMaker {
  /**
   * What an operation goes by.
   *
   * @param op its name
   * @param turn of its session
   * @param low the lowest number of its session that may still be asked for
   * @param remembered whether it may be asked for again
   * @param sure whether R is to be asked before it is told what a look found: its client may have
   *     been told things at other hosts
   */
  record Under(OpId op, int turn, LongSupplier low, boolean remembered, boolean sure) {}

  private final Asking asking;
  private final View view;
  private final Placement placement;
  private final Meta meta;
  private final Transactions transactions;
  private final Limits limits;
  private final RandomGenerator random;

  /** Makes operations that ask so; {@code random} draws where a match is looked for. */
  OperationMaker(
      Asking asking,
      View view,
      Placement placement,
      Meta meta,
      Transactions transactions,
      Limits limits,
      RandomGenerator random) {
    this.asking = asking;
    this.view = view;
    this.placement = placement;
    this.meta = meta;
    this.transactions = transactions;
    this.limits = limits;
    this.random = random;
  }

  /** Whether a request leaves a record, so that it needs a number of its session. */
  static boolean changes(Request request) {
    return request instanceof Request.Write
        || request instanceof Request.Eval
        || request instanceof Request.Take
        || request instanceof Request.TakeIfExists
        || request instanceof Request.OnToken
        || ofTransaction(request);
  }

  private static boolean ofTransaction(Request request) {
    return request instanceof Request.Begin
        || request instanceof Request.Within
        || request instanceof Request.Commit
        || request instanceof Request.Abort
        || request instanceof Request.Extend;
  }

  /**
   * One that is not begun.
   *
   * @throws IllegalArgumentException if a tuple or a template is beyond a limit, or misused;
   *     nothing was done
   */
  Operation operation(Under its, Request request, long now) {
    if (ofTransaction(request)) {
      return transactional(its, request, now);
    }
    if (request instanceof Request.Write write) {
      return write(its, write);
    }
    if (request instanceof Request.Eval eval) {
      return eval(its, eval);
    }
    if (request instanceof Request.OnToken change) {
      Action.OnToken action = TokenOperation.action(change, limits);
      return new TokenOperation(its.op(), its.turn(), its.low(), change, action, asking);
    }
    if (request instanceof Request.DeclareIndex declare) {
      return new DeclareIndexOperation(its.op(), declare, asking, meta);
    }
    if (request instanceof Request.Matching matching) {
      TemplateCodec.check(matching.template());
    }
    return looking(its, request);
  }

  private Operation write(Under its, Request.Write write) {
    Action.Write action =
        new Action.Write(
            write.tuple().type(),
            TupleCodec.encode(write.tuple(), limits),
            write.term(),
            write.restored());
    Action.Restored restored = write.restored();
    TokenId token = restored == null ? new TokenId(its.op()) : restored.id();
    Envelope offered = new Envelope(token, action.type(), action.fields(), 0, Long.MAX_VALUE);
    return new WriteOperation(
        its.op(), its.turn(), its.low(), action, asking, now -> placement.open(offered, now));
  }

  private Operation eval(Under its, Request.Eval eval) {
    String function = eval.function();
    String type = eval.argument().type();
    byte[] fields = TupleCodec.encode(eval.argument(), limits);
    Envelope offered = new Envelope(new TokenId(its.op()), type, fields, 0, Long.MAX_VALUE);
    return new WriteOperation(
        its.op(),
        its.turn(),
        its.low(),
        new Action.Eval(function, type, fields, eval.term()),
        asking,
        now -> placement.open(function, offered, now));
  }

  private Operation looking(Under its, Request request) {
    if (request instanceof Request.Take take) {
      return take.timeout() > 0
          ? waiting(its, take)
          : takeIfExists(
              its, new Request.TakeIfExists(take.template(), 0, Consistency.SESSION, take.order()));
    }
    if (request instanceof Request.TakeIfExists take) {
      return takeIfExists(its, take);
    }
    if (request instanceof Request.Contents contents) {
      return new PageOperation(its.op(), contents, asking);
    }
    if (request instanceof Request.Read read) {
      return read.timeout() > 0
          ? new ReadOperation(its.op(), read, its.sure(), asking, pick(read.order()))
          : readIfExists(
              its, new Request.ReadIfExists(read.template(), Consistency.SESSION, read.order()));
    }
    if (request instanceof Request.ReadIfExists read) {
      return readIfExists(its, read);
    }
    return request instanceof Request.Explain explain
        ? new ExplainOperation(its.op(), explain, asking)
        : new CountOperation(its.op(), (Request.Count) request, asking);
  }

  private TakeOperation waiting(Under its, Request.Take take) {
    return new TakeOperation(
        its.op(), its.turn(), its.low(), its.remembered(), take, asking, view, pick(take.order()));
  }

  private Operation takeIfExists(Under its, Request.TakeIfExists take) {
    return new TakeIfExistsOperation(
        its.op(),
        its.turn(),
        its.low(),
        its.remembered(),
        take,
        its.sure(),
        asking,
        pick(take.order()));
  }

  private Operation readIfExists(Under its, Request.ReadIfExists read) {
    return new ReadIfExistsOperation(its.op(), read, its.sure(), asking, view, pick(read.order()));
  }

  /** What goes on for a take that stood in the queues of all that is led here. */
  TakeOperation after(StandingTake take, LongSupplier low, long now) {
    TakeOperation next =
        waiting(new Under(take.id(), take.turn(), low, false, false), take.rest(now));
    next.stood(asking.led().stream().map(one -> one.segment().id()).toList(), take.since());
    return next;
  }

  private Operation transactional(Under its, Request request, long now) {
    if (request instanceof Request.Begin begin) {
      return transactions.begin(its.op(), its.turn(), begin, now);
    }
    if (request instanceof Request.Within within) {
      Pick pick = pick(Transactions.order(within.step()));
      return transactions.within(its.op(), its.turn(), its.low(), within, pick, now);
    }
    if (request instanceof Request.Extend extend) {
      return transactions.extend(its.op(), its.turn(), extend, now);
    }
    if (request instanceof Request.Abort abort) {
      return transactions.abort(its.op(), its.turn(), abort, now);
    }
    OpId transaction = ((Request.Commit) request).transaction();
    return new CommitOperation(its.op(), its.turn(), its.low(), asking, transactions, transaction);
  }

  private Pick pick(Order order) {
    return new Pick(order, random);
  }
}
