package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import teseus.space.TokenId;
import teseus.space.wire.Beacon;
import teseus.space.wire.Envelope;
import teseus.space.wire.Message.ViewPart;

class ChangeFeedTest {
  private static final int ROOM = 60_000;

  private final LedSegment segment = segment(100);

  private static LedSegment segment(int most) {
    return new LedSegment(SomeTokens.HERA_0, most, new SplittableRandom(1));
  }

  @Test
  void aTokenThatCameAndWentBetweenTwoBeaconsIsNotSpokenOf() {
    segment.put(SomeTokens.token(1, "Job", "a"));
    segment.put(SomeTokens.token(2, "Job", "b"));
    segment.take(SomeTokens.id(1));
    Beacon.Changes said = segment.feed.announce(1, ROOM);
    assertThat(said.whole()).isTrue();
    assertThat(said.from()).isZero();
    assertThat(said.to()).isEqualTo(3);
    assertThat(said.added()).extracting(Envelope::id).containsExactly(SomeTokens.id(2));
    assertThat(said.removed()).isEmpty();
  }

  @Test
  void aTokenSpokenOfBeforeIsNamedWhenItGoesAndAgainWhenItComesBack() {
    segment.put(SomeTokens.token(1, "Job", "a"));
    assertThat(segment.feed.announce(1, ROOM).added()).hasSize(1);
    segment.take(SomeTokens.id(1));
    segment.giveBack(SomeTokens.id(1));
    Beacon.Changes said = segment.feed.announce(1, ROOM);
    assertThat(said.removed()).containsExactly(SomeTokens.id(1));
    assertThat(said.added()).extracting(Envelope::id).containsExactly(SomeTokens.id(1));
  }

  @Test
  void moreChangesThanABeaconLooksAtAreAnnouncedAndWorkedOutForWhoPulls() {
    LedSegment busy = segment(10_000);
    int tokens = ChangeFeed.MOST_SAID;
    for (int i = 1; i <= tokens; i++) {
      busy.put(SomeTokens.token(i, "Job", "a"));
      if (i > 1) {
        busy.take(SomeTokens.id(i));
      }
    }
    int to = 2 * tokens - 1;
    assertThat(busy.feed.announce(4, ROOM))
        .isEqualTo(new Beacon.Changes(4, 0, to, false, List.of(), List.of()));
    busy.take(SomeTokens.id(1));
    busy.put(SomeTokens.token(tokens + 1, "Job", "a"));
    Beacon.Changes next = busy.feed.announce(4, ROOM);
    assertThat(next.whole()).as("a few changes after that").isTrue();
    assertThat(next.added()).extracting(Envelope::id).containsExactly(SomeTokens.id(tokens + 1));
    assertThat(next.removed()).containsExactly(SomeTokens.id(1));
    ViewPart part = busy.feed.part(0, busy);
    assertThat(part.to()).isEqualTo(to + 2);
    assertThat(part.added()).extracting(Envelope::id).containsExactly(SomeTokens.id(tokens + 1));
    assertThat(part.removed()).isEmpty();
  }

  @Test
  void changesThatDoNotFitAreAnnouncedWithEmptyLists() {
    for (int i = 1; i <= 20; i++) {
      segment.put(SomeTokens.token(i, "Job", new byte[1_000]));
    }
    Beacon.Changes said = segment.feed.announce(4, 10_000);
    assertThat(said).isEqualTo(new Beacon.Changes(4, 0, 20, false, List.of(), List.of()));
    assertThat(segment.feed.part(0, segment).added()).hasSize(20);
  }

  @Test
  void changesNotKnownAnyMoreAreAnnouncedWithEmptyLists() {
    for (int i = 1; i <= 101; i++) {
      segment.put(SomeTokens.token(i, "Job", "a"));
    }
    assertThat(segment.feed.announce(1, 1 << 20).whole()).isFalse();
    segment.put(SomeTokens.token(102, "Job", "a"));
    assertThat(segment.feed.announce(1, 1 << 20).whole()).isTrue();
  }

  @Test
  void aPartEndsWhereTheLastBeaconEndedSoThatTheNextFitsOn() {
    segment.put(SomeTokens.token(1, "Job", "a"));
    assertThat(segment.feed.announce(1, ROOM).to()).isEqualTo(1);
    segment.put(SomeTokens.token(2, "Job", "b"));
    ViewPart part = segment.feed.part(0, segment);
    assertThat(part.to()).isEqualTo(1);
    assertThat(part.more()).isFalse();
    assertThat(segment.feed.announce(1, ROOM).from()).isEqualTo(1);
  }

