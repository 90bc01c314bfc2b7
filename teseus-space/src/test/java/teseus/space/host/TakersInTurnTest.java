package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;
import static teseus.space.host.SomeTokens.ATHENA;
import static teseus.space.host.SomeTokens.HERA;
import static teseus.space.host.SomeTokens.ZEUS;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import teseus.space.HostId;
import teseus.space.OpId;
import teseus.space.Template;
import teseus.space.Tuple;

/** Takers of overlapping templates, all waiting: each token goes to the first whom it suits. */
class TakersInTurnTest {
  private static final List<HostId> IDS = List.of(HERA, ZEUS, ATHENA);

  private record Taker(Template template, List<Reply> replies) {}

  private final WiredHosts hosts = new WiredHosts(8 << 20, HERA, ZEUS, ATHENA);
  private final List<Taker> waiting = new ArrayList<>();

  private HostId at(SplittableRandom random) {
    return IDS.get(random.nextInt(IDS.size()));
  }

  private static String type(SplittableRandom random) {
    return random.nextBoolean() ? "job" : "task";
  }

  private static Template template(SplittableRandom random) {
    return switch (random.nextInt(4)) {
      case 0 -> Template.any();
      case 1 -> Template.any().where("k", random.nextInt(3));
      case 2 -> Template.ofType(type(random));
      default -> Template.ofType(type(random)).where("k", random.nextInt(3));
    };
  }

  private void take(SplittableRandom random) {
    Taker taker = new Taker(template(random), new ArrayList<>());
    Request take = new Request.Take(taker.template, Long.MAX_VALUE);
    OpId unused = hosts.host(at(random)).submit(take, taker.replies::add, hosts.now);
    waiting.add(taker);
    hosts.settle();
    hosts.pass(random.nextInt(3));
  }

  private void write(Tuple tuple, SplittableRandom random) {
    Taker first =
        waiting.stream()
            .filter(taker -> taker.template.matches(tuple))
            .findFirst()
            .orElseThrow(() -> new AssertionError("nobody waits for " + tuple));
    Request write = new Request.Write(tuple, Long.MAX_VALUE, null);
    List<Reply> replies = new ArrayList<>();
    OpId unused = hosts.host(at(random)).submit(write, replies::add, hosts.now);
    hosts.settle();
    assertThat(replies).hasSize(1);
    waiting.remove(first);
    assertThat(first.replies).as("the first who waits for %s", tuple).hasSize(1);
    assertThat(waiting).allSatisfy(later -> assertThat(later.replies).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void eachTokenGoesToTheFirstWhomItSuitsAndNobodyIsLeft(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 200; i++) {
      take(random);
      Tuple tuple = Tuple.of(type(random), Map.of("k", random.nextInt(3)));
      if (waiting.stream().anyMatch(taker -> taker.template.matches(tuple))) {
        write(tuple, random);
      }
    }
    while (!waiting.isEmpty()) {
      Template oldest = waiting.get(0).template;
      Tuple tuple = Tuple.of(type(random), Map.of("k", random.nextInt(3)));
      if (oldest.matches(tuple)) {
        write(tuple, random);
      }
    }
  }
}
