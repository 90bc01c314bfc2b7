package teseus.space.sim;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import teseus.space.Limits;
import teseus.space.OpId;
import teseus.space.Template;
import teseus.space.TokenId;
import teseus.space.host.HostLoad;
import teseus.space.host.Request;
import teseus.space.wire.Active;
import teseus.space.wire.LogRecord;

/** What must hold when all is mended and quiet. */
final class Checker {
  private static final int PERIODIC_TIMERS = 10;

  /**
   * A timer, a disk, and an epoch that begins meanwhile, which takes some round trips and forces.
   */
  private static final int LATE_MS = 25;

  private final Truth truth;
  private final History history;

  Checker(Truth truth, History history) {
    this.truth = truth;
    this.history = history;
  }

  /** Whoever has a deadline was answered; whoever has none waits for what is not there. */
  void answered(long now) {
    for (Asked asked : history.all()) {
      if (asked.outcome() != Asked.Outcome.OPEN) {
        continue;
      }
      Broken.unless(asked.dueBy() > now, "past its deadline and never answered: %s", asked);
      Template template = asked.template();
      if (template != null) {
        List<Kept> matches = truth.there(template);
        Broken.unless(matches.isEmpty(), "%s waits beside %s", asked, matches);
      }
    }
  }

  /**
   * Leases that have ended are over, wherever a segment has a primary.
   *
   * @param ended what all clocks agree is past, some time ago
   */
  void leases(long ended) {
    for (Kept kept : truth.there(Template.any())) {
      Broken.unless(kept.token().until() >= ended, "%s outlives its lease", kept);
    }
  }

  /** Nothing fails: leases end in time, as far as that may be late. */
  void punctual() {
    Broken.unless(truth.latest() <= LATE_MS, "a lease ended %s ms late", truth.latest());
  }

  /** Everyone was answered. */
  void over() {
    for (Asked asked : history.all()) {
      Broken.unless(asked.outcome() != Asked.Outcome.OPEN, "called off, never answered: %s", asked);
    }
  }

  /** Every record was asked for, and whoever asked was told what the logs say, or nothing. */
  void accounted() {
    Map<OpId, Asked> byId = new HashMap<>();
    history.all().forEach(asked -> byId.put(asked.id(), asked));
    leases(byId);
    Set<OpId> transacted = transacted();
    for (Kept kept : truth.tokens()) {
      Asked write = byId.get(kept.token().id().write());
      Broken.unless(
          transacted.contains(kept.token().id().write())
              || write != null
                  && kept.stands().get(0).tuple().equals(write.put())
                  && may(write, true),
          "%s was written for %s",
          kept,
          write);
      for (Kept.Stand stand : kept.stands().subList(1, kept.stands().size())) {
        Asked change = byId.get(stand.by());
        Broken.unless(
            change != null && made(change, kept, stand) && may(change, change.got() != null),
            "%s became %s by %s",
            kept,
            stand,
            change);
      }
      TokenId id = kept.token().id();
      OpId taker = kept.taken();
      if (taker != null && !transacted.contains(taker)) {
        Asked take = byId.get(taker);
        Broken.unless(
            take != null && matches(take, kept) && may(take, id.equals(take.got())),
            "%s was taken for %s",
            kept,
            take);
      }
    }
  }

  /** Whoever renewed a lease, or ended it, had asked for that. */
  private void leases(Map<OpId, Asked> byId) {
    truth
        .leases()
        .forEach(
            (op, record) -> {
              Asked asked = byId.get(op);
              boolean wanted =
                  asked != null
                      && may(asked, true)
                      && (record instanceof LogRecord.Renew renew
                          ? asked.request() instanceof Request.Renew one
                              && one.token().equals(renew.token())
                              && one.term() == renew.until() - renew.at()
                          : record instanceof LogRecord.CancelLease cancel
                              && asked.request() instanceof Request.CancelLease end
                              && end.token().equals(cancel.token()));
              Broken.unless(wanted, "%s was done for %s", record, asked);
            });
  }

  /** Transactions are done or not, each as a whole and as its client was told. */
  private Set<OpId> transacted() {
    truth.decisions().over();
    Set<OpId> operations = new HashSet<>();
    for (Transacted one : history.transactions()) {
      operations.addAll(one.writes().keySet());
      operations.addAll(one.takes().keySet());
      OpId id = one.id();
      boolean done = id != null && truth.decisions().decided(id);
      if (id != null && done) {
        history.isolation().committed(id);
      }
      boolean nothing = one.writes().isEmpty() && one.takes().isEmpty();
      Broken.unless(
          nothing
              || one.end() == Transacted.End.UNKNOWN
              || done == (one.end() == Transacted.End.COMMITTED),
          "%s, and it is decided: %s",
          one,
          done);
      one.writes()
          .keySet()
          .forEach(
              op ->
                  Broken.unless(
                      done == (truth.find(new TokenId(op)) != null), "in part: %s: %s", one, op));
      one.takes()
          .forEach(
              (op, token) ->
                  Broken.unless(
                      done == token.equals(truth.takenBy(op)), "in part: %s: %s", one, op));
    }
    return operations;
  }

