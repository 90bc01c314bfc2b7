package teseus.pantheon;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import teseus.space.HostId;
import teseus.space.Lease;
import teseus.space.OpId;
import teseus.space.Order;
import teseus.space.SegmentId;
import teseus.space.SessionId;
import teseus.space.Template;
import teseus.space.Token;
import teseus.space.TokenId;
import teseus.space.Tuple;
import teseus.space.host.Reply;
import teseus.space.host.Request;
import teseus.space.vertx.Gateway;

/** What becomes of an answer that comes after its caller has left. */
class LocalAskerTest {
  private static final HostId HERA = new HostId("hera");
  private static final OpId OP = new OpId(new SessionId(1, 1), 1);
  private static final Token TAKEN =
      new Token(
          new TokenId(OP),
          3,
          Tuple.of("Job", Map.of("size", 1)),
          10,
          Instant.ofEpochMilli(1_000),
          Lease.FOREVER,
          new SegmentId(HERA, 0),
          Duration.ZERO);

  private final Promise<Reply> answer = Promise.promise();
  private final List<Boolean> calledOff = new ArrayList<>();
  private final List<Request> asked = new ArrayList<>();
  private final LocalAsker asker = new LocalAsker(host(), () -> {});

  @Test
  void aTakeThatNobodyWaitsForIsCalledOffForGood() {
    CompletableFuture<Optional<Token>> take = take();
    take.cancel(true);
    assertThat(calledOff).containsExactly(true);
  }

  @Test
  void whatComesAfterItsCallerHasLeftGoesBackAsItWas() {
    CompletableFuture<Optional<Token>> take = take();
    take.cancel(true);
    answer.complete(new Reply.Found(Optional.of(TAKEN)));
    assertThat(asked).hasSize(2);
    Request.Write back = (Request.Write) asked.get(1);
    assertThat(back.tuple()).isEqualTo(TAKEN.tuple());
    assertThat(back.term()).isEqualTo(Long.MAX_VALUE);
    assertThat(back.restored().id()).isEqualTo(TAKEN.id());
    assertThat(back.restored().version()).isEqualTo(3);
    assertThat(back.restored().born()).isEqualTo(1_000L << 16);
  }

  @Test
  void whatIsHeardIsNotPutBack() {
    CompletableFuture<Optional<Token>> take = take();
    answer.complete(new Reply.Found(Optional.of(TAKEN)));
    assertThat(take.join()).contains(TAKEN);
    assertThat(asked).hasSize(1);
    assertThat(calledOff).isEmpty();
  }

  @Test
  void aTransactionThatNobodyHearsOfIsAborted() {
    CompletableFuture<OpId> begin =
        asker.submit(new Request.Begin(1_000, null), reply -> ((Reply.Begun) reply).id());
    begin.cancel(true);
    answer.complete(new Reply.Begun(OP, Instant.MAX));
    assertThat(asked.get(1)).isEqualTo(new Request.Abort(OP));
  }

  private CompletableFuture<Optional<Token>> take() {
    return asker.submit(new Request.Take(Template.any(), 1_000, Order.NEAR), AsyncSpace::token);
  }

  /** A host whose one answer is the test's to give. */
  private Gateway host() {
    return (Gateway)
        Proxy.newProxyInstance(
            Gateway.class.getClassLoader(),
            new Class<?>[] {Gateway.class},
            (proxy, method, arguments) -> {
              asked.add((Request) arguments[0]);
              return new Gateway.Operation() {
                @Override
                public Future<Reply> reply() {
                  return answer.future();
                }

                @Override
                public void cancel(boolean forget) {
                  calledOff.add(forget);
                }
              };
            });
  }
}
