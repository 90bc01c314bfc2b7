package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import teseus.space.HostId;
import teseus.space.SegmentId;
import teseus.space.wire.MetaCommand;
import teseus.space.wire.Roster;
import teseus.space.wire.SegmentConfig;
import teseus.space.wire.StoreName;
import teseus.space.wire.Whereabouts;

/** Who is on META's list of hosts, and when tokens may come to them. */
class MembershipTest {
  private static final HostId HERA = new HostId("hera");
  private static final HostId JUNO = new HostId("juno");
  private static final HostId DIONE = new HostId("dione");
  private static final Whereabouts AT = new Whereabouts("10.0.0.9", 7100, 8080);

  private final MetaMachine meta = new MetaMachine();

  @BeforeEach
  void twoHostsLeadOneSegmentEach() {
    for (HostId host : List.of(HERA, JUNO)) {
      done(new MetaCommand.Register(host, store(host), store(host), 1, AT, 1));
      found(host, host);
    }
  }

  @Test
  void aHostThatTheFileNamesTakesPartAtOnce() {
    assertThat(roster().number()).isZero();
    assertThat(roster().newcomers()).isEmpty();
  }

  @Test
  void aNewcomerCountsOnceAllItsSegmentsAreFounded() {
    done(new MetaCommand.Admit(DIONE, AT, 2));
    done(new MetaCommand.Register(DIONE, store(DIONE), store(DIONE), 1, AT, 2));
    found(DIONE, 0, DIONE);
    assertThat(roster().segments()).hasSize(2);
    found(DIONE, 1, DIONE);
    assertThat(roster().segments())
        .contains(new SegmentId(DIONE, 0), new SegmentId(DIONE, 1))
        .hasSize(4);
  }

  @Test
  void takesPartOnlyOnceAllHaveItOnRecord() {
    admitted();
    assertThat(roster().newcomers()).containsExactly(DIONE);
    assertThat(meta.apply(new MetaCommand.TakePart(DIONE))).contains("[hera, juno] do not know");
    knows(HERA);
    knows(JUNO);
    done(new MetaCommand.TakePart(DIONE));
    assertThat(roster().newcomers()).isEmpty();
  }

  @Test
  void aHostThatIsDownHoldsNobodyUpWhileOthersAloneHoldASegment() {
    admitted();
    knows(HERA);
    assertThat(meta.state().unaware(DIONE)).isEmpty(); // whoever juno asks for hera/0 tells it
  }

  @Test
  void aHostThatIsDownIsWaitedForIfItHoldsAllThereIs() {
    admitted();
    SegmentId hera = new SegmentId(HERA, 0);
    done(
        new MetaCommand.Configure(
            hera, 1, new SegmentConfig(2, 5, List.of(name(HERA), name(JUNO)))));
    knows(HERA);
    assertThat(meta.state().unaware(DIONE)).containsExactly(JUNO);
  }

  @Test
  void whatANewcomerHoldsOfItsOwnTellsNobody() {
    admitted();
    assertThat(meta.state().unaware(DIONE)).containsExactly(HERA, JUNO);
  }

  @Test
  void aHostOnAnotherStoreKnowsNothing() {
    admitted();
    knows(HERA);
    knows(JUNO);
    done(new MetaCommand.Register(JUNO, 77, 77, 1, AT, 1));
    done(new MetaCommand.Register(HERA, 78, 78, 1, AT, 1));
    assertThat(meta.state().unaware(DIONE)).containsExactly(HERA, JUNO);
    assertThat(meta.apply(new MetaCommand.Knows(HERA, store(HERA), roster().number())))
        .contains("another store");
  }

  @Test
  void aLateWordDoesNotMakeAHostForget() {
    admitted();
    knows(HERA);
    done(new MetaCommand.Knows(HERA, store(HERA), 1));
    assertThat(roster().members().get(HERA).knows()).isEqualTo(roster().number());
  }

