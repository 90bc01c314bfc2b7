package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import teseus.space.HostId;
import teseus.space.Lease;
import teseus.space.LimitReached;
import teseus.space.NoSuchFunctionException;
import teseus.space.OpId;
import teseus.space.Space;
import teseus.space.TokenId;
import teseus.space.Tuple;

/** Puts tuples into hosts and a {@link ListedSpace}, and has some computed. */
final class ListedWrites {
  private static final int RECENT = 8;

  private final ListedHosts asked;
  private final ListedSpace model;
  private final ListedLimits limits;
  private final List<TokenId> written = new ArrayList<>();
  int computed;

  /** Nothing was written. */
  ListedWrites(ListedHosts asked) {
    this.asked = asked;
    this.model = asked.model;
    this.limits = asked.limits;
  }

  /** One of the latest that were written; null if none was. */
  @Nullable TokenId any(SplittableRandom random) {
    int among = Math.min(RECENT, written.size());
    return among == 0 ? null : written.get(written.size() - 1 - random.nextInt(among));
  }

  void write(SplittableRandom random, HostId at) {
    Tuple tuple = ListedHosts.job(random);
    long term = ListedHosts.term(random);
    asked.note("%s writes %s for %d", at, tuple, term);
    Reply reply = asked.ask(at, new Request.Write(tuple, term, null), random.nextBoolean());
    if (reply instanceof Reply.Written in) {
      assertRoom(in.lease(), ListedItem.cost(tuple));
      model.write(in.lease().token(), tuple, term, null);
      placed(in.lease());
    } else if (reply != null) {
      refused(reply, at, ListedItem.cost(tuple));
    }
  }

  /** A host that takes something in has room for it. */
  private void assertRoom(Lease lease, long cost) {
    assertThat(cost)
        .as("%s", lease)
        .isLessThanOrEqualTo(model.room.free(lease.segment().founder()));
  }

  /**
   * No host has room, as far as is known where it is written; what room there is there is known.
   */
  private void refused(Reply reply, HostId at, long cost) {
    limits.assertNoRoom(reply);
    assertThat(cost).as("at %s: %s", at, reply).isGreaterThan(model.room.free(at));
  }

  private void placed(Lease lease) {
    written.add(lease.token());
    model.placed(lease);
  }

  void write(SplittableRandom random, HostId at, OpId transaction) {
    Tuple tuple = ListedHosts.job(random);
    long term = ListedHosts.term(random);
    long cost = ListedItem.cost(tuple);
    asked.note("%s writes %s for %d in %s", at, tuple, term, transaction);
    Request.Write write = new Request.Write(tuple, term, null);
    Reply reply = asked.ask(at, new Request.Within(transaction, write));
    LimitReached limit = limits.reached(transaction, cost);
    if (reply == null) {
      return;
    }
    if (limit != null) {
      limits.assertRefused(reply, limit);
    } else if (cost > model.room.free(at)) {
      limits.assertNoRoom(reply);
    } else {
      Lease lease = ((Reply.Written) reply).lease();
      model.write(lease.token(), tuple, term, transaction);
      placed(lease);
    }
  }

  void eval(SplittableRandom random, HostId at) {
    String function =
        switch (random.nextInt(8)) {
          case 0 -> "nowhere";
          case 1, 2 -> ListedHosts.RARE;
          default -> ListedHosts.COMMON;
        };
    Tuple argument = ListedHosts.job(random);
    long term = ListedHosts.term(random);
    asked.note("%s has %s computed of %s for %d", at, function, argument, term);
    Reply reply = asked.ask(at, new Request.Eval(function, argument, term));
    long cost = ListedItem.cost(argument) + function.length();
    if (reply instanceof Reply.Written in) {
      HostId to = in.lease().segment().founder();
      assertThat(asked.has(to, function)).as("%s has %s", to, function).isTrue();
      assertRoom(in.lease(), cost);
      model.eval(in.lease().token(), function, argument, term);
      placed(in.lease());
      model.computes(to, in.lease().token());
    } else if (reply != null && !asked.has(null, function)) {
      assertThat(((Reply.Failed) reply).why()).isInstanceOf(NoSuchFunctionException.class);
    } else if (reply != null && asked.has(at, function)) {
      refused(reply, at, cost);
    } else if (reply != null) {
      limits.assertNoRoom(reply);
    }
  }

  /** Something that a host computes comes to an end; more than once, perhaps. */
  void compute(SplittableRandom random) {
    HostId at = asked.any(random);
    List<HeldFunctions.Begun> begun = List.copyOf(asked.functions(at).begun);
    if (begun.isEmpty()) {
      return;
    }
    HeldFunctions.Begun one = begun.get(random.nextInt(begun.size()));
    asked.functions(at).begun.remove(one);
    TokenId token = one.active().id();
    ListedItem item = model.actives.running(at, token);
    Tuple result = ListedHosts.job(random);
    boolean fails = random.nextInt(4) == 0;
    asked.note("%s %s", at, fails ? "fails at " + token : "makes " + result + " of " + token);
    model.computed(at, item, fails ? failure(item, "a fault") : result);
    Host host = asked.host(at);
    for (int times = 1 + random.nextInt(2); times > 0; times--) {
      if (fails) {
        host.failed(one.segment(), token, "a fault", asked.now());
      } else {
        host.computed(one.segment(), token, result, asked.now());
      }
      asked.hosts.settle();
    }
    computed++;
  }

  private static Tuple failure(ListedItem item, String why) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("function", String.valueOf(item.function));
    fields.put("why", why);
    fields.put("type", item.tuple().type());
    fields.put("argument", item.tuple().fields());
    return Tuple.of(Space.EVAL_FAILED, fields);
  }

  /** Each host computes what the list says, and nothing else. */
  void check() {
    for (HostId id : asked.ids) {
      assertThat(asked.functions(id).begun.stream().map(one -> one.active().id()))
          .as("computed at %s", id)
          .containsExactlyElementsOf(
              model.actives.running(id).stream().map(item -> item.id).toList());
    }
  }
}
