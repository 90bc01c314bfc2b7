package teseus.space.vertx;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import teseus.space.HostId;
import teseus.space.Limits;
import teseus.space.OpId;
import teseus.space.SegmentId;
import teseus.space.SessionId;
import teseus.space.TokenId;
import teseus.space.Tuple;
import teseus.space.spi.TupleFunction;
import teseus.space.wire.Active;
import teseus.space.wire.TupleCodec;

@Timeout(60)
class FunctionPoolTest {
  private static final SegmentId SEGMENT = new SegmentId(new HostId("hera"), 0);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private record Told(TokenId token, @Nullable Tuple result, String why) {}

  private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();
  private final CountDownLatch never = new CountDownLatch(1);
  private @Nullable FunctionPool pool;
  private long next;

  /** What a function does in a test. */
  private interface Body {
    Tuple apply(Tuple argument) throws Exception;
  }

  private static TupleFunction function(String name, Body body) {
    return new TupleFunction() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Tuple apply(Tuple argument) throws Exception {
        return body.apply(argument);
      }
    };
  }

  private FunctionPool pool(int parallel, Duration limit, TupleFunction... functions) {
    FunctionPool made =
        new FunctionPool(
            new Functions(List.of(functions), parallel, limit),
            new FunctionPool.Results() {
              @Override
              public void computed(SegmentId segment, TokenId token, Tuple result) {
                told.add(new Told(token, result, ""));
              }

              @Override
              public void failed(SegmentId segment, TokenId token, String why) {
                told.add(new Told(token, null, why));
              }
            });
    pool = made;
    return made;
  }

  private Active active(String function) {
    TokenId id = new TokenId(new OpId(new SessionId(1, 2), ++next));
    byte[] fields = TupleCodec.encode(Tuple.of("Job", Map.of("n", next)), Limits.DEFAULT);
    return new Active(id, function, "Job", fields, Long.MAX_VALUE);
  }

  private Told next() throws InterruptedException {
    Told one = told.poll(30, SECONDS);
    assertThat(one).as("nothing was told").isNotNull();
    return Objects.requireNonNull(one);
  }

  @AfterEach
  void stop() {
    never.countDown();
    if (pool != null) {
      pool.close();
    }
  }

  @Test
  void tellsWhatAFunctionGives() throws Exception {
    FunctionPool one = pool(1, MINUTE, function("echo", argument -> argument));
    Active active = active("echo");
    one.compute(SEGMENT, active);
    assertThat(next()).isEqualTo(new Told(active.id(), Tuple.of("Job", Map.of("n", 1)), ""));
  }

  @Test
  void tellsWhateverAFunctionThrows() throws Exception {
    FunctionPool one =
        pool(
            1,
            MINUTE,
            function(
                "bad",
                argument -> {
                  throw new IOException("no luck");
                }),
            function("deep", FunctionPoolTest::endless));
    one.compute(SEGMENT, active("bad"));
    assertThat(next().why).isEqualTo("java.io.IOException: no luck");
    one.compute(SEGMENT, active("deep"));
    assertThat(next().why).contains("StackOverflowError");
  }

  private static Tuple endless(Tuple argument) {
    return endless(Tuple.of(argument.type(), Map.of("in", argument.fields().size())));
  }

  @Test
  void givesUpOneThatTakesTooLongAndComputesTheNext() throws Exception {
    FunctionPool one =
        pool(
            1,
            Duration.ofMillis(20),
            function(
                "slow",
                argument -> {
                  never.await();
                  return argument;
                }),
            function("echo", argument -> argument));
    Active slow = active("slow");
    one.compute(SEGMENT, slow);
    Told first = next();
    assertThat(first.token).isEqualTo(slow.id());
    assertThat(first.why).contains("longer than 20 ms");
    Active echo = active("echo");
    one.compute(SEGMENT, echo);
    assertThat(next().token).as("its thread was interrupted, and is free").isEqualTo(echo.id());
  }

  @Test
  void saysOnceThatOneTookTooLongThoughItEndsLater() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    FunctionPool one =
        pool(
            1,
            Duration.ofMillis(20),
            function(
                "stubborn",
                argument -> {
                  boolean waiting = true;
                  while (waiting) {
                    try {
                      waiting = !go.await(30, SECONDS);
                    } catch (InterruptedException passedOver) {
                      waiting = true;
                    }
                  }
                  return argument;
                }));
    Active active = active("stubborn");
    one.compute(SEGMENT, active);
    assertThat(next().why).contains("longer than");
    one.compute(SEGMENT, active("stubborn"));
    go.countDown();
    assertThat(next().token).as("the second, once the first has ended").isNotEqualTo(active.id());
    assertThat(told).isEmpty();
  }

  @Test
  void refusesNamesThatNoFunctionCanHave() {
    TupleFunction echo = function("echo", argument -> argument);
    for (String name : List.of("", "a b", "x".repeat(101), "caf\u00e9")) {
      assertThatThrownBy(() -> pool(1, MINUTE, function(name, argument -> argument)))
          .as(name)
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> pool(1, MINUTE, echo, echo)).hasMessageContaining("two functions");
    assertThatThrownBy(() -> pool(0, MINUTE, echo)).hasMessageContaining("functions.parallel");
    assertThatThrownBy(() -> pool(1, Duration.ZERO, echo)).hasMessageContaining("functions.limit");
  }
}
