package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static teseus.space.host.SomeTokens.HERA;
import static teseus.space.host.SomeTokens.ZEUS;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import teseus.space.HostId;
import teseus.space.meta.MetaSettings;
import teseus.space.wire.Message;
import teseus.space.wire.MetaCommand;

/** Four hosts, of which three vote. */
class MetaTest {
  private static final HostId ARES = new HostId("ares");
  private static final HostId JUNO = new HostId("juno");
  private static final List<HostId> VOTERS = List.of(HERA, ZEUS, ARES);

  private final WiredHosts hosts =
      new WiredHosts(1 << 20, MetaSettings.of(VOTERS), HERA, ZEUS, ARES, JUNO);
  private final List<@Nullable String> answers = new ArrayList<>();

  private void choose(HostId at, String strategy) {
    hosts
        .host(at)
        .command(new MetaCommand.SetStrategy(strategy, Map.of()), answers::add, hosts.now);
    hosts.settle();
  }

  private HostStatus status(HostId host) {
    return hosts.host(host).status(0, 0, hosts.now);
  }

  private HostId leader() {
    return Objects.requireNonNull(status(JUNO).leader().orElse(null));
  }

  private void cutOff(HostId host) {
    for (HostId other : List.of(HERA, ZEUS, ARES, JUNO)) {
      if (!other.equals(host)) {
        hosts.unlink(host, other);
      }
    }
  }

  @Test
  void everyHostKnowsWhoLeadsAndWhatWasChosenAtOneThatDoesNotVote() {
    choose(JUNO, "uniform");
    assertThat(answers).containsExactly((String) null);
    for (HostId host : List.of(HERA, ZEUS, ARES, JUNO)) {
      assertThat(status(host).strategy().name()).as("at %s", host).isEqualTo("uniform");
      assertThat(status(host).leader()).as("at %s", host).contains(leader());
    }
  }

  @Test
  void whatIsAnsweredIsNotWaitedForAnyMore() {
    int before = hosts.host(JUNO).load().timers();
    choose(JUNO, "uniform");
    assertThat(answers).hasSize(1);
    assertThat(hosts.host(JUNO).load().timers()).isEqualTo(before);
  }

  @Test
  void oneVoterMayBeLostWhoeverItIs() {
    cutOff(leader());
    hosts.pass(5_000);
    choose(JUNO, "uniform");
    hosts.pass(900);
    assertThat(answers).containsExactly((String) null);
    assertThat(status(JUNO).strategy().name()).isEqualTo("uniform");
  }

  @Test
  void aChangeThatTheVotersCannotAgreeOnIsToldToBeUnknownAndDoneOnceLater() {
    VOTERS.stream().filter(voter -> !voter.equals(HERA)).forEach(this::cutOff);
    long before = status(JUNO).meta();
    choose(JUNO, "uniform");
    hosts.pass(6_000);
    assertThat(answers).hasSize(1);
    assertThat(answers.get(0)).contains("has not answered in time").contains("all the same");
    for (HostId host : List.of(HERA, JUNO)) {
      hosts.link(host, ZEUS);
    }
    hosts.pass(6_000);
    assertThat(answers).hasSize(1);
    assertThat(status(JUNO).strategy().name()).isEqualTo("uniform");
    assertThat(status(JUNO).meta()).isEqualTo(before + 1);
  }

  @Test
  void aHostThatReachesNoVoterIsToldSo() {
    cutOff(JUNO);
    choose(JUNO, "uniform");
    assertThat(answers).hasSize(1);
    assertThat(answers.get(0)).contains("[ares, hera, zeus], can be reached");
  }

  @Test
  void aRepetitionAtAnotherVoterDoesNothing() {
    long before = status(JUNO).meta();
    hosts.lose(message -> message instanceof Message.MetaTold told && told.ask() != 0);
    choose(JUNO, "uniform");
    hosts.pass(500); // asked again, at one voter after the other
    hosts.lose(message -> false);
    hosts.pass(400);
    assertThat(answers).containsExactly((String) null);
    assertThat(status(JUNO).meta()).isEqualTo(before + 1);
  }

  @Test
  void aSnapshotThatNoVoterHasHeardOfIsNotConfirmed() {
    List<Boolean> told = new ArrayList<>();
    hosts.host(JUNO).seen(7, told::add, hosts.now);
    hosts.pass(1_000);
    assertThat(told).containsExactly(false);
  }

  @Test
  void votersAreAnOddNumberOfDifferentHosts() {
    assertThatThrownBy(() -> MetaSettings.of(List.of(HERA, ZEUS)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("an odd number of 1 to 7 hosts");
    assertThatThrownBy(() -> MetaSettings.of(List.of(HERA, ZEUS, HERA)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
