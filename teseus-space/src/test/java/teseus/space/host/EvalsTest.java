package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;
import static teseus.space.host.SomeTokens.HERA;
import static teseus.space.host.SomeTokens.ZEUS;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import teseus.space.Edits;
import teseus.space.HostId;
import teseus.space.Limits;
import teseus.space.NoSuchFunctionException;
import teseus.space.OpId;
import teseus.space.Space;
import teseus.space.Template;
import teseus.space.Token;
import teseus.space.TokenId;
import teseus.space.Tuple;
import teseus.space.wire.Active;
import teseus.space.wire.LogRecord;
import teseus.space.wire.TupleCodec;

class EvalsTest {
  private static final Tuple JOB = Tuple.of("Job", Map.of("n", 1));
  private static final long LONG = 3_600_000;

  private final Map<HostId, HeldFunctions> functions =
      new LinkedHashMap<>(
          Map.of(HERA, new HeldFunctions("echo", "rare"), ZEUS, new HeldFunctions("echo")));
  private final WiredHosts hosts =
      new WiredHosts(8 << 20, id -> functions.getOrDefault(id, new HeldFunctions()), HERA, ZEUS);

  private List<Reply> ask(HostId at, Request request) {
    List<Reply> replies = new ArrayList<>();
    OpId unused = hosts.host(at).submit(request, replies::add, hosts.now);
    hosts.settle();
    return replies;
  }

  private List<Reply> eval(HostId at, String function) {
    return ask(at, new Request.Eval(function, JOB, LONG));
  }

  private HeldFunctions at(HostId host) {
    return functions.getOrDefault(host, new HeldFunctions());
  }

  private static Optional<Token> found(List<Reply> replies) {
    assertThat(replies).hasSize(1);
    return ((Reply.Found) replies.get(0)).token();
  }

  private HeldFunctions.Begun begunAtHera() {
    return at(HERA).begun.remove();
  }

  @Test
  void isComputedWhereTheFunctionIsRegistered() {
    List<Reply> written = eval(ZEUS, "rare");
    assertThat(written.get(0)).isInstanceOf(Reply.Written.class);
    assertThat(at(ZEUS).begun).isEmpty();
    HeldFunctions.Begun begun = begunAtHera();
    assertThat(found(ask(ZEUS, new Request.Take(Template.any(), 0)))).isEmpty();
    List<Reply> take = ask(ZEUS, new Request.Take(Template.ofType("Done"), LONG));
    assertThat(take).isEmpty();

    Tuple done = Tuple.of("Done", Map.of("n", 1));
    hosts.host(HERA).computed(begun.segment(), begun.active().id(), done, hosts.now);
    hosts.settle();
    Token token = found(take).orElseThrow();
    assertThat(token.tuple()).isEqualTo(done);
    assertThat(token.id()).isEqualTo(((Reply.Written) written.get(0)).lease().token());
  }

  @Test
  void isPutInOnceHoweverOftenItIsComputed() {
    assertThat(eval(HERA, "rare")).hasSize(1);
    HeldFunctions.Begun begun = begunAtHera();
    for (int i = 0; i < 3; i++) {
      hosts.host(HERA).computed(begun.segment(), begun.active().id(), JOB, hosts.now);
      hosts.settle();
    }
    hosts.host(HERA).failed(begun.segment(), begun.active().id(), "late", hosts.now);
    hosts.settle();
    assertThat(hosts.records(LogRecord.Computed.class)).hasSize(1);
    assertThat(ask(ZEUS, new Request.Count(Template.any()))).containsExactly(new Reply.Counted(1));
  }

  @Test
  void saysWhoHasWhichFunctionIfNobodyHasThisOne() {
    Reply reply = eval(ZEUS, "none").get(0);
    assertThat(((Reply.Failed) reply).why())
        .isInstanceOf(NoSuchFunctionException.class)
        .hasMessageContaining("\"none\"")
        .hasMessageContaining("echo at [hera, zeus], rare at [hera]");
    assertThat(hosts.records(LogRecord.Eval.class)).isEmpty();
  }

  @Test
  void asksNobodyWhoIsOutOfReach() {
    hosts.unlink(HERA, ZEUS);
    Reply reply = eval(ZEUS, "rare").get(0);
    assertThat(((Reply.Failed) reply).why())
        .isInstanceOf(NoSuchFunctionException.class)
        .hasMessageContaining("echo at [zeus]");
  }

  @Test
  void aFailureIsATupleWithTheArgument() {
    assertThat(eval(HERA, "rare")).hasSize(1);
    HeldFunctions.Begun begun = begunAtHera();
    hosts.host(HERA).failed(begun.segment(), begun.active().id(), "no luck \ud800", hosts.now);
    hosts.settle();
    Tuple failure =
        found(ask(ZEUS, new Request.Take(Template.ofType(Space.EVAL_FAILED), 0)))
            .orElseThrow()
            .tuple();
    assertThat(failure.at("function")).isEqualTo("rare");
    assertThat(failure.at("why")).isEqualTo("no luck ?");
    assertThat(failure.at("type")).isEqualTo("Job");
    assertThat(failure.at("argument.n")).isEqualTo(1L);
  }

