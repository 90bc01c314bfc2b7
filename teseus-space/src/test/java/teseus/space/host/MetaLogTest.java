package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;
import static teseus.space.host.SomeTokens.HERA;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import teseus.space.SegmentId;
import teseus.space.wire.MetaCommand;
import teseus.space.wire.MetaState;

class MetaLogTest {
  private static final SegmentId META = new SegmentId(HERA, SegmentId.META);
  private static final MetaCommand BEGIN =
      new MetaCommand.BeginSnapshot(HERA, List.of(SomeTokens.HERA_0));

  private final HeldLog log = new HeldLog();
  private final List<MetaState> changes = new ArrayList<>();
  private final MetaLog meta = new MetaLog(META, log, new MetaMachine(), 1, 0, changes::add);
  private final List<@Nullable String> answers = new ArrayList<>();

  private void submit(long number, MetaCommand command) {
    meta.submit(number, command, 1_000, answers::add);
  }

  @Test
  void answersOnceTheCommandIsForced() {
    submit(1, new MetaCommand.SetStrategy("roomiest", Map.of()));
    assertThat(answers).isEmpty();
    assertThat(meta.state()).isEqualTo(MetaState.EMPTY);
    meta.forced(log.end());
    assertThat(answers).containsExactly((String) null);
    assertThat(meta.state().strategy()).isEqualTo("roomiest");
    assertThat(changes).containsExactly(meta.state());
  }

  @Test
  void doesARepeatedCommandOnce() {
    submit(1, new MetaCommand.RaiseEra());
    submit(1, new MetaCommand.RaiseEra());
    meta.forced(log.end());
    submit(1, new MetaCommand.RaiseEra());
    meta.forced(log.end());
    assertThat(meta.state().era()).isEqualTo(2);
    assertThat(answers).containsExactly(null, null);
  }

  @Test
  void refusesTheSecondOfTwoSnapshotsInOneBatchHoweverOftenItIsAsked() {
    submit(1, BEGIN);
    submit(2, BEGIN);
    meta.forced(log.end());
    submit(2, BEGIN);
    assertThat(answers).containsExactly(null, "snapshot 1 is under way", "snapshot 1 is under way");
  }

  @Test
  void refusesWithoutALogEntryWhatCannotBeDone() {
    submit(1, new MetaCommand.CommitSnapshot(7, Map.of()));
    assertThat(answers).containsExactly("snapshot 7 is not under way");
    assertThat(log.end()).isZero();
  }

  @Test
  void knowsAfterARestartWhatWasForcedAndNoMore() {
    submit(1, BEGIN);
    long forced = log.end();
    submit(2, new MetaCommand.RaiseEra());
    Recovered recovered = log.recover(forced);
    assertThat(recovered.meta().state().round()).isEqualTo(1);
    assertThat(recovered.meta().state().snapshot()).isNotNull();
    assertThat(recovered.meta().state().era()).isEqualTo(1);
    assertThat(recovered.metaNext()).isEqualTo(1);
  }
}
