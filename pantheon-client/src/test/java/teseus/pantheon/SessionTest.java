package teseus.pantheon;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import teseus.space.OpId;
import teseus.space.SessionId;

class SessionTest {
  private static final URI HERA = URI.create("http://hera:8080");

  private final Session session = new Session(SessionId.parse("1-2"), new Route.Target(HERA, 1));

  private OpId begin() {
    return session.begin().orElseThrow();
  }

  @Test
  void countsItsOwnMoves() {
    assertThat(session.turn(new Route.Target(HERA, 1))).isZero();
    assertThat(session.turn(new Route.Target(HERA, 4))).isEqualTo(3);
  }

  @Test
  void keepsTheAnswersThatAreStillWanted() {
    OpId one = begin();
    OpId two = begin();
    OpId three = begin();
    assertThat(List.of(one.number(), two.number(), three.number())).containsExactly(1L, 2L, 3L);
    session.end(one);
    session.end(three);
    assertThat(session.low(three)).isEqualTo(2);
    assertThat(session.low(one)).as("told along with an older number").isEqualTo(1);
    assertThat(session.isIdle()).isFalse();
    session.end(two);
    assertThat(session.low(three)).isEqualTo(3);
    assertThat(session.isIdle()).isTrue();
  }

  @Test
  void beginsNothingBeyondTheWindowOfTheOldestOpenOne() {
    OpId blocked = begin();
    for (long i = 1; i <= Session.WINDOW; i++) {
      session.end(begin());
    }
    assertThat(session.begin()).isEmpty();
    session.end(blocked);
    assertThat(begin().number()).isEqualTo(Session.WINDOW + 2);
  }

  @Test
  void beginsNothingOnceItIsRetired() {
    session.end(begin());
    session.retire();
    assertThat(session.begin()).isEmpty();
  }

  @Test
  void signsOfLifeNeitherFillTheWindowNorHoldItBack() {
    OpId blocked = begin();
    List<OpId> signs = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      signs.add(session.sign());
    }
    assertThat(signs).containsOnly(signs.get(0));
    OpId later = begin();
    assertThat(later.number()).isEqualTo(3);
    session.end(blocked);
    assertThat(session.low(later)).isEqualTo(3);
    assertThat(session.sign().number()).as("passed by all others").isEqualTo(4);
  }
}
