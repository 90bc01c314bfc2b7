package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;
import static teseus.space.host.SomeTokens.HERA;
import static teseus.space.host.SomeTokens.ZEUS;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import teseus.roulette.Offer;
import teseus.space.Tuple;
import teseus.space.wire.Beacon;

/** A beacon that comes late says what its host bid before, not what it bids. */
class LateBidTest {
  private final WiredHosts hosts = new WiredHosts(1 << 20, HERA, ZEUS);

  /** The next beacon of Zeus, before anybody hears it. */
  private Beacon spoken() {
    List<Beacon> said = new ArrayList<>();
    while (said.isEmpty()) {
      hosts.now += 50;
      hosts.host(ZEUS).advance(hosts.now);
      said.addAll(hosts.wired(ZEUS).sent.beacons());
    }
    return said.get(0);
  }

  private Offer bid() {
    write();
    return hosts.host(HERA).lastAuction().orElseThrow().bidders().stream()
        .filter(one -> one.host().equals(ZEUS))
        .map(Explained.Bidder::offer)
        .findAny()
        .orElseThrow();
  }

  private void write() {
    Tuple tuple = Tuple.of("Note", Map.of("text", "x".repeat(1_000)));
    hosts.host(HERA).submit(new Request.Write(tuple, 600_000, null), reply -> {}, hosts.now);
    hosts.settle();
  }

  @Test
  void isNotTakenForItsBidOfNow() {
    Beacon late = spoken();
    for (int i = 0; i < 100; i++) {
      write();
    }
    hosts.pass(3_000);
    Offer now = bid();
    assertThat(now.freeBytes()).isLessThan(late.offer().freeBytes() - 10_000);

    hosts.host(HERA).heard(late, hosts.now);
    assertThat(bid().freeBytes()).isLessThanOrEqualTo(now.freeBytes());
  }
}