  /** No money has come or gone, but by those who are in no transaction. */
  void conserved() {
    Set<OpId> transacted = transacted();
    long balance = 0;
    for (Kept kept : truth.tokens()) {
      if (kept.tuple().type().equals(TransactionClient.ACCOUNT)) {
        long money = (Long) Objects.requireNonNull(kept.tuple().fields().get("money"));
        OpId taker = kept.taken();
        balance += transacted.contains(kept.token().id().write()) ? money : 0;
        balance -= taker != null && transacted.contains(taker) ? money : 0;
      }
    }
    Broken.unless(balance == 0, "transactions have made %s", balance);
  }

  private static boolean matches(Asked take, Kept kept) {
    Template template = take.template();
    return take.takes() && template != null && template.matches(kept.tuple());
  }

  /** Whether a request makes of a token what it became. */
  private static boolean made(Asked asked, Kept kept, Kept.Stand stand) {
    Kept.Stand before = kept.stand(stand.version() - 1);
    if (before == null) {
      return false;
    }
    if (asked.request() instanceof Request.Update update) {
      return update.token().equals(kept.token().id())
          && update.version() == before.version()
          && update.tuple().equals(stand.tuple());
    }
    return asked.request() instanceof Request.Modify modify
        && modify.token().equals(kept.token().id())
        && modify.edits().applyTo(before.tuple(), Limits.DEFAULT).equals(stand.tuple());
  }

  private static boolean may(Asked asked, boolean told) {
    return switch (asked.outcome()) {
      case DONE -> told;
      case UNKNOWN, ORPHANED -> true;
      case OPEN, EMPTY, REFUSED -> false;
    };
  }

  /** What is there. While all is quiet nothing comes, and what goes is past its lease. */
  Set<TokenId> there() {
    Set<TokenId> there = new HashSet<>();
    truth.there(Template.any()).forEach(kept -> there.add(kept.token().id()));
    return there;
  }

  /** A count says how many there are, of what was there before it. */
  void counted(Asked asked, @Nullable Long count, Set<TokenId> before) {
    Set<TokenId> there = there();
    Broken.unless(
        count != null
            && before.containsAll(there)
            && there.size() <= count
            && count <= before.size(),
        "%s counted %s of %s, before that %s",
        asked,
        count,
        there,
        before);
  }

  /** A walk gave each that is there once, and nothing that was not there before it. */
  void walked(List<TokenId> given, Set<TokenId> before) {
    Set<TokenId> there = there();
    Set<TokenId> once = new HashSet<>(given);
    Broken.unless(
        once.size() == given.size() && once.containsAll(there) && before.containsAll(once),
        "a walk gave %s, and there is %s, before it %s",
        given,
        there,
        before);
  }

  /**
   * All has been computed and taken.
   *
   * @param stranded functions that only a host has which is to lead nothing
   */
  void empty(Set<String> stranded) {
    truth.passages().over();
    List<Active> left =
        truth.active().stream().filter(one -> !stranded.contains(one.function())).toList();
    Broken.unless(left.isEmpty(), "never computed: %s", left);
    List<Kept> there = truth.there(Template.any());
    Broken.unless(there.isEmpty(), "nothing more is found, and the logs hold %s", there);
  }

  /**
   * Nothing is left of what nobody asks any more.
   *
   * @param lossy whether somebody's leaving of a queue may have got lost on a link that stood on;
   *     then the next match finds out
   */
  static void nothingLeft(SimulatedHost machine, HostLoad load, int remembered, boolean lossy) {
    Broken.unless(
        load.operations() == 0
            && load.questions() == 0
            && load.aims() == 0
            && load.sessions() <= 1
            && load.remembered() <= remembered
            && load.transactions() == 0
            && load.moves() == 0
            && (lossy || load.waiters() == 0 && load.held() == 0)
            && load.subscriptions() == 0
            && (lossy || load.followers() == 0)
            && load.timers() <= PERIODIC_TIMERS,
        "%s is left with %s",
        machine.id(),
        load);
  }
}