  @Test
  void manyChangesComeInPartsThatEachFitAFrame() {
    LedSegment many = segment(ChangeFeed.MAX_CHANGES);
    for (int i = 1; i <= 1_000; i++) {
      many.put(SomeTokens.token(i, "Job", new byte[1_000]));
    }
    assertThat(many.feed.announce(1, ROOM).whole()).isFalse();
    assertThat(readAll(many, false)).hasSize(1_000);
  }

  @Test
  void aSegmentNotKnownAnyMoreIsPagedOverWhileItChanges() {
    for (int i = 1; i <= 2_000; i++) {
      segment.put(SomeTokens.token(i, "Job", new byte[1_000]));
    }
    assertThat(segment.feed.announce(1, ROOM).whole()).isFalse();
    assertThat(readAll(segment, true))
        .hasSize(1_999)
        .doesNotContain(SomeTokens.id(1))
        .contains(SomeTokens.id(2_000));
  }

  /** Pulls until there is no more; the first token goes out after the first part if asked. */
  private static Set<TokenId> readAll(LedSegment of, boolean takeOne) {
    Set<TokenId> known = new HashSet<>();
    List<ViewPart> parts = new ArrayList<>();
    long position = 0;
    boolean more = true;
    while (more) {
      ViewPart part = of.feed.part(position, of);
      parts.add(part);
      assertThat(part.added().stream().mapToInt(Carried::bytes).sum())
          .isLessThanOrEqualTo(ChangeFeed.PART_BYTES);
      assertThat(part.reset()).isEqualTo(takeOne && parts.size() == 1);
      part.removed().forEach(known::remove);
      part.added().forEach(token -> known.add(token.id()));
      position = part.to();
      more = part.more();
      if (takeOne && parts.size() == 1) {
        of.take(SomeTokens.id(1));
        assertThat(of.feed.announce(1, ROOM).to()).isEqualTo(of.feed.next());
      }
    }
    assertThat(parts.size()).isGreaterThan(5);
    assertThat(position).isEqualTo(of.feed.next());
    return known;
  }

  @Test
  void aCursorOfAnotherLifeBeginsAgain() {
    segment.put(SomeTokens.token(1, "Job", "a"));
    assertThat(segment.feed.announce(1, ROOM).to()).isEqualTo(1);
    ViewPart part = segment.feed.part(-99, segment);
    assertThat(part.from()).isEqualTo(-99);
    assertThat(part.reset()).isTrue();
    assertThat(part.to()).isEqualTo(1);
  }

  @Test
  void aReaderAheadOfTheSegmentBeginsAgain() {
    segment.put(SomeTokens.token(1, "Job", "a"));
    assertThat(segment.feed.announce(1, ROOM).to()).isEqualTo(1);
    assertThat(segment.feed.part(50, segment).reset()).isTrue();
  }

  @Test
  void aLargeTokenTravelsAsAHeader() {
    segment.put(SomeTokens.token(1, "Film", new byte[1 << 20]));
    Envelope said = segment.feed.announce(1, ROOM).added().get(0);
    assertThat(Carried.isHeader(said)).isTrue();
    assertThat(said.type()).isEqualTo("Film");
  }

  @Test
  void aRecordFedTwiceIsAMistakeOfTheCaller() {
    segment.feed.passed(0);
    assertThatThrownBy(() -> segment.feed.removed(0, SomeTokens.id(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("hera/0");
  }

  @Test
  void inABeaconTheSegmentsWithTheLeastToSayGoFirst() {
    LedSegment other = new LedSegment(SomeTokens.HERA_1, 100, new SplittableRandom(2));
    for (int i = 1; i <= 20; i++) {
      segment.put(SomeTokens.token(i, "Job", new byte[4_000]));
    }
    other.put(SomeTokens.token(99, "Job", "a"));
    Beacon beacon =
        BeaconChanges.beacon(
            SomeTokens.HERA,
            new StoreIdentity(1, 1, 1),
            1,
            0,
            1,
            SomeTokens.offer(SomeTokens.HERA, 1),
            2,
            List.of(new BeaconChanges.Led(segment.feed, 1), new BeaconChanges.Led(other.feed, 1)),
            Set.of(SomeTokens.ZEUS),
            1,
            "digest",
            Set.of(),
            Map.of(),
            false);
    assertThat(beacon.changes().get(SomeTokens.HERA_0).whole()).isFalse();
    assertThat(beacon.changes().get(SomeTokens.HERA_1).added()).hasSize(1);
  }
}
