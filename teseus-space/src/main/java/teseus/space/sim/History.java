package teseus.space.sim;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import teseus.space.OpId;
import teseus.space.OutcomeUnknownException;
import teseus.space.Template;
import teseus.space.Token;
import teseus.space.TokenId;
import teseus.space.Tuple;
import teseus.space.VersionConflictException;
import teseus.space.host.Reply;
import teseus.space.host.Request;

/** What clients asked and were told, checked against the logs as they are told it. */
final class History {
  private final Agenda agenda;
  private final Trace trace;
  private final Truth truth;
  private final List<Asked> all = new ArrayList<>();
  private final Map<Long, Tuple> written = new HashMap<>();
  private final Map<TokenId, Asked> given = new HashMap<>();
  private final Absence absence;
  private final Isolation isolation;
  private final List<Transacted> transactions = new ArrayList<>();

  History(Agenda agenda, Trace trace, Truth truth) {
    this.agenda = agenda;
    this.trace = trace;
    this.truth = truth;
    this.absence = new Absence(truth, all);
    this.isolation = new Isolation(agenda);
  }

  /** A client asks. */
  Asked asked(Request request, long patience) {
    long due = patience == Long.MAX_VALUE ? Long.MAX_VALUE : agenda.now() + patience;
    Asked asked = new Asked(request, agenda.steps(), agenda.now(), due);
    all.add(asked);
    Tuple put = asked.put();
    if (put != null) {
      written.put(serial(put), put);
    }
    return asked;
  }

  /** The number that makes a tuple one of its kind. */
  static long serial(Tuple tuple) {
    Object serial = tuple.at("n") instanceof Long number ? number : tuple.at("argument.n");
    return serial instanceof Long number ? number : -1;
  }

  List<Asked> all() {
    return all;
  }

  /** What transactions of clients may rely on. */
  Isolation isolation() {
    return isolation;
  }

  /** All transactions of clients. */
  List<Transacted> transactions() {
    return transactions;
  }

  /** Somebody is going to write a tuple. */
  void writes(Tuple tuple) {
    written.put(serial(tuple), tuple);
  }

  /** A transaction's client is told something. */
  void heard(OpId op, Reply reply) {
    trace.add("transaction", "told", reply, serial(op, reply));
  }

  /** A transaction is told that it has locked a token. */
  void found(Token token, boolean takes, long begun, OpId transaction) {
    Kept kept = truth.find(token.id());
    Kept.Stand stand = kept == null ? null : kept.stand(token.version());
    Broken.unless(
        stand != null && stand.tuple().equals(token.tuple()),
        "%s locked %s before it was safe",
        transaction,
        token);
    isolation.found(token.id(), takes, begun, transaction);
  }

  /** A client is told that all of a transaction is done. */
  void committed(Transacted one) {
    truth.toldCommitted(one);
  }

  /** How many ended how. */
  Map<Asked.Outcome, Integer> outcomes() {
    Map<Asked.Outcome, Integer> count = new EnumMap<>(Asked.Outcome.class);
    all.forEach(asked -> count.merge(asked.outcome(), 1, Integer::sum));
    return count;
  }

  /** A client is told. */
  void told(Asked asked, Reply reply) {
    OpId op = asked.id();
    if (op == null) {
      throw new Broken("told before it was asked: " + asked);
    }
    trace.add("client", "told", reply, serial(op, reply));
    if (asked.settled()) {
      Broken.unless(same(asked.reply(), reply), "%s, and now %s", asked, reply);
      return;
    }
    Asked.Outcome outcome = check(asked, op, reply);
    asked.told(reply, outcome, agenda.steps());
    if (outcome == Asked.Outcome.EMPTY) {
      absence.check(asked);
    }
  }

  private static int serial(OpId op, Reply reply) {
    int found = reply instanceof Reply.Found one && one.token().isPresent() ? 1 : 0;
    return (int) op.number() * 2 + found;
  }

  private static boolean same(@Nullable Reply before, Reply now) {
    if (before instanceof Reply.Found a && now instanceof Reply.Found b) {
      return a.token().map(Token::id).equals(b.token().map(Token::id));
    }
    if (before instanceof Reply.Written a && now instanceof Reply.Written b) {
      return a.lease().token().equals(b.lease().token());
    }
    if (before instanceof Reply.LeaseCancelled a && now instanceof Reply.LeaseCancelled b) {
      return a.done() == b.done();
    }
    return before instanceof Reply.Failed
        && now instanceof Reply.Failed; // either says that nothing was done
  }