  @Test
  void aHostIsRemovedOnceItIsDrainedAndItsNameIsNotUsedAgain() {
    admitted();
    assertThat(meta.apply(new MetaCommand.Remove(DIONE))).contains("holds [dione/0]: drain it");
    done(new MetaCommand.Drain(DIONE));
    SegmentId its = new SegmentId(DIONE, 0);
    done(new MetaCommand.Configure(its, 1, new SegmentConfig(2, 5, List.of(name(HERA)))));
    assertThat(meta.apply(new MetaCommand.Remove(DIONE))).contains("takes part: drain it first");
    done(new MetaCommand.Leave(DIONE));
    done(new MetaCommand.Remove(DIONE));
    done(new MetaCommand.Remove(DIONE)); // which may come twice

    assertThat(roster().members()).doesNotContainKey(DIONE);
    assertThat(roster().segments()).contains(its); // hera leads it
    assertThat(meta.apply(new MetaCommand.Admit(DIONE, AT, 1))).contains("was removed");
    assertThat(meta.apply(new MetaCommand.Register(DIONE, 9, 9, 1, AT, 1))).contains("was removed");
    assertThat(meta.apply(new MetaCommand.Readmit(DIONE))).contains("was removed");
  }

  @Test
  void aHostThatNeverStartedIsRemovedAtOnce() {
    done(new MetaCommand.Admit(DIONE, AT, 1));
    done(new MetaCommand.Remove(DIONE));
    assertThat(roster().segments()).hasSize(2);
  }

  @Test
  void aHostMovesUnderItsName() {
    admitted();
    long before = roster().number();
    done(new MetaCommand.Admit(DIONE, AT, 1));
    assertThat(roster().number()).isEqualTo(before);
    Whereabouts other = new Whereabouts("10.0.0.10", 7100, 8080);
    done(new MetaCommand.Admit(DIONE, other, 1));
    assertThat(roster().number()).isEqualTo(before + 1);
    assertThat(roster().members().get(DIONE).at()).isEqualTo(other);
  }

  @Test
  void aSnapshotThatLacksASegmentIsRefused() {
    List<SegmentId> before = List.copyOf(meta.state().segments().keySet());
    admitted();
    assertThat(meta.apply(new MetaCommand.BeginSnapshot(HERA, before)))
        .contains("a host was added meanwhile");
    done(new MetaCommand.BeginSnapshot(HERA, List.copyOf(meta.state().segments().keySet())));
  }

  @Test
  void theSnapshotOfAHostThatLeavesKeepsNoOtherFromBeginning() {
    admitted();
    List<SegmentId> all = List.copyOf(meta.state().segments().keySet());
    done(new MetaCommand.BeginSnapshot(DIONE, all));
    drained();
    assertThat(meta.state().snapshot()).isNull();
    done(new MetaCommand.BeginSnapshot(DIONE, all)); // it still runs, and may be killed
    done(new MetaCommand.Remove(DIONE));
    assertThat(meta.state().snapshot()).isNull();
    assertThat(meta.apply(new MetaCommand.BeginSnapshot(DIONE, all))).contains("was removed");
    done(new MetaCommand.BeginSnapshot(HERA, all));
  }

  private void drained() {
    done(new MetaCommand.Drain(DIONE));
    SegmentId its = new SegmentId(DIONE, 0);
    done(new MetaCommand.Configure(its, 1, new SegmentConfig(2, 5, List.of(name(HERA)))));
    done(new MetaCommand.Leave(DIONE));
  }

  private void admitted() {
    done(new MetaCommand.Admit(DIONE, AT, 1));
    done(new MetaCommand.Register(DIONE, store(DIONE), store(DIONE), 1, AT, 1));
    found(DIONE, DIONE);
  }

  private void knows(HostId host) {
    done(new MetaCommand.Knows(host, store(host), roster().number()));
  }

  private void found(HostId founder, HostId... members) {
    found(founder, 0, members);
  }

  private void found(HostId founder, int index, HostId... members) {
    List<StoreName> stores = List.of(members).stream().map(MembershipTest::name).toList();
    SegmentId segment = new SegmentId(founder, index);
    done(new MetaCommand.Configure(segment, 0, new SegmentConfig(1, 5, stores)));
  }

  private Roster roster() {
    return meta.state().roster();
  }

  private void done(MetaCommand command) {
    assertThat(meta.apply(command)).as("%s", command).isNull();
  }

  private static StoreName name(HostId host) {
    return new StoreName(host, store(host));
  }

  private static long store(HostId host) {
    return host.name().length() * 10L + host.name().charAt(0);
  }
}
