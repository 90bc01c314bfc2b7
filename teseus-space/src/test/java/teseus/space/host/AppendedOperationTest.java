package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import teseus.space.OutcomeUnknownException;
import teseus.space.wire.LogRecord;

/** What was appended to hera/0, by a caller in the process of its primary. */
class AppendedOperationTest {
  private static final Reply ANSWER = new Reply.Found(Optional.empty());

  private final OnePrimary primary = new OnePrimary();
  private final Asked asked = new Asked();
  private final List<Reply> replies = new ArrayList<>();
  private final Operation operation = appended();

  private Operation appended() {
    long lsn = primary.segment.append(new LogRecord.Open(primary.now, OnePrimary.SESSION));
    ShortCut.Done done = new ShortCut.Done(ANSWER, primary.segment, lsn, 0);
    return new AppendedOperation(Asked.OP, done, asked.asking);
  }

  @BeforeEach
  void begin() {
    operation.tell(replies::add);
    operation.start(0);
  }

  private void unknown() {
    assertThat(replies).hasSize(1);
    assertThat(((Reply.Failed) replies.get(0)).why()).isInstanceOf(OutcomeUnknownException.class);
  }

  @Test
  void isAnsweredOnceItIsSafe() {
    assertThat(replies).isEmpty();
    primary.force();
    assertThat(replies).containsExactly(ANSWER);
    assertThat(asked.closed).containsExactly(operation);
    assertThat(asked.timers.size()).isZero();
  }

  @Test
  void isAnsweredLateToWhoeverAsksAgain() {
    asked.timers.run(AskTimes.DEFAULT.answer());
    unknown();
    assertThat(asked.closed).isEmpty();
    operation.tell(replies::add);
    primary.force();
    assertThat(replies).hasSize(2).endsWith(ANSWER);
    assertThat(asked.closed).containsExactly(operation);
  }

  @Test
  void endsWhereItsSegmentIsLedNoMore() {
    operation.leadChanged(Asked.A, 0);
    assertThat(replies).as("that of another segment has changed").isEmpty();
    primary.segment.depose();
    operation.leadChanged(OnePrimary.S, 0);
    unknown();
    assertThat(asked.closed).containsExactly(operation);
    assertThat(asked.timers.size()).isZero();
  }
}
