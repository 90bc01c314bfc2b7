package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;
import static teseus.space.host.Asked.A;
import static teseus.space.host.Asked.H;
import static teseus.space.host.Asked.OP;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import teseus.space.HostId;
import teseus.space.SegmentId;
import teseus.space.wire.Message;

class FencingTest {
  private final Asked zeus = new Asked();
  private final List<Long> begun = new ArrayList<>();

  private Fencing fencing(int turn) {
    return new Fencing(OP, turn, zeus.asking, begun::add);
  }

  @Test
  void isDoneAtOnceAtTheFirstGateway() {
    assertThat(fencing(0).done()).isTrue();
  }

  @Test
  void isDoneWhenEverySegmentHasTheTurnOnRecord() {
    Fencing fencing = fencing(2);
    fencing.send(0);
    assertThat(zeus.sent(Message.Fence.class))
        .containsExactlyInAnyOrder(new Message.Fence(OP, 2, H), new Message.Fence(OP, 2, A));
    fencing.fenced(new Message.Fenced(OP, 1, A, null), 0);
    fencing.fenced(new Message.Fenced(OP, 2, H, null), 0);
    fencing.fenced(new Message.Fenced(OP, 2, H, null), 0);
    assertThat(fencing.done()).isFalse();
    zeus.timers.run(1_000);
    assertThat(zeus.sent(Message.Fence.class)).containsExactly(new Message.Fence(OP, 2, A));
    fencing.fenced(new Message.Fenced(OP, 2, A, null), 0);
    assertThat(fencing.done()).isTrue();
    assertThat(begun).containsExactly(0L);
    assertThat(zeus.timers.size()).isZero();
  }

  @Test
  void goesOnOnceItIsKnownThatThereAreNoMoreSegments() {
    Fencing fencing = fencing(2);
    zeus.directory.complete(false);
    fencing.send(0);
    fencing.fenced(new Message.Fenced(OP, 2, H, null), 0);
    fencing.fenced(new Message.Fenced(OP, 2, A, null), 0);
    zeus.timers.run(1_000);
    assertThat(begun).isEmpty();
    zeus.directory.complete(true);
    zeus.timers.run(2_000);
    assertThat(begun).containsExactly(2_000L);
    assertThat(zeus.timers.size()).isZero();
  }

  @Test
  void fencesASegmentThatCameToTheListMeanwhile() {
    SegmentId added = new SegmentId(new HostId("dione"), 0);
    Fencing fencing = fencing(2);
    fencing.send(0);
    fencing.fenced(new Message.Fenced(OP, 2, H, null), 0);
    zeus.directory.list(List.of(added), List.of());
    zeus.lead(added, 1);
    fencing.fenced(new Message.Fenced(OP, 2, A, null), 0);
    assertThat(fencing.done()).isFalse();
    fencing.send(0);
    fencing.fenced(new Message.Fenced(OP, 2, added, null), 0);
    assertThat(fencing.done()).isTrue();
  }

  @Test
  void waitsForASegmentThatNobodyLeads() {
    zeus.directory.linkDown(SomeTokens.ATHENA);
    Fencing fencing = fencing(2);
    fencing.send(0);
    fencing.fenced(new Message.Fenced(OP, 2, H, null), 0);
    assertThat(fencing.done()).isFalse();
    assertThat(fencing.open()).containsExactly(A);
  }
}
