package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import teseus.space.HostId;
import teseus.space.wire.Beacon;

/** Hosts that say beacons to each other, each by a clock of its own. */
class ClocksTest {
  private static final long BOUND = 500;

  /** One that is started as often as its clock is set. */
  private static final class Member {
    private final HostId id;
    private final List<Skew> told = new ArrayList<>();
    private long ahead;
    private StoreIdentity store = new StoreIdentity(1, 1, 0);
    private Clocks clocks;

    Member(HostId id, long ahead) {
      this.id = id;
      clocks = start(ahead);
    }

    final Clocks start(long its) {
      ahead = its;
      store = new StoreIdentity(1, 1, store.incarnation() + 1);
      clocks = new Clocks(id, store, BOUND, told::add);
      return clocks;
    }
  }

  private final Map<HostId, Member> members = new HashMap<>();
  private long now = 1_000_000;

  private Member member(String name, long ahead) {
    Member member = new Member(new HostId(name), ahead);
    members.values().forEach(other -> link(member, other));
    members.put(member.id, member);
    return member;
  }

  private static void link(Member one, Member other) {
    one.clocks.reached(other.id);
    other.clocks.reached(one.id);
  }

  private void restart(Member member, long ahead) {
    member.start(ahead);
    members.values().stream()
        .filter(other -> other != member)
        .forEach(other -> link(member, other));
  }

  /** Each speaks, and is heard by all others after so long. */
  private void round(long delay) {
    for (Member from : members.values()) {
      Beacon beacon = beacon(from, now + from.ahead);
      now += delay;
      for (Member to : members.values()) {
        if (to != from) {
          to.clocks.heard(beacon, now + to.ahead);
        }
      }
      now += 300;
    }
  }

  private static Beacon beacon(Member from, long at) {
    return new Beacon(
        from.id,
        from.store.id(),
        from.store.incarnation(),
        1,
        0,
        at,
        SomeTokens.offer(from.id, 1),
        1,
        Map.of(),
        Set.of(),
        1,
        "",
        Set.of(),
        from.clocks.heard(),
        false);
  }

  @Test
  void whoIsFarFromTheMedianIsOffAndTheOthersAreNot() {
    Member hera = member("hera", 0);
    Member juno = member("juno", 120);
    Member zeus = member("zeus", -900);
    round(3);
    round(3);

    assertThat(zeus.clocks.skew().off()).isTrue();
    assertThat(zeus.clocks.skew().ahead()).isBetween(-900L, -880L);
    assertThat(hera.clocks.skew()).isEqualTo(Skew.NONE);
    assertThat(juno.clocks.skew().off()).isFalse();
    assertThat(juno.told).isEmpty();
    assertThat(zeus.told).hasSize(1);
  }

  @Test
  void oneThatRunsAheadSaysByHowMuchAtLeast() {
    Member zeus = member("zeus", 7_000);
    member("hera", 0);
    member("juno", 0);
    round(20);
    round(20);

    assertThat(zeus.clocks.skew().off()).isTrue();
    assertThat(zeus.clocks.skew().ahead()).isBetween(6_940L, 7_000L);
  }

  @Test
  void aSlowNetworkMakesNobodyLookOff() {
    Member hera = member("hera", 0);
    Member juno = member("juno", 0);
    Member zeus = member("zeus", 100);
    for (int i = 0; i < 5; i++) {
      round(2_000);
    }

    for (Member each : List.of(hera, juno, zeus)) {
      assertThat(each.clocks.skew()).isEqualTo(Skew.NONE);
    }
  }

  @Test
  void ofTwoNobodyCanTellWhichIsOffAndBothSaySo() {
    Member hera = member("hera", 0);
    Member zeus = member("zeus", 900);
    round(3);
    round(3);

    for (Member each : List.of(hera, zeus)) {
      assertThat(each.clocks.skew().off()).isFalse();
      assertThat(each.clocks.skew().split()).isBetween(880L, 900L);
      assertThat(each.told).hasSize(1);
    }
  }

  @Test
  void ofFourThatAreSplitInHalvesNobodyCanTellEither() {
    List<Member> all =
        List.of(
            member("hera", 0), member("juno", 10), member("vesta", 2_000), member("zeus", 2_010));
    round(3);
    round(3);

    for (Member each : all) {
      assertThat(each.clocks.skew().off()).isFalse();
      assertThat(each.clocks.skew().split()).isGreaterThan(1_900);
    }
  }

  @Test
  void whoIsOffTakesPartAgainOnceItIsWithinHalfTheBound() {
    Member hera = member("hera", 0);
    Member juno = member("juno", 0);
    Member zeus = member("zeus", 900);
    round(3);
    round(3);
    assertThat(zeus.clocks.skew().off()).isTrue();

    for (Member other : List.of(hera, juno)) { // they are put right, not it
      restart(other, 500);
      round(3);
    }
    round(3);
    assertThat(zeus.clocks.skew().off()).as("within the bound, not half of it").isTrue();

    for (Member other : List.of(hera, juno)) {
      restart(other, 800);
      round(3);
    }
    round(3);
    assertThat(zeus.clocks.skew()).isEqualTo(new Skew(zeus.clocks.skew().ahead(), false, 0));
    assertThat(zeus.told).hasSize(2);
  }

  @Test
  void whatWasSaidOfAnEarlierStartCountsForNothing() {
    Member hera = member("hera", 0);
    Member juno = member("juno", 0);
    Member zeus = member("zeus", 5_000);
    round(3);
    round(3);
    Beacon ofBefore = beacon(hera, now);
    Beacon ofBeforeToo = beacon(juno, now);

    restart(zeus, 0);
    zeus.clocks.heard(ofBefore, now);
    zeus.clocks.heard(ofBeforeToo, now);
    assertThat(zeus.clocks.skew()).isEqualTo(Skew.NONE);
    round(3);
    round(3);
    assertThat(zeus.clocks.skew()).isEqualTo(Skew.NONE);
  }

  @Test
  void aHostThatIsAloneIsNotOff() {
    Member hera = member("hera", 0);
    Member juno = member("juno", 0);
    Member zeus = member("zeus", 900);
    round(3);
    round(3);
    assertThat(zeus.clocks.skew().off()).isTrue();

    zeus.clocks.lost(hera.id);
    assertThat(zeus.clocks.skew().off()).as("of two nobody can tell").isTrue();
    zeus.clocks.lost(juno.id);
    assertThat(zeus.clocks.skew()).isEqualTo(Skew.NONE);
  }

  @Test
  void aBeaconThatSaysAnyTimeAtAllDoesNoHarm() {
    Member hera = member("hera", 0);
    member("juno", 0);
    Member zeus = member("zeus", 0);
    round(3);
    for (long at : new long[] {Long.MIN_VALUE, Long.MAX_VALUE}) {
      hera.clocks.heard(beacon(zeus, at), now);
      assertThat(hera.clocks.skew().off()).isFalse();
    }
  }
}
