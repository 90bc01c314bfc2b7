package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;
import static teseus.space.host.SomeTokens.HERA;
import static teseus.space.host.SomeTokens.ZEUS;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import teseus.space.HostId;
import teseus.space.meta.MetaSettings;
import teseus.space.wire.Message;
import teseus.space.wire.MetaCommand;
import teseus.space.wire.MetaState;
import teseus.space.wire.VoterGroup;

/** Four hosts, of which three vote, until others do. */
class VotersTest {
  private static final HostId ARES = new HostId("ares");
  private static final HostId JUNO = new HostId("juno");
  private static final List<HostId> ALL = List.of(HERA, ZEUS, ARES, JUNO);

  private final WiredHosts hosts =
      new WiredHosts(1 << 20, MetaSettings.of(List.of(HERA, ZEUS, ARES)), HERA, ZEUS, ARES, JUNO);

  private MetaState meta(HostId host) {
    return hosts.host(host).meta();
  }

  private @Nullable String ask(HostId at, MetaCommand command) {
    List<@Nullable String> answers = new ArrayList<>();
    hosts.host(at).command(command, answers::add, hosts.now);
    hosts.pass(6_000);
    assertThat(answers).hasSize(1);
    return answers.get(0);
  }

  private @Nullable String choose(HostId at, String strategy) {
    return ask(at, new MetaCommand.SetStrategy(strategy, Map.of()));
  }

  /** The next group, each host with the folder that it runs on. */
  private VoterGroup next(HostId... voters) {
    Map<HostId, Long> folders = new TreeMap<>();
    for (HostId voter : voters) {
      folders.put(voter, Objects.requireNonNull(meta(JUNO).hosts().get(voter)).folder());
    }
    return meta(JUNO).voters().next(folders);
  }

  private void cutOff(HostId host) {
    ALL.stream().filter(other -> !other.equals(host)).forEach(other -> hosts.unlink(host, other));
  }

  private void wipe(HostId host) {
    hosts.replace(host, CopySettings.ALONE);
  }

  @Test
  void eachVotesFromTheFolderItWasFirstHeardToRunOn() {
    Map<HostId, Long> folders = new TreeMap<>();
    for (HostId host : List.of(HERA, ZEUS, ARES)) {
      folders.put(host, hosts.wired(host).store);
    }
    assertThat(meta(JUNO).voters()).isEqualTo(new VoterGroup(0, folders));
  }

  @Test
  void whoLostItsDiskDoesNotVoteThoughTheOtherIsDownToo() {
    wipe(ZEUS);
    assertThat(meta(JUNO).voters().folder(ZEUS)).isNotEqualTo(hosts.wired(ZEUS).store);
    assertThat(choose(JUNO, "uniform")).isNull();
    cutOff(HERA);
    assertThat(choose(JUNO, "best-fit")).contains("has not answered in time");
    assertThat(meta(JUNO).strategy()).isEqualTo("uniform");
  }

  @Test
  void whoLostItsDiskVotesAgainOnceItIsNamed() {
    wipe(ZEUS);
    assertThat(ask(JUNO, new MetaCommand.ChangeVoters(next(HERA, ZEUS, ARES)))).isNull();
    assertThat(meta(ZEUS).voters().folder(ZEUS)).isEqualTo(hosts.wired(ZEUS).store);
    cutOff(HERA);
    hosts.pass(5_000);
    assertThat(choose(JUNO, "uniform")).isNull();
    assertThat(meta(ZEUS).strategy()).isEqualTo("uniform");
  }

  @Test
  void anotherVotesInThePlaceOfOneThatIsGone() {
    cutOff(ZEUS);
    assertThat(ask(JUNO, new MetaCommand.ChangeVoters(next(HERA, JUNO, ARES)))).isNull();
    cutOff(HERA);
    hosts.pass(5_000);
    assertThat(choose(JUNO, "uniform")).isNull();
    for (HostId other : List.of(JUNO, ARES)) {
      hosts.link(ZEUS, other);
    }
    hosts.pass(2_000);
    assertThat(meta(ZEUS).voters()).isEqualTo(meta(JUNO).voters());
    assertThat(choose(ZEUS, "best-fit")).isNull();
  }

  @Test
  void allVotersMayBeOthersAtOnce() {
    assertThat(ask(HERA, new MetaCommand.ChangeVoters(next(JUNO)))).isNull();
    for (HostId before : List.of(HERA, ZEUS, ARES)) {
      cutOff(before);
    }
    assertThat(choose(JUNO, "uniform")).isNull();
    assertThat(meta(HERA).voters().hosts()).containsExactly(JUNO);
  }

  @Test
  void aHostThatHasForgottenAllFindsThoseWhoVoteByNow() {
    assertThat(ask(HERA, new MetaCommand.ChangeVoters(next(JUNO)))).isNull();
    hosts.lose(message -> message instanceof Message.MetaTold);
    wipe(ZEUS);
    cutOff(HERA);
    cutOff(ARES);
    assertThat(meta(ZEUS)).isEqualTo(MetaState.EMPTY);
    hosts.lose(message -> false);
    hosts.unlink(ZEUS, JUNO);
    hosts.link(ZEUS, JUNO);
    hosts.pass(2_000);
    assertThat(meta(ZEUS).voters().hosts()).containsExactly(JUNO);
    assertThat(meta(JUNO).hosts().get(ZEUS))
        .isEqualTo(new MetaState.Store(hosts.wired(ZEUS).store, hosts.wired(ZEUS).store, 1));
  }

  @Test
  void whatCannotBeIsRefused() {
    VoterGroup next = next(HERA, JUNO, ARES);
    assertThat(ask(HERA, new MetaCommand.ChangeVoters(next(HERA, JUNO))))
        .contains("an odd number of hosts");
    assertThat(ask(HERA, new MetaCommand.ChangeVoters(next(HERA, ZEUS, ARES))))
        .contains("[ares, hera, zeus] keep META already");
    assertThat(
            ask(
                HERA,
                new MetaCommand.ChangeVoters(
                    meta(HERA).voters().next(Map.of(new HostId("dione"), 1L)))))
        .contains("no host dione has joined");
    assertThat(ask(HERA, new MetaCommand.ChangeVoters(meta(HERA).voters().next(Map.of(JUNO, 1L)))))
        .contains("juno runs on another data folder");
    assertThat(ask(HERA, new MetaCommand.Drain(JUNO))).isNull();
    assertThat(ask(HERA, new MetaCommand.ChangeVoters(next))).contains("juno is drained");
    assertThat(ask(HERA, new MetaCommand.ChangeVoters(next(HERA)))).isNull();
    assertThat(ask(HERA, new MetaCommand.ChangeVoters(next)))
        .contains("has changed meanwhile: it is [hera] now");
    assertThat(ask(HERA, new MetaCommand.Drain(HERA))).isNull();
    assertThat(ask(ZEUS, new MetaCommand.Remove(HERA)))
        .contains("hera keeps META: have others do so first");
  }
}
