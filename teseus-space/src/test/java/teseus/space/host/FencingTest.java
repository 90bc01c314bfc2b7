package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;
import static teseus.space.host.Asked.A;
import static teseus.space.host.Asked.H;
import static teseus.space.host.Asked.OP;

import java.util.List;
import org.junit.jupiter.api.Test;
import teseus.space.HostId;
import teseus.space.SegmentId;
import teseus.space.wire.Message;

class FencingTest {
  private final Asked zeus = new Asked();

  @Test
  void isDoneAtOnceAtTheFirstGateway() {
    assertThat(new Fencing(OP, 0, zeus.asking).done()).isTrue();
  }

  @Test
  void isDoneWhenEverySegmentHasTheTurnOnRecord() {
    Fencing fencing = new Fencing(OP, 2, zeus.asking);
    fencing.send(0);
    assertThat(zeus.sent(Message.Fence.class))
        .containsExactlyInAnyOrder(new Message.Fence(OP, 2, H), new Message.Fence(OP, 2, A));
    fencing.fenced(new Message.Fenced(OP, 1, A, null));
    fencing.fenced(new Message.Fenced(OP, 2, H, null));
    fencing.fenced(new Message.Fenced(OP, 2, H, null));
    assertThat(fencing.done()).isFalse();
    zeus.timers.run(1_000);
    assertThat(zeus.sent(Message.Fence.class)).containsExactly(new Message.Fence(OP, 2, A));
    fencing.fenced(new Message.Fenced(OP, 2, A, null));
    assertThat(fencing.done()).isTrue();
    assertThat(zeus.timers.size()).isZero();
  }

  @Test
  void fencesASegmentThatCameToTheListMeanwhile() {
    SegmentId added = new SegmentId(new HostId("dione"), 0);
    Fencing fencing = new Fencing(OP, 2, zeus.asking);
    fencing.send(0);
    fencing.fenced(new Message.Fenced(OP, 2, H, null));
    zeus.directory.list(List.of(added), List.of());
    zeus.lead(added, 1);
    fencing.fenced(new Message.Fenced(OP, 2, A, null));
    assertThat(fencing.done()).isFalse();
    fencing.send(0);
    fencing.fenced(new Message.Fenced(OP, 2, added, null));
    assertThat(fencing.done()).isTrue();
  }

  @Test
  void waitsForASegmentThatNobodyLeads() {
    zeus.directory.linkDown(SomeTokens.ATHENA);
    Fencing fencing = new Fencing(OP, 2, zeus.asking);
    fencing.send(0);
    fencing.fenced(new Message.Fenced(OP, 2, H, null));
    assertThat(fencing.done()).isFalse();
    assertThat(fencing.open()).containsExactly(A);
  }
}
