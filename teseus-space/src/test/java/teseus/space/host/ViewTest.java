package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import teseus.space.Condition;
import teseus.space.HostId;
import teseus.space.Limits;
import teseus.space.SegmentId;
import teseus.space.Template;
import teseus.space.TokenId;
import teseus.space.Tuple;
import teseus.space.wire.Beacon;
import teseus.space.wire.Envelope;
import teseus.space.wire.Message.PullView;
import teseus.space.wire.Message.ViewPart;
import teseus.space.wire.MetaState;
import teseus.space.wire.TupleCodec;

class ViewTest {
  private static final Template JOBS = Template.ofType("Job");

  private final View view = new View(1 << 20, SomeTokens.BY_TEXT);

  private static Beacon beacon(HostId host, long sequence, SegmentId segment, Beacon.Changes said) {
    return beacon(host, new StoreIdentity(1, 1, 1), sequence, Map.of(segment, said));
  }

  private static Beacon beacon(
      HostId host, StoreIdentity store, long sequence, Map<SegmentId, Beacon.Changes> said) {
    return new Beacon(
        host,
        store.id(),
        store.incarnation(),
        sequence,
        0,
        sequence,
        SomeTokens.offer(host, 100 * sequence),
        1,
        said,
        Set.of(),
        1,
        "",
        Set.of(),
        Map.of(),
        false);
  }

  private static Beacon.Changes in(long from, Envelope... tokens) {
    return new Beacon.Changes(
        1, from, from + tokens.length, true, List.of(tokens), List.<TokenId>of());
  }

  private static Beacon.Changes out(long from, TokenId... tokens) {
    return new Beacon.Changes(1, from, from + tokens.length, true, List.of(), List.of(tokens));
  }

  @Test
  void findsTheOldestMatchAndSaysHowOldThatKnowledgeIs() {
    view.apply(
        beacon(
            SomeTokens.HERA,
            1,
            SomeTokens.HERA_0,
            in(0, SomeTokens.token(7, "Job", "b"), SomeTokens.token(9, "Job", "a"))),
        1_000);
    view.apply(
        beacon(SomeTokens.ZEUS, 1, SomeTokens.ZEUS_0, in(0, SomeTokens.token(8, "Job", "a"))),
        1_500);
    Found found = view.find(SomeTokens.text("Job", "a"), 1_700).orElseThrow();
    assertThat(found.token().id()).isEqualTo(SomeTokens.id(8));
    assertThat(found.segment()).isEqualTo(SomeTokens.ZEUS_0);
    assertThat(found.age()).isEqualTo(200);
    assertThat(view.find(Template.any(), 1_700).orElseThrow().token().id())
        .isEqualTo(SomeTokens.id(7));
    assertThat(view.find(Template.ofType("Other"), 1_700)).isEmpty();
    assertThat(view.count(JOBS, 1_700)).isEqualTo(3);
    assertThat(view.count(SomeTokens.text("Job", "a"), 1_700)).isEqualTo(2);
  }

  @Test
  void aTokenWhoseLeaseIsOverIsNotFound() {
    Envelope brief = new Envelope(SomeTokens.id(1), "Job", new byte[] {1}, 1, 2_000);
    view.apply(beacon(SomeTokens.HERA, 1, SomeTokens.HERA_0, in(0, brief)), 1_000);
    assertThat(view.find(JOBS, 1_999)).isPresent();
    assertThat(view.find(JOBS, 2_000)).isEmpty();
  }

  /** The store that a host is taken to run on after a beacon of it on some store. */
  private long heard(long store, long incarnation, long sequence) {
    StoreIdentity sender = new StoreIdentity(store, store, incarnation);
    view.apply(beacon(SomeTokens.HERA, sender, sequence, Map.of()), 1_000);
    return view.hosts().get(SomeTokens.HERA).last().store();
  }

  @Test
  void aStoreThatWasLostIsNotHeardAgain() {
    assertThat(heard(6, 1, 8)).isEqualTo(6);
    assertThat(heard(7, 1, 1)).isEqualTo(7);
    assertThat(heard(6, 1, 9)).isEqualTo(7);
    assertThat(heard(6, 2, 1)).isEqualTo(7);
  }

