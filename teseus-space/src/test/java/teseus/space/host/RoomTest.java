package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import teseus.space.HostId;
import teseus.space.SegmentId;
import teseus.space.SpaceFullException;
import teseus.space.Template;
import teseus.space.Tuple;
import teseus.space.spi.Computer;
import teseus.space.wire.StoreName;

/** What copies take of the memory of the hosts that keep them. */
class RoomTest {
  private static final HostId HERA = new HostId("hera");
  private static final HostId JUNO = new HostId("juno");
  private static final HostId ZEUS = new HostId("zeus");
  private static final SegmentId HERAS = new SegmentId(HERA, 0);
  private static final CopySettings TWO = new CopySettings(2, 0, 500, 1 << 20, true);
  private static final CopySettings TWO_AND_A_SPARE = new CopySettings(2, 1, 500, 1 << 20, true);
  private static final Readings FULL = new Readings(1, 1, 1, true);

  @Test
  void hostsThatAreFullRefuseWritesAndNoneKeepsMoreThanItsBudget() {
    WiredHosts hosts = new WiredHosts(this::unequal, TWO_AND_A_SPARE, HERA, JUNO, ZEUS);
    int written = fill(hosts);

    for (HostId host : List.of(HERA, JUNO, ZEUS)) {
      assertThat(used(hosts, host)).as("%s", host).isPositive().isLessThanOrEqualTo(unequal(host));
    }
    assertThat(refusal(hosts)).hasMessageContaining("no host has room for");
    for (int n = 0; n < written / 2; n++) {
      assertThat(ask(hosts, new Request.Take(Template.ofType("job"), 0)))
          .isInstanceOf(Reply.Found.class);
    }
    hosts.pass(3_000);
    assertThat(write(hosts)).as("once there is room").isInstanceOf(Reply.Written.class);
  }

  private long unequal(HostId host) {
    return host.equals(HERA) ? 60_000 : host.equals(JUNO) ? 40_000 : 20_000;
  }

  @Test
  void whatIsOnItsWayToACopyCountsToo() {
    WiredHosts hosts =
        new WiredHosts(host -> host.equals(HERA) ? 1 << 20 : 20_000, TWO, HERA, JUNO);
    hosts.wired(JUNO).stalled = true;
    for (int n = 0; n < 400; n++) {
      hosts.host(HERA).submit(job(), reply -> {}, hosts.now);
    }
    hosts.settle();
    assertThat(bytes(hosts)).as("that nobody has acknowledged").isBetween(5_000L, 20_000L);
  }

  @Test
  void aBidIsNoMoreThanWhatTheMembersHaveRoomFor() {
    WiredHosts hosts =
        new WiredHosts(host -> host.equals(HERA) ? 1 << 20 : 20_000, TWO, HERA, JUNO);
    assertThat(bid(hosts, HERA)).isEqualTo(20_000);
    write(hosts);
    hosts.pass(1_000);
    assertThat(bid(hosts, HERA)).isEqualTo(20_000 - used(hosts, JUNO));
  }

  @Test
  void whereTheDiskOfAMemberIsFullNothingComesInUntilItIsNot() {
    WiredHosts hosts = new WiredHosts(1 << 20, TWO, HERA, JUNO);
    hosts.host(JUNO).measured(FULL);
    hosts.pass(1_000);
    assertThat(refusal(hosts)).hasMessageContaining("no host has room for");

    hosts.host(JUNO).measured(Readings.IDLE);
    hosts.pass(1_000);
    assertThat(write(hosts)).isInstanceOf(Reply.Written.class);
  }

  @Test
  void aMemberWithoutRoomMakesWayForOneThatHasIt() {
    WiredHosts hosts = new WiredHosts(1 << 20, TWO_AND_A_SPARE, HERA, JUNO, ZEUS);
    HostId mate = members(hosts).get(1);
    HostId other = mate.equals(JUNO) ? ZEUS : JUNO;
    hosts.host(mate).measured(FULL);
    hosts.pass(3_000);

    assertThat(members(hosts)).containsExactly(HERA, other);
    assertThat(hosts.host(HERA).status(0, 0, hosts.now).segments().get(0).copies())
        .as("and is not shipped to any more")
        .extracting(HostStatus.Copy::host)
        .containsExactly(HERA, other);
    assertThat(write(hosts)).isInstanceOf(Reply.Written.class);
  }

  @Test
  void aSegmentIsNotCopiedToWhereThereIsNoRoomForIt() {
    WiredHosts hosts =
        new WiredHosts(
            host -> host.equals(ZEUS) ? 100_000 : 1 << 20, TWO_AND_A_SPARE, HERA, JUNO, ZEUS);
    for (int n = 0; n < 200; n++) {
      assertThat(ask(hosts, job("x".repeat(2_000)))).isInstanceOf(Reply.Written.class);
      hosts.pass(200);
    }
    hosts.unlink(HERA, JUNO);
    hosts.unlink(JUNO, ZEUS);
    hosts.pass(10_000);

    Set<String> why = new HashSet<>();
    for (HostStatus.Led led : hosts.host(HERA).status(0, 0, hosts.now).segments()) {
      why.add(String.valueOf(led.lacking()));
    }
    assertThat(why)
        .anySatisfy(
            lacking ->
                assertThat(lacking)
                    .startsWith("1 of 2 stores hold it")
                    .contains("needs a host with room for", "zeus, which has the most, has"));
  }