  private Asked.Outcome check(Asked asked, OpId op, Reply reply) {
    if (reply instanceof Reply.Written done && asked.request() instanceof Request.Renew renew) {
      truth.toldRenewed(op, renew.token(), done.lease().until().toEpochMilli());
      return Asked.Outcome.DONE;
    }
    if (reply instanceof Reply.LeaseCancelled cancelled) {
      if (cancelled.done() && asked.request() instanceof Request.CancelLease lease) {
        truth.toldCancelled(op, lease.token());
        return Asked.Outcome.DONE;
      }
      truth.toldNothing(op);
      return Asked.Outcome.EMPTY;
    }
    if (reply instanceof Reply.Written done) {
      Broken.unless(
          done.lease().token().equals(new TokenId(op)), "%s is told of %s", asked, done.lease());
      truth.toldWritten(done.lease().token());
      Kept kept = truth.find(done.lease().token());
      if (kept != null) {
        kept.stands().get(0).told(asked.client(), agenda.steps());
      }
      return Asked.Outcome.DONE;
    }
    if (reply instanceof Reply.Found found) {
      if (found.token().isEmpty()) {
        if (asked.changes()) {
          truth.toldNothing(op);
        }
        return Asked.Outcome.EMPTY;
      }
      found(asked, op, found.token().get());
      return Asked.Outcome.DONE;
    }
    if (reply instanceof Reply.Paged paged) {
      paged.page().tokens().forEach(token -> shown(asked, op, token));
      return Asked.Outcome.DONE;
    }
    if (reply instanceof Reply.Counted) {
      return Asked.Outcome.DONE;
    }
    if (reply instanceof Reply.Failed failed
        && failed.why() instanceof VersionConflictException conflict) {
      conflicts(asked, conflict.present());
    }
    boolean unknown =
        reply instanceof Reply.Failed failed && failed.why() instanceof OutcomeUnknownException;
    if (!unknown && asked.changes()) {
      truth.toldNothing(op);
    }
    return unknown ? Asked.Outcome.UNKNOWN : Asked.Outcome.REFUSED;
  }

  /** A token that is given or shown is one that was written, as one of its updates left it. */
  private void shown(Asked asked, OpId op, Token token) {
    Tuple original = written.get(serial(token.tuple()));
    Kept kept = truth.find(token.id());
    Broken.unless(original != null && kept != null, "%s found %s, never written", asked, token);
    Kept.Stand stand = kept == null ? null : kept.stand(token.version());
    Broken.unless(
        stand != null && stand.tuple().equals(token.tuple()),
        "%s found %s before it was safe",
        op,
        token);
    Template template = asked.template();
    Broken.unless(
        template == null || template.matches(token.tuple()), "%s got %s", asked, token.tuple());
    if (stand != null && !asked.loose()) {
      fresh(asked, kept, token);
      stand.told(asked.client(), agenda.steps());
      boolean takes = asked.takes() || asked.request() instanceof Request.OnToken;
      if (takes || !asked.session()) {
        isolation.found(token.id(), takes, asked.begun(), null);
      }
    }
  }

  private void found(Asked asked, OpId op, Token token) {
    shown(asked, op, token);
    if (asked.request() instanceof Request.OnToken change) {
      Broken.unless(change.token().equals(token.id()), "%s changed %s", asked, token);
      truth.toldChanged(op, token.id(), token.version());
    } else if (asked.takes()) {
      truth.toldTaken(op, token.id(), token.version());
      Asked before = given.put(token.id(), asked);
      Broken.unless(before == null, "%s was given to %s and to %s", token.id(), before, asked);
    }
  }

  /** Nobody is shown a token as it was before an update or a take that had been told of by then. */
  private void fresh(Asked asked, @Nullable Kept kept, Token token) {
    boolean session = asked.session() && !asked.takes();
    Kept.Stand next = kept == null ? null : kept.stand(token.version() + 1);
    Broken.unless(
        next == null
            || (session ? next.told(asked.client()) : next.acknowledged()) >= asked.begun(),
        "%s got %s, and it was %s before",
        asked,
        token,
        next);
    Asked taker = given.get(token.id());
    Broken.unless(
        taker == null
            || taker.ended() >= asked.begun()
            || session && !taker.client().equals(asked.client()),
        "%s got %s, and before that it was taken: %s",
        asked,
        token,
        taker);
  }

  private void conflicts(Asked asked, long present) {
    Kept kept =
        asked.request() instanceof Request.Update update && update.version() != present
            ? truth.find(update.token())
            : null;
    Broken.unless(
        kept != null && kept.stand(present) != null,
        "%s conflicts with version %s",
        asked,
        present);
  }
}
