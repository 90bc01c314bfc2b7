package teseus.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import teseus.pantheon.Pantheon;
import teseus.space.Bulk;
import teseus.space.ContendedException;
import teseus.space.Edits;
import teseus.space.Template;
import teseus.space.Token;
import teseus.space.TokenId;
import teseus.space.Tuple;

/** Many tuples at once, over the hosts of a real cluster, which change while they are read. */
@Tag("once")
class ManyIT {
  private static final int MANY = 1_000;
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Template PARTS = Template.ofType("Part");

  @RegisterExtension static final ClusterFixture CLUSTER = ClusterFixture.ofThree(33);

  @Test
  void areWrittenWalkedThroughWhileTheyChangeAndTakenByTwoOnceEach() {
    try (Pantheon hera = CLUSTER.client("hera");
        Pantheon juno = CLUSTER.client("juno")) {
      List<Tuple> parts =
          IntStream.range(0, MANY).mapToObj(i -> Tuple.of("Part", Map.of("n", i))).toList();
      List<Bulk.Written> written = hera.writeAll(parts, HOUR);
      assertThat(written).hasSize(MANY).allMatch(one -> one.failure() == null);

      List<TokenId> walked = new ArrayList<>();
      for (Iterator<Token> all = juno.contents(PARTS).iterator(); all.hasNext(); ) {
        Token one = all.next();
        walked.add(one.id());
        if (walked.size() % 100 == 0) {
          Optional<Token> changed = hera.modify(one.id(), Edits.increment("n", MANY));
          assertThat(changed).isPresent();
        }
      }
      assertThat(walked)
          .containsExactlyInAnyOrderElementsOf(
              written.stream().map(one -> one.lease().token()).toList());
      assertThat(juno.readAll(PARTS, 7)).hasSize(7);

      List<TokenId> taken = new ArrayList<>();
      while (hera.count(PARTS) > 0) { // each stops once the other seems to get the last
        CompletableFuture<Bulk.Taken> some = hera.space().takeAll(PARTS, MANY * 2 / 3);
        gather(juno.takeAll(PARTS, MANY * 2 / 3), taken);
        gather(some.join(), taken);
      }
      assertThat(taken).containsExactlyInAnyOrderElementsOf(walked);
    }
  }

  private static void gather(Bulk.Taken some, List<TokenId> taken) {
    assertThat(some.tokens()).hasSizeLessThanOrEqualTo(MANY * 2 / 3);
    assertThat(some.failures()).allMatch(why -> why instanceof ContendedException);
    some.tokens().forEach(token -> taken.add(token.id()));
  }
}
