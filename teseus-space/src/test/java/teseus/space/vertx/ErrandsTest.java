package teseus.space.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class ErrandsTest {
  private final Queue<Runnable> due = new ArrayDeque<>();
  private final List<String> done = new ArrayList<>();
  private final List<Throwable> failures = new ArrayList<>();
  private boolean mine;
  private final Errands errands = new Errands(due::add, () -> mine, failures::add);

  @Test
  void whatOthersLeaveIsDoneTogetherInItsOrder() {
    errands.leave(() -> done.add("first"));
    errands.leave(() -> done.add("second"));
    assertThat(done).isEmpty();
    assertThat(due).hasSize(1);
    due.remove().run();
    assertThat(done).containsExactly("first", "second");
    errands.leave(() -> done.add("third"));
    assertThat(due).hasSize(1);
  }

  @Test
  void theOwnerDoesItsOwnAtOnceAfterWhatWasLeftBefore() {
    errands.leave(() -> done.add("others'"));
    mine = true;
    errands.leave(() -> done.add("own"));
    assertThat(done).containsExactly("others'", "own");
    due.remove().run();
    assertThat(done).hasSize(2);
  }

  @Test
  void anErrandThatFailsKeepsNoOtherFromBeingDone() {
    IllegalStateException wrong = new IllegalStateException("wrong");
    errands.leave(
        () -> {
          throw wrong;
        });
    errands.leave(() -> done.add("next"));
    due.remove().run();
    assertThat(failures).containsExactly(wrong);
    assertThat(done).containsExactly("next");
  }
}
