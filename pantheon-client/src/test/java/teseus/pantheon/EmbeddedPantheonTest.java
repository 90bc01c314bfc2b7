package teseus.pantheon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import teseus.space.Consistency;
import teseus.space.Edits;
import teseus.space.Event;
import teseus.space.NoSuchFunctionException;
import teseus.space.Order;
import teseus.space.Token;
import teseus.space.TokenId;
import teseus.space.TransactionAbortedException;
import teseus.space.VersionConflictException;
import teseus.space.vertx.EmbeddedHost;

/** The client of a space in its own process does all that one over the network does. */
@Timeout(60)
class EmbeddedPantheonTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final Pantheon pantheon = Pantheon.embedded();

  /** What is written. */
  record Job(String name, int size) {}

  /** What is moved. */
  record Account(String owner, int amount) {}

  @AfterEach
  void close() {
    pantheon.close();
  }

  @Test
  void writesReadsCountsAndTakesObjects() {
    pantheon.write(new Job("compile", 3));
    pantheon.write(new Job("link", 1));
    assertThat(pantheon.count(Job.class)).isEqualTo(2);
    assertThat(pantheon.read(Match.type(Job.class).lt(Job::size, 2), Duration.ZERO))
        .contains(new Job("link", 1));
    assertThat(pantheon.inOrder(Order.OLDEST).take(Job.class, Duration.ZERO))
        .contains(new Job("compile", 3));
    assertThat(pantheon.readAll(Job.class, 10)).hasSize(1);
    assertThat(pantheon.contents(Job.class)).containsExactly(new Job("link", 1));
    assertThat(pantheon.takeIfExists(Match.type(Job.class), LONG, Consistency.STRICT))
        .contains(new Job("link", 1));
    assertThat(pantheon.take(Job.class, Duration.ZERO)).isEmpty();
  }

  @Test
  void aTakeWaitsUntilSomebodyWrites() {
    CompletableFuture<Optional<Job>> waiting = pantheon.space().take(Job.class, LONG);
    assertThat(waiting).isNotDone();
    pantheon.write(new Job("compile", 3));
    assertThat(waiting.join()).contains(new Job("compile", 3));
  }

  @Test
  void whatDependsOnATakeMayWaitForAWrite() {
    CompletableFuture<Optional<Job>> waiting = pantheon.space().take(Job.class, LONG);
    CompletableFuture<Void> answered =
        waiting.thenAccept(job -> pantheon.write(new Account("zeus", job.orElseThrow().size())));
    pantheon.write(new Job("compile", 3));
    answered.join();
    assertThat(pantheon.take(Account.class, Duration.ZERO)).contains(new Account("zeus", 3));
  }

  @Test
  void aTakeThatWasCancelledGetsNothing() {
    CompletableFuture<Optional<Job>> waiting = pantheon.space().take(Job.class, LONG);
    waiting.cancel(true);
    pantheon.write(new Job("compile", 3));
    assertThat(pantheon.take(Job.class, Duration.ZERO)).contains(new Job("compile", 3));
  }

  @Test
  void aThreadThatIsInterruptedStopsWaiting() throws InterruptedException {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread taker =
        new Thread(
            () -> {
              try {
                pantheon.take(Job.class, LONG);
              } catch (CancellationException e) {
                thrown.set(e);
              }
            });
    taker.start();
    taker.interrupt();
    taker.join();
    assertThat(thrown.get()).hasMessageContaining("called off");
    pantheon.write(new Job("compile", 3));
    assertThat(pantheon.count(Job.class)).isEqualTo(1);
  }

  @Test
  void updatesByVersionAndByEdits() {
    TokenId id = pantheon.write(new Account("zeus", 10)).token();
    Token read = pantheon.read(Match.type(Account.class).template(), Duration.ZERO).orElseThrow();
    assertThat(pantheon.update(read, new Account("zeus", 20))).isPresent();
    assertThatThrownBy(() -> pantheon.update(read, new Account("zeus", 30)))
        .isInstanceOf(VersionConflictException.class);
    pantheon.modify(id, Edits.increment("amount", 5));
    assertThat(pantheon.read(Account.class, Duration.ZERO)).contains(new Account("zeus", 25));
    assertThat(pantheon.cancelLease(id)).isTrue();
    assertThat(pantheon.count(Account.class)).isZero();
  }

  @Test
  void aTransactionIsDoneWholeOrNotAtAll() {
    pantheon.write(new Account("zeus", 10));
    try (Transaction transfer = pantheon.begin(LONG)) {
      Account from = transfer.take(Match.type(Account.class), Duration.ZERO).orElseThrow();
      transfer.write(new Account("hera", from.amount()));
      assertThat(pantheon.count(Account.class)).isZero(); // one is hidden, the other not there yet
      transfer.commit();
    }
    assertThat(pantheon.read(Account.class, Duration.ZERO)).contains(new Account("hera", 10));
    try (Transaction left = pantheon.begin(LONG)) {
      assertThat(left.take(Match.type(Account.class), Duration.ZERO)).isPresent();
    }
    assertThat(pantheon.take(Account.class, LONG)).contains(new Account("hera", 10));
  }

  @Test
  void aTransactionWritesAndTakesManyAtOnce() {
    List<Job> jobs = List.of(new Job("walk", 3), new Job("run", 9), new Job("rest", 1));
    try (Transaction many = pantheon.begin(LONG)) {
      many.writeAll(jobs, LONG);
      assertThat(many.takeAll(Match.type(Job.class).lt(Job::size, 5), 10)).hasSize(2);
      many.commit();
    }
    assertThat(pantheon.take(Job.class, Duration.ZERO)).contains(new Job("run", 9));
    assertThat(pantheon.count(Job.class)).isZero();
  }

  @Test
  void aTransactionEndsWithItsLease() {
    Transaction transaction = pantheon.begin(Duration.ofMillis(1));
    pantheon.write(new Account("zeus", 10));
    assertThatThrownBy(
            () -> {
              while (true) {
                transaction.readIfExists(Match.type(Account.class));
              }
            })
        .isInstanceOf(TransactionAbortedException.class);
  }

  @Test
  void aListenerIsToldOfEachEventOnceInOrderAndGoesOnFromItsPosition() throws Exception {
    BlockingQueue<Event> told = new LinkedBlockingQueue<>();
    Subscription first = pantheon.space().subscribe(Match.type(Job.class), told::add);
    first.opened().join();
    for (int i = 0; i < 200; i++) { // more than wait for a listener at once
      pantheon.write(new Job("job", i));
    }
    for (int i = 1; i <= 200; i++) {
      assertThat(told.take().number()).isEqualTo(i);
    }
    first.close();
    first.ended().join();
    pantheon.write(new Job("later", 200));
    Subscription second =
        pantheon
            .space()
            .subscribe(
                Match.type(Job.class).template(), Event.Kind.all(), first.position(), told::add);
    Event next = told.take();
    assertThat(next.token().orElseThrow().tuple().at("name")).isEqualTo("later");
    second.close();
  }

  @Test
  void aListenerThatTakesItsTimeKeepsNobodyElse() throws Exception {
    CountDownLatch until = new CountDownLatch(1);
    List<Event> told = new ArrayList<>();
    Subscription slow =
        pantheon
            .space()
            .subscribe(
                Match.type(Job.class),
                event -> {
                  told.add(event);
                  await(until);
                });
    slow.opened().join();
    for (int i = 0; i < 1_000; i++) {
      pantheon.write(new Job("job", i));
    }
    assertThat(pantheon.count(Job.class)).isEqualTo(1_000);
    until.countDown();
    slow.close();
    slow.ended().join();
    assertThat(told).isNotEmpty();
  }

  @Test
  void aListenerThatThrowsEndsItsSubscription() {
    Subscription broken =
        pantheon
            .space()
            .subscribe(
                Match.type(Job.class),
                event -> {
                  throw new IllegalStateException("enough");
                });
    broken.opened().join();
    pantheon.write(new Job("compile", 3));
    assertThatThrownBy(() -> broken.ended().join())
        .isInstanceOf(CompletionException.class)
        .hasRootCauseMessage("enough");
  }

  @Test
  void whatItRefusesIsToldByType() {
    assertThatThrownBy(() -> pantheon.eval("unheard-of", new Job("compile", 3)))
        .isInstanceOf(NoSuchFunctionException.class);
    assertThatThrownBy(() -> pantheon.write(new Job("x".repeat(8 << 20), 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void spacesOfOneProcessAreStrangers() {
    try (Pantheon other = Pantheon.embedded()) {
      other.write(new Job("compile", 3));
      assertThat(pantheon.count(Job.class)).isZero();
      assertThat(other.count(Job.class)).isEqualTo(1);
    }
  }

  @Test
  void aClientThatIsClosedLeavesWhatItWaitedForAndRefusesMore() {
    CompletableFuture<Optional<Job>> waiting = pantheon.space().take(Job.class, LONG);
    pantheon.close();
    assertThatThrownBy(waiting::join).isInstanceOf(CancellationException.class);
    assertThatThrownBy(() -> pantheon.write(new Job("compile", 3)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void clientsOfOneHostShareItsSpaceAndLeaveItRunning() {
    try (EmbeddedHost host = EmbeddedHost.start(List.of());
        Pantheon reader = Pantheon.of(host.gateway())) {
      try (Pantheon writer = Pantheon.of(host.gateway())) {
        writer.write(new Job("compile", 3));
      }
      assertThat(reader.take(Job.class, Duration.ZERO)).contains(new Job("compile", 3));
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("nobody let it go on");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
