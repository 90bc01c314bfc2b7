package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import teseus.space.Consistency;
import teseus.space.HostId;
import teseus.space.Template;
import teseus.space.Tuple;

/** Hosts of unlike size, two of which keep each token, filled with large ones. */
class FullHostsTest {
  private static final HostId HERA = new HostId("hera");
  private static final HostId JUNO = new HostId("juno");
  private static final HostId ZEUS = new HostId("zeus");
  private static final Map<HostId, Long> BUDGETS =
      Map.of(HERA, 8L << 20, JUNO, 4L << 20, ZEUS, 2L << 20);
  private static final CopySettings TWO = new CopySettings(2, 1, 500, 1 << 20, true);
  private static final int BYTES = 100_000;
  private static final String WOOL = "w".repeat(BYTES);

  /** More than the smaller two hosts have room for cannot have a second copy. */
  private static final int MOST = (6 << 20) / BYTES;

  /** The smaller two may each be sent one by a primary that has not heard yet that it is full. */
  private static final int ABOVE = 2;

  private static final int LONG_MS = 5_000;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 92, 99, 157, 162})
  void nothingIsRefusedForLongWhileTwoHostsHaveRoom(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    WiredHosts hosts = new WiredHosts(BUDGETS::get, TWO, HERA, JUNO, ZEUS);
    hosts.pass(3_000);
    int written = fill(hosts, random);
    assertThat(written).isBetween(MOST - ABOVE, MOST + ABOVE);

    for (int i = 0; i <= ABOVE; i++) {
      take(hosts);
    }
    long since = hosts.now;
    while (!written(hosts)) {
      assertThat(hosts.now - since).isLessThan(LONG_MS);
      hosts.pass(50);
    }
  }

  /** Writes with pauses, until all is refused for long. */
  private static int fill(WiredHosts hosts, SplittableRandom random) {
    int written = 0;
    for (long since = hosts.now; hosts.now - since < LONG_MS; hosts.pass(random.nextInt(100))) {
      if (written(hosts)) {
        written++;
        since = hosts.now;
      }
    }
    return written;
  }

  private static boolean written(WiredHosts hosts) {
    Tuple bale = Tuple.of("Bale", Map.of("wool", WOOL));
    return ask(hosts, new Request.Write(bale, Long.MAX_VALUE, null)) instanceof Reply.Written;
  }

  private static void take(WiredHosts hosts) {
    Request.TakeIfExists take =
        new Request.TakeIfExists(Template.ofType("Bale"), 0, Consistency.SESSION);
    assertThat(((Reply.Found) ask(hosts, take)).token()).isPresent();
  }

  private static Reply ask(WiredHosts hosts, Request request) {
    List<Reply> replies = new ArrayList<>();
    hosts.host(JUNO).submit(request, replies::add, hosts.now);
    hosts.settle();
    for (int i = 0; i < 100 && replies.isEmpty(); i++) {
      hosts.pass(10);
    }
    return replies.get(0);
  }
}
