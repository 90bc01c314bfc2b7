package teseus.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class BulkTest {
  private static final SegmentId SEGMENT = new SegmentId(new HostId("hera"), 0);
  private static final UnavailableException DOWN = new UnavailableException("zeus/0 is away");

  private final Queue<CompletableFuture<Optional<Token>>> open = new ArrayDeque<>();
  private int begun;

  static Token token(long number) {
    return new Token(
        new TokenId(new OpId(new SessionId(1, 1), number)),
        1,
        Tuple.of("Job", Map.of("n", number)),
        9,
        Instant.EPOCH,
        Lease.FOREVER,
        SEGMENT,
        Duration.ZERO);
  }

  private CompletableFuture<Optional<Token>> take() {
    begun++;
    CompletableFuture<Optional<Token>> one = new CompletableFuture<>();
    open.add(one);
    return one;
  }

  private void answer(Optional<Token> token) {
    open.remove().complete(token);
  }

  @Test
  void takesNoMoreThanAskedForHoweverMuchThereIs() {
    CompletableFuture<Bulk.Taken> all = Bulk.take(100, this::take);
    for (long i = 1; !open.isEmpty(); i++) {
      answer(Optional.of(token(i)));
    }
    assertThat(begun).isEqualTo(100);
    assertThat(all.join().tokens()).hasSize(100).doesNotHaveDuplicates();
    assertThat(all.join().failures()).isEmpty();
  }

  @Test
  void stopsAtTheFirstThatFindsNoneAndKeepsWhatOthersStillGet() {
    CompletableFuture<Bulk.Taken> all = Bulk.take(1_000, this::take);
    int under = open.size();
    assertThat(under).isLessThan(1_000);
    answer(Optional.empty());
    assertThat(all).isNotDone();
    for (long i = 1; !open.isEmpty(); i++) {
      answer(Optional.of(token(i)));
    }
    assertThat(begun).isEqualTo(under);
    assertThat(all.join().tokens()).hasSize(under - 1);
  }

  @Test
  void givesWhatItGotAndSaysWhyItStopped() {
    CompletableFuture<Bulk.Taken> all = Bulk.take(1_000, this::take);
    answer(Optional.of(token(1)));
    open.remove().completeExceptionally(DOWN);
    open.remove().completeExceptionally(DOWN);
    while (!open.isEmpty()) {
      answer(Optional.empty());
    }
    assertThat(all.join().tokens()).hasSize(1);
    assertThat(all.join().failures()).containsExactly(DOWN, DOWN);
  }

  @Test
  void saysOfEachTupleWhatBecameOfIt() {
    Lease lease = new Lease(token(1).id(), SEGMENT, Lease.FOREVER);
    List<Bulk.Written> written =
        Bulk.write(
                200,
                i ->
                    i % 3 == 0
                        ? CompletableFuture.failedFuture(DOWN)
                        : CompletableFuture.completedFuture(lease))
            .toCompletableFuture()
            .join();
    assertThat(written).hasSize(200);
    for (int i = 0; i < 200; i++) {
      assertThat(written.get(i))
          .isEqualTo(i % 3 == 0 ? new Bulk.Written(null, DOWN) : new Bulk.Written(lease, null));
    }
  }

  @Test
  void takesAsPartsOfOneWholeUntilOneFails() {
    CompletableFuture<List<Token>> all = Bulk.takeWhole(1_000, this::take);
    int under = open.size();
    answer(Optional.of(token(1)));
    open.remove().completeExceptionally(DOWN);
    assertThatThrownBy(all::join).hasCause(DOWN);
    while (!open.isEmpty()) {
      answer(Optional.of(token(2)));
    }
    assertThat(begun).as("begun after the failure: none").isEqualTo(under + 1);
  }

  @Test
  void takesAsPartsOfOneWholeWhatThereIs() {
    CompletableFuture<List<Token>> all = Bulk.takeWhole(1_000, this::take);
    answer(Optional.of(token(1)));
    while (!open.isEmpty()) {
      answer(Optional.empty());
    }
    assertThat(all.join()).extracting(Token::id).containsExactly(token(1).id());
  }

  @Test
  void writesAsPartsOfOneWholeUntilOneFails() {
    Lease lease = new Lease(token(1).id(), SEGMENT, Lease.FOREVER);
    List<Integer> asked = new ArrayList<>();
    CompletableFuture<List<Lease>> failing =
        Bulk.writeWhole(
            200,
            i -> {
              asked.add(i);
              return i == 100
                  ? CompletableFuture.failedFuture(DOWN)
                  : CompletableFuture.completedFuture(lease);
            });
    assertThatThrownBy(failing::join).hasCause(DOWN);
    assertThat(asked).hasSize(101);
    assertThat(Bulk.writeWhole(200, i -> CompletableFuture.completedFuture(lease)).join())
        .hasSize(200)
        .containsOnly(lease);
  }

  @Test
  void givesWhatItGotAlsoIfItIsCalledOffAndBeginsNoMore() {
    CompletableFuture<Bulk.Taken> all = Bulk.take(1_000, this::take);
    int under = open.size();
    answer(Optional.of(token(1)));
    answer(Optional.of(token(2)));
    int before = begun;
    assertThat(all.cancel(true)).isFalse();
    assertThat(all).isNotDone();
    for (long i = 3; !open.isEmpty(); i++) {
      answer(Optional.of(token(i)));
    }
    assertThat(begun).isEqualTo(before).isEqualTo(under + 2);
    assertThat(all.join().tokens()).hasSize(before);
  }

  @Test
  void saysOfWhatItDidNotBeginThatItWasCalledOff() {
    List<CompletableFuture<Lease>> writes = new ArrayList<>();
    CompletableFuture<List<Bulk.Written>> all =
        Bulk.write(
            100,
            i -> {
              writes.add(new CompletableFuture<>());
              return writes.get(i);
            });
    int under = writes.size();
    assertThat(all.cancel(true)).isFalse();
    Lease lease = new Lease(token(1).id(), SEGMENT, Lease.FOREVER);
    writes.forEach(write -> assertThat(write.complete(lease)).isTrue());
    assertThat(all.join()).hasSize(100);
    assertThat(all.join().subList(0, under)).allMatch(one -> lease.equals(one.lease()));
    assertThat(all.join().subList(under, 100))
        .allMatch(one -> one.failure() instanceof UnavailableException);
  }

  @Test
  void needsNoStackForOperationsThatEndAtOnce() {
    Lease lease = new Lease(token(1).id(), SEGMENT, Lease.FOREVER);
    assertThat(
            Bulk.write(Bulk.MOST, i -> CompletableFuture.completedFuture(lease))
                .toCompletableFuture()
                .join())
        .hasSize(Bulk.MOST);
    assertThat(Bulk.write(0, i -> CompletableFuture.completedFuture(lease)).toCompletableFuture())
        .isCompletedWithValue(new ArrayList<>());
  }

  @Test
  void isBounded() {
    assertThatThrownBy(() -> Bulk.take(0, this::take)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Bulk.take(Bulk.MOST + 1, this::take))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("10000");
    assertThat(begun).isZero();
  }
}
