package teseus.space.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.System.Logger.Level;
import org.junit.jupiter.api.Test;

class ComplaintsTest {
  private final Complaints complaints = new Complaints();

  @Test
  void logsACauseOnceUntilAllWasWell() {
    assertThat(complaints.about(Level.DEBUG, "hera", "refused")).isTrue();
    assertThat(complaints.about(Level.DEBUG, "hera", "broken")).isTrue();
    assertThat(complaints.about(Level.DEBUG, "hera", "refused")).isFalse();
    assertThat(complaints.about(Level.DEBUG, "zeus", "refused")).isTrue();

    complaints.settled("hera");

    assertThat(complaints.about(Level.DEBUG, "hera", "refused")).isTrue();
    assertThat(complaints.about(Level.DEBUG, "zeus", "refused")).isFalse();
  }

  @Test
  void doesNotLetOneWhoInventsCausesFillTheLog() {
    int logged = 0;
    for (int i = 0; i < 1_000; i++) {
      logged += complaints.about(Level.DEBUG, "somebody", "cause " + i) ? 1 : 0;
    }
    assertThat(logged).isEqualTo(8);
  }

  @Test
  void printsTextOfOthersOnOneLine() {
    assertThat(Complaints.printable("a\nb\u001b[31mc")).isEqualTo("a?b?[31mc");
  }
}
