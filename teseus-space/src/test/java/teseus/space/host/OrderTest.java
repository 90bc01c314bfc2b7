package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static teseus.space.host.SomeTokens.ATHENA;
import static teseus.space.host.SomeTokens.HERA;
import static teseus.space.host.SomeTokens.ZEUS;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import teseus.space.Consistency;
import teseus.space.HostId;
import teseus.space.OpId;
import teseus.space.Order;
import teseus.space.SegmentId;
import teseus.space.Template;
import teseus.space.Token;
import teseus.space.TokenId;
import teseus.space.Tuple;

/** Which match a read or a take gets, in a space where nothing else goes on. */
class OrderTest {
  private static final List<HostId> IDS = List.of(HERA, ZEUS, ATHENA);
  private static final Template JOBS = Template.ofType("job");
  private static final int TOKENS = 60;

  private final WiredHosts hosts = new WiredHosts(8 << 20, HERA, ZEUS, ATHENA);

  private Reply ask(HostId at, Request request) {
    List<Reply> replies = new ArrayList<>();
    OpId unused = hosts.host(at).submit(request, replies::add, hosts.now);
    hosts.settle();
    assertThat(replies).as(request.toString()).hasSize(1);
    return replies.get(0);
  }

  private Token found(HostId at, Request request) {
    return ((Reply.Found) ask(at, request)).token().orElseThrow();
  }

  /** Writes tokens at hosts drawn by chance, some in the same millisecond. */
  private void write(SplittableRandom random) {
    Set<SegmentId> segments = new HashSet<>();
    for (int i = 0; i < TOKENS; i++) {
      Tuple job = Tuple.of("job", Map.of("n", i));
      Reply written = ask(at(random), new Request.Write(job, Long.MAX_VALUE, null));
      segments.add(((Reply.Written) written).lease().segment());
      hosts.pass(random.nextInt(3));
    }
    assertThat(segments).as("segments that hold some").hasSize(IDS.size());
    hosts.pass(random.nextInt(2) * 1_000L); // so that views know them, or not
  }

  private static HostId at(SplittableRandom random) {
    return IDS.get(random.nextInt(IDS.size()));
  }

  private static Request take(SplittableRandom random, Order order) {
    return random.nextBoolean()
        ? new Request.Take(JOBS, random.nextInt(2) * 1_000L, order)
        : new Request.TakeIfExists(JOBS, 0, consistency(random), order);
  }

  private static Request read(SplittableRandom random, Order order) {
    return random.nextBoolean()
        ? new Request.Read(JOBS, random.nextInt(2) * 1_000L, order)
        : new Request.ReadIfExists(JOBS, consistency(random), order);
  }

  private static Consistency consistency(SplittableRandom random) {
    return random.nextBoolean() ? Consistency.SESSION : Consistency.STRICT;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void theOldestComesFirstOverAllSegments(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    write(random);
    List<Instant> born = new ArrayList<>();
    for (int i = 0; i < TOKENS; i++) {
      TokenId read = found(at(random), read(random, Order.OLDEST)).id();
      Token taken = found(at(random), take(random, Order.OLDEST));
      assertThat(taken.id()).as("what is read is what is taken next").isEqualTo(read);
      born.add(taken.born());
    }
    assertThat(born).as("seed %d", seed).isSorted();
  }

  @Test
  void theOldestIsReadThoughATransactionHasReadIt() {
    write(new SplittableRandom(9));
    OpId transaction = ((Reply.Begun) ask(ZEUS, new Request.Begin(60_000, null))).id();
    Request oldest = new Request.ReadIfExists(JOBS, Consistency.SESSION, Order.OLDEST);
    Token read = found(ZEUS, new Request.Within(transaction, oldest));
    assertThat(found(HERA, oldest).id()).isEqualTo(read.id());
    assertThat(found(HERA, new Request.Read(JOBS, 1_000, Order.OLDEST)).id()).isEqualTo(read.id());
    assertThat(found(HERA, new Request.Take(JOBS, 0, Order.OLDEST)).id()).isNotEqualTo(read.id());
  }

  @Test
  void aNearMatchIsNotTheOldest() {
    SplittableRandom random = new SplittableRandom(6);
    write(random);
    List<Instant> born = new ArrayList<>();
    for (int i = 0; i < TOKENS; i++) {
      born.add(found(at(random), take(random, Order.NEAR)).born());
    }
    assertThat(born).isNotEqualTo(born.stream().sorted(Comparator.naturalOrder()).toList());
  }

  @Test
  void anyIsOfEverySegmentAtEvenOdds() {
    SplittableRandom random = new SplittableRandom(7);
    write(random);
    int reads = 900;
    Map<SegmentId, Integer> drawn = new TreeMap<>();
    for (int i = 0; i < reads; i++) {
      drawn.merge(found(at(random), read(random, Order.ANY)).segment(), 1, Integer::sum);
    }
    // Four standard deviations of a binomial about its mean of 300.
    assertThat(drawn).hasSize(IDS.size());
    assertThat(drawn.values()).allSatisfy(count -> assertThat(count).isBetween(244, 356));
    Set<TokenId> taken = new HashSet<>();
    for (int i = 0; i < TOKENS; i++) {
      taken.add(found(at(random), take(random, Order.ANY)).id());
    }
    assertThat(taken).as("each segment empties, and the others go on").hasSize(TOKENS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"OLDEST", "ANY"})
  void whoeverFindsNoneWaitsForWhatComes(Order order) {
    List<Reply> take = new ArrayList<>();
    List<Reply> read = new ArrayList<>();
    OpId one = hosts.host(ZEUS).submit(new Request.Take(JOBS, 9_000, order), take::add, hosts.now);
    OpId two = hosts.host(HERA).submit(new Request.Read(JOBS, 9_000, order), read::add, hosts.now);
    hosts.pass(500);
    assertThat(one).isNotEqualTo(two);
    assertThat(take).isEmpty();
    Request job = new Request.Write(Tuple.of("job", Map.of("n", 1)), Long.MAX_VALUE, null);
    assertThat(ask(ATHENA, job)).isInstanceOf(Reply.Written.class);
    hosts.pass(500);
    assertThat(take).hasSize(1);
    assertThat(ask(ATHENA, job)).isInstanceOf(Reply.Written.class);
    hosts.pass(500);
    assertThat(read).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"OLDEST", "ANY"})
  void segmentsOutOfReachAreNotWaitedFor(Order order) {
    write(new SplittableRandom(8));
    hosts.unlink(ZEUS, ATHENA);
    hosts.unlink(ZEUS, HERA);
    hosts.settle();
    Token taken = found(ZEUS, new Request.Take(JOBS, 1_000, order));
    assertThat(taken.segment()).isEqualTo(SomeTokens.ZEUS_0);
  }

  @Test
  void aLooseReadIsNear() {
    assertThatThrownBy(() -> new Request.ReadIfExists(JOBS, Consistency.LOOSE, Order.OLDEST))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("near, not oldest");
  }
}