  @Test
  void whoKeepsACopyThatNobodyCountsOnLetsGoOfIt() {
    WiredHosts hosts = new WiredHosts(1 << 20, TWO_AND_A_SPARE, HERA, JUNO, ZEUS);
    for (int n = 0; n < 30; n++) {
      assertThat(write(hosts)).isInstanceOf(Reply.Written.class);
    }
    hosts.pass(1_000);
    HostId mate = members(hosts).get(1);
    long before = used(hosts, mate);
    long epoch = hosts.host(HERA).meta().epoch(HERAS);
    hosts.host(mate).measured(FULL);
    hosts.pass(20_000);

    assertThat(hosts.host(HERA).meta().epoch(HERAS)).as("of its own accord").isGreaterThan(epoch);
    assertThat(members(hosts)).doesNotContain(mate);
    assertThat(used(hosts, mate)).isLessThanOrEqualTo(before - bytes(hosts)).isNotNegative();
    assertThat(hosts.wired(mate).log.images)
        .as("and from the disk")
        .anyMatch(image -> image.segment().equals(HERAS));

    hosts.host(mate).measured(Readings.IDLE);
    hosts.pass(5_000);
    assertThat(used(hosts, mate)).as("once there is room it follows again").isEqualTo(before);
    hosts.unlink(HERA, JUNO);
    hosts.unlink(HERA, ZEUS);
    hosts.pass(5_000);
    assertThat(count(hosts, JUNO)).isEqualTo(30);
  }

  @Test
  void whatIsLetGoOfStaysWhereItIsCountedOn() {
    WiredHosts hosts = new WiredHosts(1 << 20, TWO_AND_A_SPARE, HERA, JUNO, ZEUS);
    assertThat(write(hosts)).isInstanceOf(Reply.Written.class);
    hosts.pass(1_000);
    long used = used(hosts, JUNO);
    hosts.pass(60_000);
    assertThat(List.of(used(hosts, HERA), used(hosts, JUNO), used(hosts, ZEUS)))
        .as("members and those that follow")
        .containsOnly(used);
  }

  @Test
  void aSpareThatCannotKeepSoManyTokensIsNotTakenAndLetGoOfWithoutEnd() {
    LoadLimits few = new LoadLimits(10, 100, 100, 4 << 20, 4 << 20, 16 << 20);
    WiredHosts hosts =
        new WiredHosts(
            new HostParts(),
            1 << 20,
            few,
            TransactionLimits.DEFAULT,
            id -> Computer.NONE,
            TWO_AND_A_SPARE,
            HERA,
            JUNO,
            ZEUS);
    assertThat(fill(hosts)).isPositive();
    hosts.pass(3_000);
    long before = hosts.host(HERA).meta().version();
    hosts.pass(20_000);
    assertThat(hosts.host(HERA).meta().version() - before)
        .as("changes of META while nothing happens")
        .isLessThan(10);
  }

  private static long count(WiredHosts hosts, HostId at) {
    List<Reply> replies = new ArrayList<>();
    hosts.host(at).submit(new Request.Count(Template.any()), replies::add, hosts.now);
    hosts.settle();
    return ((Reply.Counted) replies.get(0)).count();
  }

  private static List<HostId> members(WiredHosts hosts) {
    return hosts.host(HERA).meta().segments().get(HERAS).members().stream()
        .map(StoreName::host)
        .toList();
  }

  private static long used(WiredHosts hosts, HostId host) {
    return hosts.host(host).status(0, 0, hosts.now).used();
  }

  private static long bytes(WiredHosts hosts) {
    return hosts.host(HERA).status(0, 0, hosts.now).segments().get(0).bytes();
  }

  private static long bid(WiredHosts hosts, HostId host) {
    return hosts.host(host).status(0, 0, hosts.now).offer().freeBytes();
  }

  /** Writes until no host has room; returns how many were taken in. */
  private static int fill(WiredHosts hosts) {
    int written = 0;
    while (write(hosts) instanceof Reply.Written) {
      written++;
      hosts.pass(200); // bids are heard anew
    }
    return written;
  }

  private static SpaceFullException refusal(WiredHosts hosts) {
    return (SpaceFullException) ((Reply.Failed) write(hosts)).why();
  }

  private static Reply write(WiredHosts hosts) {
    return ask(hosts, job());
  }

  private static Request.Write job() {
    return job("");
  }

  private static Request.Write job(String text) {
    return new Request.Write(Tuple.of("job", Map.of("text", text)), Long.MAX_VALUE, null);
  }

  private static Reply ask(WiredHosts hosts, Request request) {
    List<Reply> replies = new ArrayList<>();
    hosts.host(HERA).submit(request, replies::add, hosts.now);
    hosts.settle();
    return replies.get(0);
  }
}
