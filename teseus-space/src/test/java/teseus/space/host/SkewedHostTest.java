package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import teseus.space.HostId;
import teseus.space.SegmentId;
import teseus.space.Tuple;
import teseus.space.wire.SegmentConfig;

/** A host whose clock is off, among others: one segment each, on a quiet network. */
class SkewedHostTest {
  private static final HostId HERA = new HostId("hera");
  private static final HostId JUNO = new HostId("juno");
  private static final HostId ZEUS = new HostId("zeus");
  private static final SegmentId OF_ZEUS = new SegmentId(ZEUS, 0);
  private static final CopySettings TWO = new CopySettings(2, 1, 500, 1 << 20, true);

  @Test
  void handsOverWhatItLeadsAndGoesOnKeepingIt() {
    WiredHosts hosts = new WiredHosts(1 << 20, TWO, HERA, JUNO, ZEUS);
    hosts.pass(3_000);
    assertThat(led(hosts, ZEUS)).containsExactly(OF_ZEUS);

    hosts.ahead(ZEUS, 2_000);
    hosts.pass(10_000);

    assertThat(led(hosts, ZEUS)).isEmpty();
    assertThat(status(hosts, ZEUS).skew()).isBetween(1_800L, 2_000L);
    SegmentConfig config = hosts.host(HERA).meta().segments().get(OF_ZEUS);
    assertThat(config.members()).hasSizeGreaterThanOrEqualTo(2);
    assertThat(config.members()).anyMatch(member -> member.host().equals(ZEUS));
    long epoch = config.epoch();
    hosts.pass(10_000);
    assertThat(hosts.host(HERA).meta().epoch(OF_ZEUS)).as("nobody hands it back").isEqualTo(epoch);
  }

  @Test
  void isGivenNothingNew() {
    WiredHosts hosts = new WiredHosts(1 << 20, CopySettings.ALONE, HERA, JUNO, ZEUS);
    hosts.ahead(ZEUS, 2_000);
    hosts.pass(5_000);

    assertThat(led(hosts, ZEUS)).as("nobody else holds it").containsExactly(OF_ZEUS);
    for (int n = 0; n < 30; n++) {
      HostId at = List.of(HERA, JUNO, ZEUS).get(n % 3);
      assertThat(written(hosts, at, n)).isNotEqualTo(OF_ZEUS);
    }
  }

  @Test
  void leadsAgainWhatItFoundedOnceItWasStartedWithTheRightTime() {
    WiredHosts hosts = new WiredHosts(1 << 20, TWO, HERA, JUNO, ZEUS);
    hosts.ahead(ZEUS, 2_000);
    hosts.pass(10_000);
    assertThat(led(hosts, ZEUS)).isEmpty();

    hosts.ahead(ZEUS, 100);
    hosts.replace(ZEUS, TWO);
    hosts.pass(10_000);

    assertThat(led(hosts, ZEUS)).containsExactly(OF_ZEUS);
    assertThat(status(hosts, ZEUS).skew()).isZero();
  }

  private static HostStatus status(WiredHosts hosts, HostId host) {
    return hosts.host(host).status(0, 0, hosts.now);
  }

  private static List<SegmentId> led(WiredHosts hosts, HostId host) {
    return status(hosts, host).segments().stream().map(HostStatus.Led::id).toList();
  }

  /** Where a tuple comes to. */
  private static SegmentId written(WiredHosts hosts, HostId at, int n) {
    List<Reply> replies = new ArrayList<>();
    Request.Write write = new Request.Write(Tuple.of("job", Map.of("n", n)), Long.MAX_VALUE, null);
    hosts.host(at).submit(write, replies::add, hosts.now);
    hosts.settle();
    return ((Reply.Written) replies.get(0)).lease().segment();
  }
}