  @Test
  void aHostGoesOnAfterALateBeaconOfAStoreThatItLostUnheard() {
    assertThat(heard(7, 1, 1)).isEqualTo(7);
    assertThat(heard(6, 1, 9)).as("nobody can tell").isEqualTo(6);
    assertThat(heard(7, 1, 2)).as("nor now").isEqualTo(6);
    view.registered(Map.of(SomeTokens.HERA, new MetaState.Store(7, 7, 1)));
    assertThat(heard(7, 1, 3)).isEqualTo(7);
    assertThat(heard(6, 1, 10)).isEqualTo(7);
  }

  @Test
  void aMissedBeaconIsPulledOnceAndAgainAfterATime() {
    view.apply(
        beacon(SomeTokens.HERA, 1, SomeTokens.HERA_0, in(0, SomeTokens.token(1, "Job", "a"))),
        1_000);
    assertThat(view.due()).isEqualTo(Long.MAX_VALUE);
    view.apply(
        beacon(SomeTokens.HERA, 3, SomeTokens.HERA_0, in(2, SomeTokens.token(3, "Job", "a"))),
        1_200);
    Pull pull = new Pull(SomeTokens.HERA, new PullView(SomeTokens.HERA_0, 1));
    assertThat(view.pulls(1_200)).containsExactly(pull);
    assertThat(view.pulls(1_300)).isEmpty();
    assertThat(view.due()).isEqualTo(2_200);
    assertThat(view.pulls(2_200)).containsExactly(pull);
    assertThat(view.hosts().get(SomeTokens.HERA).missed()).isEqualTo(1);
    assertThat(view.find(JOBS, 2_200).orElseThrow().age()).isEqualTo(1_200);

    ViewPart part =
        new ViewPart(
            SomeTokens.HERA_0,
            1,
            3,
            false,
            List.of(SomeTokens.token(3, "Job", "a")),
            List.of(),
            false);
    view.apply(part);
    view.apply(part);
    assertThat(view.count(JOBS, 2_300)).isEqualTo(2);
    assertThat(view.due()).isEqualTo(Long.MAX_VALUE);
    assertThat(view.find(JOBS, 2_300).orElseThrow().age()).isEqualTo(1_100);
  }

  @Test
  void aBeaconHeardTwiceOrLateChangesNothing() {
    Beacon first =
        beacon(SomeTokens.HERA, 1, SomeTokens.HERA_0, in(0, SomeTokens.token(1, "Job", "a")));
    view.apply(first, 1_000);
    view.apply(beacon(SomeTokens.HERA, 2, SomeTokens.HERA_0, out(1, SomeTokens.id(1))), 1_100);
    view.apply(first, 1_200);
    assertThat(view.find(JOBS, 1_200)).isEmpty();
    assertThat(view.hosts().get(SomeTokens.HERA).at()).isEqualTo(1_100);
  }

  @Test
  void aHostOnAnEmptyDiskIsHeardThoughItsStartsAreCountedAnew() {
    StoreIdentity lost = new StoreIdentity(7, 7, 5);
    StoreIdentity empty = new StoreIdentity(8, 8, 1);
    view.apply(beacon(SomeTokens.HERA, lost, 30, Map.of()), 1_000);
    view.apply(beacon(SomeTokens.HERA, empty, 1, Map.of()), 1_100);
    assertThat(heardOfHera()).isEqualTo(empty);

    view.apply(beacon(SomeTokens.HERA, lost, 31, Map.of()), 1_200); // it was on its way for long
    view.apply(beacon(SomeTokens.HERA, empty, 2, Map.of()), 1_300);
    assertThat(heardOfHera()).isEqualTo(empty);
    assertThat(view.hosts().get(SomeTokens.HERA).missed()).isZero();
  }

  private StoreIdentity heardOfHera() {
    Beacon last = view.hosts().get(SomeTokens.HERA).last();
    return new StoreIdentity(last.store(), last.store(), last.incarnation());
  }

