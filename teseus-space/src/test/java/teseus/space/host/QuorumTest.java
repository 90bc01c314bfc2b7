package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import teseus.space.HostId;
import teseus.space.wire.SegmentConfig;
import teseus.space.wire.StoreName;

class QuorumTest {
  private static final StoreName HERA = new StoreName(new HostId("hera"), 1);
  private static final StoreName JUNO = new StoreName(new HostId("juno"), 2);
  private static final StoreName ZEUS = new StoreName(new HostId("zeus"), 3);

  private final Quorum quorum = new Quorum(2);
  private final Map<StoreName, Long> forced = Map.of(HERA, 9L, JUNO, 7L, ZEUS, 4L);

  @Test
  void whatEveryMemberHoldsIsCommitted() {
    assertThat(committed(List.of(HERA), null)).isEqualTo(9);
    assertThat(committed(List.of(HERA, JUNO), null)).isEqualTo(7);
    assertThat(committed(List.of(HERA, JUNO, ZEUS), null)).isEqualTo(4);
  }

  @Test
  void whileAChangeIsUnderWayWhoIsToComeCountsAndWhoIsToGo() {
    assertThat(committed(List.of(HERA), List.of(HERA, ZEUS))).isEqualTo(4);
    assertThat(committed(List.of(HERA, ZEUS), List.of(HERA))).isEqualTo(4);
  }

  @Test
  void aWriteIsAnsweredWhenAsManyHoldItAsAreAskedFor() {
    assertThat(quorum.enough(new SegmentConfig(1, 2, List.of(HERA)))).isFalse();
    assertThat(quorum.enough(new SegmentConfig(1, 2, List.of(HERA, ZEUS)))).isTrue();
  }

  private long committed(List<StoreName> members, @Nullable List<StoreName> pending) {
    return quorum.committed(
        new SegmentConfig(1, 2, members), pending, store -> forced.getOrDefault(store, -1L));
  }
}
