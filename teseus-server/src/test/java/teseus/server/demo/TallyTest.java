package teseus.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import teseus.space.HostId;

class TallyTest {
  private static final HostId HERA = new HostId("hera");
  private static final HostId JUNO = new HostId("juno");

  private final Tally tally = new Tally();

  private int published(HostId at) {
    int id = tally.next();
    tally.published(id, at);
    return id;
  }

  @Test
  void isEvenWhenAllThatWasPublishedWasTakenOnce() {
    tally.taken(published(HERA));
    int early = tally.next();
    tally.taken(early); // taken before its publisher heard that it is in
    tally.published(early, JUNO);
    Tally.Balance balance = tally.balance(Set.of());
    assertThat(balance.isEven()).isTrue();
    assertThat(balance.text()).isEqualTo("published 2, taken 2, lost 0, duplicated 0");
  }

  @Test
  void callsLostWhatIsMissingAtAHostThatIsUp() {
    int gone = published(HERA);
    Tally.Balance balance = tally.balance(Set.of(JUNO));
    assertThat(gone).isZero();
    assertThat(balance.text()).isEqualTo("published 1, taken 0, lost 1, duplicated 0");
    assertThat(balance.isRight()).isFalse();
  }

  @Test
  void doesNotCallLostWhatWaitsAtAHostThatIsDown() {
    int first = published(JUNO);
    int second = published(JUNO);
    tally.taken(second);
    Tally.Balance balance = tally.balance(Set.of(JUNO));
    assertThat(first).isZero();
    assertThat(balance.isRight()).isTrue();
    assertThat(balance.isEven()).isFalse();
    assertThat(balance.waiting()).isEqualTo(Map.of(JUNO, 1L));
  }

  @Test
  void countsEachTimeMoreThanOneThatATupleIsGivenOut() {
    int id = published(HERA);
    tally.taken(id);
    tally.taken(id);
    tally.taken(id);
    assertThat(tally.balance(Set.of()).text())
        .isEqualTo("published 1, taken 1, lost 0, duplicated 2");
  }

  @Test
  void aTupleGivenOutProvesAWriteWhoseOutcomeWasUnknown() {
    int found = tally.next();
    tally.unknown(found);
    int never = tally.next();
    tally.unknown(never);
    tally.taken(found);
    Tally.Balance balance = tally.balance(Set.of());
    assertThat(balance.isEven()).isTrue();
    assertThat(balance.published()).isEqualTo(1);
    assertThat(balance.open()).isEqualTo(1);
  }

  @Test
  void aTupleThatWasRefusedAndIsGivenOutIsABrokenPromise() {
    int id = tally.next();
    tally.refused(id);
    tally.taken(id);
    assertThat(tally.balance(Set.of()).isRight()).isFalse();
    tally.taken(77); // nobody wrote it
    assertThat(tally.balance(Set.of()).strange()).isEqualTo(2);
  }
}