  @Test
  void aPartNobodyAskedForChangesNothing() {
    view.apply(
        new ViewPart(
            SomeTokens.HERA_0,
            0,
            1,
            true,
            List.of(SomeTokens.token(1, "Job", "a")),
            List.of(),
            false));
    assertThat(view.find(JOBS, 1)).isEmpty();
  }

  @Test
  void aPartThatDoesNotMoveOnIsNotAskedForAtTheSpeedOfTheRoad() {
    view.apply(beacon(SomeTokens.HERA, 1, SomeTokens.HERA_0, in(0)), 1_000);
    view.apply(beacon(SomeTokens.HERA, 2, SomeTokens.HERA_0, in(5)), 1_000);
    assertThat(view.pulls(1_000)).hasSize(1);
    view.apply(new ViewPart(SomeTokens.HERA_0, 0, 0, false, List.of(), List.of(), true));
    assertThat(view.pulls(1_001)).isEmpty();
    assertThat(view.due()).isEqualTo(2_000);
  }

  @Test
  void aLostHostHintsAtNothingButWhatIsKnownOfItIsStillFoundAndGrowsOld() {
    view.apply(
        beacon(SomeTokens.HERA, 1, SomeTokens.HERA_0, in(0, SomeTokens.token(1, "Job", "a"))),
        1_000);
    assertThat(view.hint(JOBS, 1_000)).contains(SomeTokens.HERA_0);
    view.lost(SomeTokens.HERA);
    assertThat(view.hint(JOBS, 9_000)).isEmpty();
    assertThat(view.find(JOBS, 9_000).orElseThrow().age()).isEqualTo(8_000);
    view.apply(beacon(SomeTokens.HERA, 2, SomeTokens.HERA_0, in(1)), 9_100);
    assertThat(view.hint(JOBS, 9_100)).contains(SomeTokens.HERA_0);
  }