  @Test
  void aResultBeyondTheLimitsIsAFailure() {
    assertThat(eval(HERA, "rare")).hasSize(1);
    HeldFunctions.Begun begun = begunAtHera();
    Tuple huge = Tuple.of("Job", Map.of("text", "x".repeat(Limits.DEFAULT.bytes())));
    hosts.host(HERA).computed(begun.segment(), begun.active().id(), huge, hosts.now);
    hosts.settle();
    Tuple failure = found(ask(HERA, new Request.Take(Template.any(), 0))).orElseThrow().tuple();
    assertThat(failure.type()).isEqualTo(Space.EVAL_FAILED);
    assertThat((String) failure.at("why")).contains("limits.tuple");
  }

  @Test
  void aFailureFitsTheLeastLimitsWithoutItsArgument() {
    Limits least = new Limits(1 << 10, 1, 2);
    Active active =
        new Active(SomeTokens.token(1, "Job", "x").id(), "f".repeat(100), "Job", encoded(), 5);
    Tuple failure = EvalFailure.of(active, "\u20ac".repeat(5_000), least);
    assertThat(failure.fields()).containsOnlyKeys("function", "why");
    assertThat(TupleCodec.encode(failure, least)).isNotEmpty();
  }

  private static byte[] encoded() {
    return TupleCodec.encode(JOB, Limits.DEFAULT);
  }

  @Test
  void nothingComesOfOneWhoseLeaseHasEnded() {
    assertThat(ask(HERA, new Request.Eval("rare", JOB, 500))).hasSize(1);
    HeldFunctions.Begun begun = begunAtHera();
    hosts.pass(1_000);
    assertThat(hosts.records(LogRecord.Lapse.class)).hasSize(1);
    hosts.host(HERA).computed(begun.segment(), begun.active().id(), JOB, hosts.now);
    hosts.settle();
    assertThat(hosts.records(LogRecord.Computed.class)).isEmpty();
    assertThat(hosts.host(HERA).status(0, 0, hosts.now).active()).isZero();
  }

  @Test
  void keepsTheLeaseThatWasRenewedWhileItWasComputed() {
    List<Reply> written = ask(ZEUS, new Request.Eval("rare", JOB, 500));
    TokenId token = ((Reply.Written) written.get(0)).lease().token();
    HeldFunctions.Begun begun = begunAtHera();
    long until = hosts.now + LONG;
    assertThat(ask(ZEUS, new Request.Renew(token, null, LONG)).get(0))
        .isInstanceOfSatisfying(
            Reply.Written.class,
            renewed -> assertThat(renewed.lease().until().toEpochMilli()).isEqualTo(until));
    hosts.pass(1_000);
    assertThat(hosts.records(LogRecord.Lapse.class)).isEmpty();
    assertThat(found(ask(ZEUS, new Request.Modify(token, null, Edits.increment("n", 1)))))
        .as("there is no tuple to change yet")
        .isEmpty();
    hosts.host(HERA).computed(begun.segment(), token, JOB, hosts.now);
    hosts.settle();
    assertThat(found(ask(ZEUS, new Request.Take(Template.any(), 0))).orElseThrow().until())
        .isEqualTo(Instant.ofEpochMilli(until));
  }

  @Test
  void nothingComesOfOneWhoseLeaseWasCancelled() {
    TokenId token = ((Reply.Written) eval(ZEUS, "rare").get(0)).lease().token();
    HeldFunctions.Begun begun = begunAtHera();
    for (boolean first : new boolean[] {true, false}) {
      assertThat(ask(ZEUS, new Request.CancelLease(token, null)))
          .containsExactly(new Reply.LeaseCancelled(first));
    }
    hosts.host(HERA).computed(begun.segment(), token, JOB, hosts.now);
    hosts.settle();
    assertThat(ask(ZEUS, new Request.Count(Template.any()))).containsExactly(new Reply.Counted(0));
    assertThat(hosts.host(HERA).status(0, 0, hosts.now).active()).isZero();
  }

  @Test
  void takesTheOldestFirstAndOnlySoManyAtATime() {
    for (int i = 0; i < 5; i++) {
      assertThat(eval(HERA, "rare")).hasSize(1);
    }
    assertThat(at(HERA).begun).hasSize(2);
    assertThat(hosts.host(HERA).status(0, 0, hosts.now).active()).isEqualTo(5);
    List<Active> order = new ArrayList<>();
    while (!at(HERA).begun.isEmpty()) {
      HeldFunctions.Begun begun = begunAtHera();
      order.add(begun.active());
      hosts.host(HERA).computed(begun.segment(), begun.active().id(), JOB, hosts.now);
      hosts.settle();
    }
    assertThat(order)
        .hasSize(5)
        .isSortedAccordingTo(
            (a, b) -> Long.compare(a.id().write().number(), b.id().write().number()));
  }
}
