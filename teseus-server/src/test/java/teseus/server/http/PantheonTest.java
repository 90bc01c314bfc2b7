package teseus.server.http;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vertx.core.Vertx;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import teseus.pantheon.Indexed;
import teseus.pantheon.MappingException;
import teseus.pantheon.Match;
import teseus.pantheon.Pantheon;
import teseus.pantheon.PantheonConfig;
import teseus.pantheon.Subscription;
import teseus.pantheon.TupleType;
import teseus.space.Bulk;
import teseus.space.BusyException;
import teseus.space.Consistency;
import teseus.space.ContendedException;
import teseus.space.EditRefusedException;
import teseus.space.Edits;
import teseus.space.FieldIndex;
import teseus.space.Lease;
import teseus.space.LimitReached;
import teseus.space.LookUp;
import teseus.space.NoSuchFunctionException;
import teseus.space.OpId;
import teseus.space.Order;
import teseus.space.OutcomeUnknownException;
import teseus.space.SessionId;
import teseus.space.SpaceException;
import teseus.space.SpaceFullException;
import teseus.space.Template;
import teseus.space.Token;
import teseus.space.Tuple;
import teseus.space.UnavailableException;
import teseus.space.VersionConflictException;
import teseus.space.host.Said;

@Timeout(60)
class PantheonTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Match<Job> JOBS = Match.type(Job.class);

  record Job(String name, int size) {}

  record Note(String name) {}

  record Article(@Indexed String sku, int qty, @Indexed(ordered = true) long price) {}

  @TupleType("Ledger")
  record Account(
      BigDecimal balance, BigInteger serial, double rate, Instant since, List<Job> jobs) {}

  public static final class Bean {
    public String name = "";
    public long size;
  }

  private final Vertx vertx = Vertx.vertx();
  private final FakeGateway gateway = new FakeGateway(vertx);
  private Server first;
  private Server second;
  private Pantheon pantheon;

  @BeforeEach
  void start() throws Exception {
    first = new Server(vertx, gateway, new FakeAdmin());
    second = new Server(vertx, gateway, new FakeAdmin());
    pantheon = connect(Duration.ofSeconds(30));
  }

  private Pantheon connect(Duration patience) {
    return Pantheon.connect(
        new PantheonConfig(
            List.of(URI.create(first.url()), URI.create(second.url())),
            patience,
            Duration.ofSeconds(10),
            Duration.ofMillis(500),
            Duration.ofMinutes(5)));
  }

  @AfterEach
  void stop() throws Exception {
    pantheon.close();
    vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
  }

  @Test
  void anEvalIsComputedByAHostThatHasTheFunction() {
    Lease lease = pantheon.eval("echo", new Job("walk", 3), HOUR);
    assertThat(lease.until()).isAfter(Instant.now());
    assertThat(pantheon.take(JOBS, Duration.ZERO)).contains(new Job("walk", 3));
    assertThatThrownBy(() -> pantheon.eval("none", new Job("walk", 3)))
        .isInstanceOf(NoSuchFunctionException.class)
        .hasMessage("nobody has none");
    assertThatThrownBy(() -> pantheon.eval("no name", new Job("walk", 3)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void updatesAndModifiesOneTokenInItsPlace() {
    Lease lease = pantheon.write(new Job("compile", 3));
    Token read = pantheon.read(JOBS.template(), Duration.ZERO).orElseThrow();
    assertThat(read.version()).isEqualTo(1);
    Token updated = pantheon.update(read, new Job("link", 4)).orElseThrow();
    assertThat(updated.version()).isEqualTo(2);
    assertThat(updated.id()).isEqualTo(lease.token());
    assertThatThrownBy(() -> pantheon.update(read, new Job("test", 5)))
        .isInstanceOfSatisfying(
            VersionConflictException.class, why -> assertThat(why.present()).isEqualTo(2));
    Edits edits =
        Edits.increment("size", 2)
            .then(Edits.set("of.host", "hera"))
            .then(Edits.append("log", null))
            .then(Edits.putIfAbsent("name", "x"))
            .then(Edits.remove("none"));
    Token modified = pantheon.modify(lease.token(), edits).orElseThrow();
    assertThat(modified.tuple().fields())
        .containsEntry("size", 6L)
        .containsEntry("name", "link")
        .containsEntry("of", Map.of("host", "hera"))
        .containsEntry("log", Arrays.asList((Object) null));
    assertThatThrownBy(() -> pantheon.modify(lease.token(), Edits.append("size", 1)))
        .isInstanceOf(EditRefusedException.class);
  }

  @Test
  void writesReadsAndTakesManyAndWalksThroughAll() {
    List<Job> jobs = IntStream.range(0, 300).mapToObj(i -> new Job("j", i)).toList();
    assertThat(pantheon.writeAll(jobs, HOUR)).hasSize(300).allMatch(one -> one.lease() != null);
    assertThat(pantheon.contents(JOBS.template()))
        .extracting(token -> token.tuple().at("size"))
        .hasSize(300)
        .doesNotHaveDuplicates();
    assertThat(pantheon.contents(JOBS.template()).limit(3)).hasSize(3);
    assertThat(pantheon.readAll(JOBS.template(), 7)).hasSize(7);
    assertThat(pantheon.readAll(JOBS, 3)).hasSize(3).allMatch(job -> job.name().equals("j"));
    assertThat(pantheon.readAll(JOBS.template(), token -> token.tuple().at("size").equals(99L), 7))
        .extracting(JOBS::object)
        .containsExactly(new Job("j", 99));
    try (Stream<Job> contents = pantheon.contents(JOBS)) {
      assertThat(contents.filter(job -> job.size() > 297)).hasSize(2);
    }
    assertThat(pantheon.takeAll(JOBS.template(), 100).tokens()).hasSize(100);
    Bulk.Taken rest = pantheon.takeAll(JOBS.template(), 1_000);
    assertThat(rest.tokens()).hasSize(200);
    assertThat(rest.failures()).isEmpty();
    assertThat(gateway.tokens()).isEmpty();
    assertThat(pantheon.contents(JOBS.template())).isEmpty();
  }

  @Test
  void walksOnAtAnotherHostWhenTheOneThatWasAskedIsLost() throws Exception {
    pantheon.writeAll(List.of(new Job("a", 1), new Job("b", 2), new Job("c", 3)), HOUR);
    var tokens = pantheon.contents(JOBS.template()).iterator();
    Set<Object> names = new HashSet<>();
    names.add(tokens.next().tuple().at("name"));
    first.close();
    tokens.forEachRemaining(token -> names.add(token.tuple().at("name")));
    assertThat(names).containsExactlyInAnyOrder("a", "b", "c");
  }

  @Test
  void renewsAndCancelsLeases() {
    Lease lease = pantheon.write(new Job("compile", 3), HOUR);
    assertThat(pantheon.renew(lease.token(), Duration.ofMinutes(5)).orElseThrow().until())
        .isEqualTo(Instant.EPOCH.plusSeconds(300));
    assertThat(pantheon.cancelLease(lease.token())).isTrue();
    assertThat(pantheon.cancelLease(lease.token())).isFalse();
    assertThat(pantheon.renew(lease.token(), HOUR)).isEmpty();
    assertThat(pantheon.modify(lease.token(), Edits.increment("size", 2))).isEmpty();
    assertThat(pantheon.read(JOBS, Duration.ZERO)).isEmpty();
  }

  @Test
  void readsAndTakesLookInTheOrderAskedFor() {
    for (Order order : Order.values()) {
      Pantheon ordered = pantheon.inOrder(order);
      assertThat(ordered.read(JOBS, Duration.ZERO)).isEmpty();
      assertThat(ordered.take(JOBS, Duration.ofMillis(10))).isEmpty();
      assertThat(ordered.readIfExists(JOBS, Consistency.SESSION)).isEmpty();
      assertThat(ordered.takeIfExists(JOBS, Duration.ZERO, Consistency.STRICT)).isEmpty();
      assertThat(gateway.orders()).hasSize(4 * (order.ordinal() + 1)).endsWith(order, order, order);
    }
    assertThat(pantheon.read(JOBS, Duration.ZERO)).isEmpty();
    assertThat(gateway.orders()).as("nothing is said").endsWith(Order.NEAR);
    assertThatThrownBy(() -> pantheon.inOrder(Order.ANY).readIfExists(JOBS, Consistency.LOOSE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void recordsBeansAndTuplesComeBackAsTheyWere() {
    Account account =
        new Account(
            new BigDecimal("0.1000000000000000000000000000000001"),
            new BigInteger("9223372036854775808"),
            0.1,
            Instant.parse("2026-11-22T10:00:00.123456789Z"),
            List.of(new Job("a", 1)));
    pantheon.write(account);
    assertThat(gateway.tokens().get(0).tuple().type()).isEqualTo("Ledger");
    assertThat(pantheon.take(Account.class, Duration.ZERO)).contains(account);

    Bean bean = new Bean();
    bean.name = "b";
    bean.size = Long.MAX_VALUE;
    pantheon.write(bean);
    assertThat(pantheon.take(Bean.class, Duration.ZERO).orElseThrow())
        .usingRecursiveComparison()
        .isEqualTo(bean);

    Tuple tuple = Tuple.of("Any", Map.of("nested", Map.of("list", List.of(1, 2.5, "x", true))));
    Lease lease = pantheon.write(tuple, HOUR);
    Token token =
        pantheon
            .read(Template.ofType("Any").where("nested.list", tuple.at("nested.list")), HOUR)
            .orElseThrow();
    assertThat(token.tuple()).isEqualTo(tuple);
    assertThat(token.id()).isEqualTo(lease.token());
    assertThat(token.until()).isEqualTo(lease.until());
  }

  @Test
  void declaresTheIndexesOfAClassOnceAtItsFirstUse() throws Exception {
    pantheon.write(new Article("pen", 1, 2));
    pantheon.write(new Article("ink", 1, 2));
    assertThat(pantheon.take(Match.type(Article.class).eq(Article::sku, "ink"), Duration.ZERO))
        .isPresent();
    pantheon.write(new Job("unmarked", 1));
    pantheon.declareIndex(new FieldIndex("Job", "size", false));

    Await.until(() -> gateway.indexes().size() >= 3);
    assertThat(gateway.indexes())
        .containsExactlyInAnyOrder(
            new FieldIndex("Article", "sku", false),
            new FieldIndex("Article", "price", true),
            new FieldIndex("Job", "size", false));
    pantheon.declareIndexes(Article.class);
    assertThat(gateway.indexes()).hasSize(5);
  }

  @Test
  void saysWhyAnIndexIsNotDeclared() {
    gateway.failWith(new UnavailableException("the voter is down"));
    assertThatThrownBy(() -> pantheon.declareIndexes(Article.class))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("the voter is down");
  }

  @Test
  void asksForWhatIsThereNow() {
    assertThat(pantheon.takeIfExists(JOBS, Duration.ZERO, Consistency.STRICT)).isEmpty();
    pantheon.write(new Job("a", 1));
    assertThat(pantheon.readIfExists(JOBS, Consistency.LOOSE)).contains(new Job("a", 1));
    assertThat(pantheon.count(JOBS)).isEqualTo(1);
    assertThat(pantheon.explain(JOBS).segments().values())
        .containsExactly(
            List.of(
                new LookUp("Job", Optional.empty(), 1, 1, 1, true),
                new LookUp("Job", Optional.of("index on n"), 1, 0, 0, false)));
    assertThat(pantheon.takeIfExists(JOBS, Duration.ZERO, Consistency.SESSION))
        .contains(new Job("a", 1));
    assertThat(pantheon.count(Template.any())).isZero();
    assertThatThrownBy(() -> pantheon.takeIfExists(JOBS, Duration.ZERO, Consistency.LOOSE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aTokenThatIsNoSuchObjectIsNotLost() {
    pantheon.write(Tuple.of("Job", Map.of("name", "a", "size", "big")));
    assertThatThrownBy(() -> pantheon.take(Job.class, Duration.ZERO))
        .isInstanceOfSatisfying(
            MappingException.class, e -> assertThat(e.token().tuple().at("size")).isEqualTo("big"));
  }

  @Test
  void aBlockedTakeGoesOnAtTheNextHostWhenItsOwnIsLost() throws Exception {
    SessionId moved = pantheon.write(new Note("before")).token().write().session();
    CompletableFuture<Optional<Token>> take = pantheon.space().take(JOBS.template(), HOUR);
    CompletableFuture<Optional<Job>> other =
        pantheon.space().take(Match.type(Job.class).where("size", 2), HOUR);
    Await.until(() -> gateway.waiting() == 2);
    first.close();
    pantheon.write(new Job("x", 1));
    pantheon.write(new Job("y", 2));
    pantheon.write(new Job("z", 3));
    assertThat(take.get(20, SECONDS).orElseThrow().tuple().at("name")).isEqualTo("x");
    assertThat(other.get(20, SECONDS)).contains(new Job("y", 2));
    assertThat(gateway.turn(moved)).isEqualTo(1);
    assertThat(gateway.tokens())
        .extracting(t -> t.tuple().at("name"))
        .containsExactly("before", "z");
    SessionId begunSince = gateway.tokens().get(1).id().write().session();
    assertThat(begunSince).isNotEqualTo(moved);
    assertThat(gateway.turn(begunSince)).as("what begins after the move repeats nothing").isZero();
  }

  @Test
  void whatWasDoneWhenTheAnswerGotLostIsNotDoneAgain() throws Exception {
    pantheon.write(new Job("a", 1));
    gateway.mute();
    CompletableFuture<Lease> write = pantheon.space().write(new Job("b", 2));
    CompletableFuture<Optional<Job>> take =
        pantheon.space().take(JOBS.where("size", 1), Duration.ofSeconds(20));
    Await.until(() -> gateway.named() == 3 && gateway.tokens().size() == 1);
    first.close();
    gateway.work();
    assertThat(take.get(20, SECONDS)).contains(new Job("a", 1));
    assertThat(write.get(20, SECONDS).token()).isEqualTo(gateway.tokens().get(0).id());
    assertThat(gateway.tokens()).hasSize(1);
  }

  @Test
  void comesBackToTheFirstHostWhenTheSecondIsLostToo() throws Exception {
    int port = first.port();
    CompletableFuture<Optional<Job>> take = pantheon.space().take(JOBS, HOUR);
    Await.until(() -> gateway.waiting() == 1);
    first.close();
    pantheon.write(new Job("other", 1), Duration.ofMinutes(1));
    assertThat(take.get(20, SECONDS)).isPresent();
    first = new Server(vertx, gateway, new FakeAdmin(), port);
    second.close();
    pantheon.write(new Job("last", 1));
    assertThat(gateway.tokens()).hasSize(1);
  }

  @Test
  void opensAnotherSessionWhenItsOwnHasEnded() {
    pantheon.write(new Job("a", 1));
    gateway.forgetSessions();
    pantheon.write(new Job("b", 1));
    assertThat(gateway.tokens())
        .extracting(t -> t.id().write().session())
        .doesNotHaveDuplicates()
        .hasSize(2);
  }

  @Test
  void cancellingAFutureCallsTheTakeOffAtTheHost() throws Exception {
    CompletableFuture<Optional<Job>> take = pantheon.space().take(JOBS, HOUR);
    Await.until(() -> gateway.waiting() == 1);
    assertThat(take.cancel(true)).isTrue();
    Await.until(() -> gateway.waiting() == 0);
    pantheon.write(new Job("a", 1));
    assertThat(gateway.tokens()).hasSize(1);
    assertThat(take).isCancelled();
  }

  @Test
  void aFutureThatTimesOutByItselfCallsTheTakeOffToo() throws Exception {
    CompletableFuture<Optional<Job>> take =
        pantheon.space().take(JOBS, HOUR).orTimeout(200, MILLISECONDS);
    Await.until(() -> gateway.waiting() == 1);
    Await.until(() -> gateway.waiting() == 0);
    assertThat(take).isCompletedExceptionally();
  }

  @Test
  void anInterruptCallsTheTakeOffAndIsKept() throws Exception {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    AtomicBoolean interrupted = new AtomicBoolean();
    Thread taker =
        new Thread(
            () -> {
              thrown.set(catchThrowable(() -> pantheon.take(Job.class, HOUR)));
              interrupted.set(Thread.currentThread().isInterrupted());
            });
    taker.start();
    Await.until(() -> gateway.waiting() == 1);
    taker.interrupt();
    taker.join(20_000);
    assertThat(thrown.get()).isInstanceOf(CancellationException.class);
    assertThat(interrupted).isTrue();
    Await.until(() -> gateway.waiting() == 0);
  }

  @Test
  void aHostLearnsWhatOthersHaveHeardWhoToldTheClientSomething() {
    gateway.heard(7);
    pantheon.write(new Job("a", 1));
    assertThat(gateway.said()).isZero();
    gateway.heard(5); // as another host may that serves it next
    assertThat(pantheon.readIfExists(JOBS, Consistency.SESSION)).isPresent();
    assertThat(gateway.said()).isEqualTo(7);
    assertThat(pantheon.readIfExists(JOBS, Consistency.SESSION)).isPresent();
    assertThat(gateway.said()).as("the newest").isEqualTo(7);
  }

  @Test
  void whoIsToldOfEventsDoesNotSayWhatItHasHeardForTheyDoNot() throws Exception {
    pantheon.write(new Job("a", 1));
    assertThat(gateway.said()).isZero();
    try (Subscription events = pantheon.space().subscribe(JOBS, event -> {})) {
      events.opened().get(20, SECONDS);
      assertThat(pantheon.readIfExists(JOBS, Consistency.SESSION)).isPresent();
      assertThat(gateway.said()).isEqualTo(Said.NOTHING);
    }
  }

  @Test
  void closingCallsOffWhatIsOpenAndEndsTheSession() throws Exception {
    CompletableFuture<Optional<Job>> take = pantheon.space().take(JOBS, HOUR);
    Await.until(() -> gateway.waiting() == 1);
    pantheon.close();
    assertThat(gateway.waiting()).isZero();
    assertThat(gateway.sessions()).isZero();
    assertThat(take).isCancelled();
    assertThatThrownBy(() -> pantheon.write(new Job("a", 1)))
        .isInstanceOf(IllegalStateException.class);
  }

  static Stream<SpaceException> failures() {
    return Stream.of(
        new UnavailableException("hera/0 has no primary"),
        new SpaceFullException("hera 0 B free, zeus 12 B free"),
        new BusyException("1024 operations are open"),
        new BusyException("20 of 20", new LimitReached("limits.open", 20, 20)),
        new ContendedException("8 rounds"),
        new OutcomeUnknownException(OpId.parse("0-7-3"), "hera has not answered"));
  }

  private static Optional<LimitReached> limit(Throwable failure) {
    return failure instanceof BusyException busy ? busy.limit() : Optional.empty();
  }

  @ParameterizedTest
  @MethodSource("failures")
  void whatTheHostSaysWentWrongIsThrownAsItWas(SpaceException failure) {
    gateway.failWith(failure);
    assertThatThrownBy(() -> pantheon.write(new Job("a", 1)))
        .isInstanceOf(failure.getClass())
        .hasMessage(failure.getMessage())
        .satisfies(told -> assertThat(limit(told)).isEqualTo(limit(failure)));
    gateway.work();
    pantheon.write(new Job("b", 1));
  }

  @Test
  void whatTheHostsLimitsRefuseIsAnIllegalArgument() {
    assertThatThrownBy(() -> pantheon.write(new Job("x".repeat(1 << 20), 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1048576 bytes");
    assertThatThrownBy(() -> pantheon.write("a text has no fields"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> pantheon.take(Job.class, Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(gateway.tokens()).isEmpty();
  }
}