  @Test
  void aLostHostIsNotAsked() {
    view.apply(beacon(SomeTokens.HERA, 1, SomeTokens.HERA_0, in(4)), 1_000);
    view.lost(SomeTokens.HERA);
    assertThat(view.pulls(1_000)).isEmpty();
    assertThat(view.due()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void whoLeadsUnderAHigherEpochIsAskedAndAnOlderLeaderIsNotHeard() {
    view.apply(
        beacon(SomeTokens.HERA, 1, SomeTokens.HERA_0, in(0, SomeTokens.token(1, "Job", "a"))),
        1_000);
    Beacon.Changes adopted = new Beacon.Changes(2, 5, 5, true, List.of(), List.of());
    view.apply(beacon(SomeTokens.ZEUS, 1, SomeTokens.HERA_0, adopted), 1_100);
    assertThat(view.leader(SomeTokens.HERA_0)).contains(SomeTokens.ZEUS);
    assertThat(view.pulls(1_100))
        .containsExactly(new Pull(SomeTokens.ZEUS, new PullView(SomeTokens.HERA_0, 1)));
    view.apply(beacon(SomeTokens.HERA, 2, SomeTokens.HERA_0, out(1, SomeTokens.id(1))), 1_200);
    assertThat(view.leader(SomeTokens.HERA_0)).contains(SomeTokens.ZEUS);
    assertThat(view.find(JOBS, 1_200)).isPresent();
  }

  @Test
  void whatThisHostKnowsToBeGoneIsNotFoundUntilItComesBack() {
    Envelope token = SomeTokens.token(1, "Job", "a");
    view.apply(beacon(SomeTokens.HERA, 1, SomeTokens.HERA_0, in(0, token)), 1_000);
    view.taken(token.id(), 1_000);
    assertThat(view.find(JOBS, 1_000)).isEmpty();
    assertThat(view.hint(JOBS, 1_000)).isEmpty();
    view.apply(beacon(SomeTokens.HERA, 2, SomeTokens.HERA_0, out(1, token.id())), 1_100);
    view.apply(beacon(SomeTokens.HERA, 3, SomeTokens.HERA_0, in(2, token)), 1_200);
    assertThat(view.find(JOBS, 1_200)).isPresent();
  }

  @Test
  void aSegmentDroppedIsForgotten() {
    view.apply(
        beacon(SomeTokens.HERA, 1, SomeTokens.HERA_0, in(0, SomeTokens.token(1, "Job", "a"))),
        1_000);
    view.drop(SomeTokens.HERA_0);
    assertThat(view.count(Template.any(), 1_000)).isZero();
    assertThat(view.bytes()).isZero();
    assertThat(view.leader(SomeTokens.HERA_0)).isEmpty();
  }

  @Test
  void beyondItsBudgetItKeepsHeadersThenCountsAndNeverMore() {
    View small = new View(64 << 10, SomeTokens.BY_TEXT);
    int tokens = 1_000;
    for (int i = 1; i <= tokens; i++) {
      small.apply(
          beacon(
              SomeTokens.HERA,
              i,
              SomeTokens.HERA_0,
              in(i - 1, SomeTokens.token(i, "Job", new byte[1_000]))),
          i);
      assertThat(small.bytes()).isLessThanOrEqualTo(64 << 10);
    }
    assertThat(small.count(JOBS, tokens)).isEqualTo(tokens);
    assertThat(small.find(JOBS, tokens).orElseThrow().token().id()).isEqualTo(SomeTokens.id(1));
    assertThat(small.hint(SomeTokens.text("Job", "not known"), tokens)).contains(SomeTokens.HERA_0);
  }

  @Test
  void whatWasCutIsPulledAgainWhenHalfTheBudgetIsFree() {
    View small = new View(64 << 10, SomeTokens.BY_TEXT);
    for (int i = 1; i <= 100; i++) {
      small.apply(
          beacon(
              SomeTokens.HERA,
              i,
              SomeTokens.HERA_0,
              in(i - 1, SomeTokens.token(i, "Job", new byte[1_000]))),
          i);
    }
    assertThat(small.pulls(100)).isEmpty();
    for (int i = 1; i <= 60; i++) {
      small.apply(
          beacon(SomeTokens.HERA, 100 + i, SomeTokens.HERA_0, out(99 + i, SomeTokens.id(i))),
          100 + i);
    }
    assertThat(small.pulls(200))
        .containsExactly(new Pull(SomeTokens.HERA, new PullView(SomeTokens.HERA_0, 0)));
  }

  @Test
  void aBudgetTooSmallToWorkWithIsRefused() {
    assertThatThrownBy(() -> new View(1_000, SomeTokens.BY_TEXT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 65536");
  }

  @Test
  void findsATokenByItsSupertypesUntilItGoesOut() {
    View known = new View(1 << 20, new EncodedFields()::matches);
    Tuple tuple = Tuple.of("Errand", List.of("Chore", "Job"), Map.of("n", 1), Limits.DEFAULT);
    Envelope errand = SomeTokens.token(1, "Errand", TupleCodec.encode(tuple, Limits.DEFAULT));
    known.apply(beacon(SomeTokens.HERA, 1, SomeTokens.HERA_0, in(0, errand)), 1_000);
    for (String type : List.of("Errand", "Chore", "Job")) {
      Template one = Template.ofType(type).and(Condition.ge("n", 1));
      assertThat(known.find(one, 1_000).map(Found::token)).as(type).contains(errand);
      assertThat(known.hint(one, 1_000)).as(type).contains(SomeTokens.HERA_0);
      assertThat(known.count(one, 1_000)).as(type).isOne();
      assertThat(known.count(Template.ofType(type), 1_000)).as(type).isOne();
    }
    assertThat(known.count(Template.any().where("n", 1), 1_000)).isOne();
    assertThat(known.find(JOBS.where("n", 2), 1_000)).isEmpty();

    known.apply(beacon(SomeTokens.HERA, 2, SomeTokens.HERA_0, out(1, errand.id())), 1_100);
    assertThat(known.find(JOBS, 1_100)).isEmpty();
    assertThat(known.count(JOBS, 1_100)).isZero();
    assertThat(known.bytes()).isZero();
  }
}
