package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import teseus.space.Consistency;
import teseus.space.HostId;
import teseus.space.Lease;
import teseus.space.SegmentId;
import teseus.space.Template;
import teseus.space.TokenId;
import teseus.space.Tuple;
import teseus.space.wire.Leaving;
import teseus.space.wire.Message;
import teseus.space.wire.MetaCommand;
import teseus.space.wire.SegmentConfig;

/** Hosts that are let go while the others serve: one segment each, on a quiet network. */
class DrainTest {
  private static final HostId HERA = new HostId("hera");
  private static final HostId JUNO = new HostId("juno");
  private static final HostId ZEUS = new HostId("zeus");
  private static final CopySettings TWO = new CopySettings(2, 1, 500, 1 << 20, true);

  @Test
  void whatADrainedHostHeldIsAtTheOthersAndNeverAtFewerThanAsked() {
    WiredHosts hosts = new WiredHosts(1 << 20, TWO, HERA, JUNO, ZEUS);
    Set<TokenId> written = write(hosts, 30);

    assertThat(ask(hosts, new MetaCommand.Drain(ZEUS))).isNull();
    for (int i = 0; i < 200; i++) {
      hosts.pass(50);
      for (SegmentConfig config : hosts.host(HERA).meta().segments().values()) {
        assertThat(config.members()).hasSizeGreaterThanOrEqualTo(2);
      }
    }

    assertThat(leaving(hosts, ZEUS)).isEqualTo(Leaving.DRAINED);
    assertThat(hosts.host(ZEUS).status(0, 0, hosts.now).segments()).isEmpty();
    hosts.unlink(HERA, ZEUS);
    hosts.unlink(JUNO, ZEUS);
    hosts.pass(3_000);
    assertThat(takeAll(hosts, HERA)).isEqualTo(written);
  }

  @Test
  void whatOneStoreAloneHeldIsAtAnotherBeforeItGoes() {
    WiredHosts hosts = new WiredHosts(1 << 20, CopySettings.ALONE, HERA, JUNO);
    Set<TokenId> written = write(hosts, 30);

    assertThat(ask(hosts, new MetaCommand.Drain(JUNO))).isNull();
    hosts.pass(10_000);

    assertThat(leaving(hosts, JUNO)).isEqualTo(Leaving.DRAINED);
    assertThat(led(hosts, HERA))
        .containsExactlyInAnyOrder(new SegmentId(HERA, 0), new SegmentId(JUNO, 0));
    hosts.unlink(HERA, JUNO);
    hosts.pass(3_000);
    assertThat(takeAll(hosts, HERA)).isEqualTo(written);
  }

  @Test
  void aHostThatIsTakenBackLeadsAgainWhatItFounded() {
    WiredHosts hosts = new WiredHosts(1 << 20, CopySettings.ALONE, HERA, JUNO);
    Set<TokenId> written = write(hosts, 30);
    assertThat(ask(hosts, new MetaCommand.Drain(JUNO))).isNull();
    hosts.pass(10_000);

    assertThat(ask(hosts, new MetaCommand.Readmit(JUNO))).isNull();
    hosts.pass(10_000);

    assertThat(led(hosts, JUNO)).containsExactly(new SegmentId(JUNO, 0));
    assertThat(hosts.host(HERA).meta().segments().get(new SegmentId(JUNO, 0)).members()).hasSize(1);
    assertThat(takeAll(hosts, HERA)).isEqualTo(written);
  }

  @Test
  void nothingNewComesToAHostThatIsDrained() {
    WiredHosts hosts = new WiredHosts(1 << 20, TWO, HERA, JUNO);
    assertThat(ask(hosts, new MetaCommand.Drain(JUNO))).isNull();
    hosts.pass(1_000);
    for (int n = 0; n < 30; n++) {
      assertThat(written(hosts, n % 2 == 0 ? HERA : JUNO, n).segment())
          .isEqualTo(new SegmentId(HERA, 0));
    }
  }

  @Test
  void itStaysAndSaysWhyWhereNobodyCanTakeItsPlace() {
    WiredHosts hosts = new WiredHosts(1 << 20, TWO, HERA, JUNO);
    assertThat(ask(hosts, new MetaCommand.Drain(JUNO))).isNull();
    hosts.pass(5_000);

    assertThat(leaving(hosts, JUNO)).isEqualTo(Leaving.DRAINING);
    assertThat(why(hosts, JUNO))
        .isEqualTo("needs another host: copies.min is 2, and only 1 of those within reach stays");

    assertThat(ask(hosts, new MetaCommand.Readmit(JUNO))).isNull();
    hosts.pass(1_000);
    assertThat(leaving(hosts, JUNO)).isNull();
    assertThat(why(hosts, JUNO)).isNull();
  }

  @Test
  void itStaysAndSaysWhyWhereNobodyHasRoom() {
    WiredHosts hosts = new WiredHosts(20_000, CopySettings.ALONE, HERA, JUNO);
    Set<TokenId> written = new HashSet<>();
    for (int n = 0; hosts.host(HERA).status(0, 0, hosts.now).used() < 14_000; n++) {
      written.add(written(hosts, HERA, n).token());
      hosts.pass(200); // the bids are heard anew
    }
    assertThat(ask(hosts, new MetaCommand.Drain(JUNO))).isNull();
    hosts.pass(5_000);

    assertThat(leaving(hosts, JUNO)).isEqualTo(Leaving.DRAINING);
    assertThat(why(hosts, JUNO)).startsWith("needs a host with room for ").contains("hera");
    assertThat(takeAll(hosts, HERA)).isEqualTo(written);
    hosts.pass(5_000);
    assertThat(leaving(hosts, JUNO)).as("once there is room").isEqualTo(Leaving.DRAINED);
  }

  @Test
  void itsTuplesGoOneByOneWhereNobodyHasRoomForAllOfThem() {
    WiredHosts hosts =
        new WiredHosts(
            id -> id.equals(JUNO) ? 1 << 20 : 60_000, CopySettings.ALONE, HERA, JUNO, ZEUS);
    Set<TokenId> written = new HashSet<>();
    for (int n = 0; used(hosts, JUNO) < 46_000; n++) {
      written.add(written(hosts, HERA, n).token());
    }
    hosts.pass(2_000);
    long its = used(hosts, JUNO);
    assertThat(60_000 - used(hosts, HERA)).isLessThan(its);
    assertThat(60_000 - used(hosts, ZEUS)).isLessThan(its);
    assertThat(120_000 - used(hosts, HERA) - used(hosts, ZEUS)).isGreaterThan(its + 10_000);

    hosts.lose(Message.Moving.class::isInstance);
    assertThat(ask(hosts, new MetaCommand.Drain(JUNO))).isNull();
    hosts.pass(3_000);
    assertThat(hosts.host(JUNO).load().moves()).isEqualTo(Clearing.MOST_TOKENS);
    assertThat(why(hosts, JUNO)).contains("one by one").contains("no host has room");

    hosts.lose(message -> false);
    Set<TokenId> taken = new HashSet<>();
    for (int i = 0; i < 200 && leaving(hosts, JUNO) == Leaving.DRAINING; i++) {
      hosts.pass(50);
      taken.add(take(hosts, ZEUS).orElseThrow()); // nobody waits for a drain
    }
    assertThat(leaving(hosts, JUNO)).isEqualTo(Leaving.DRAINED);
    hosts.unlink(HERA, JUNO);
    hosts.unlink(JUNO, ZEUS);
    hosts.pass(3_000);
    taken.addAll(takeAll(hosts, HERA));
    assertThat(taken).isEqualTo(written);
  }

  private static long used(WiredHosts hosts, HostId host) {
    return hosts.host(host).status(0, 0, hosts.now).used();
  }

  @Test
  void theLastHostIsNotDrainedNorOneThatNeverWas() {
    WiredHosts hosts = new WiredHosts(1 << 20, CopySettings.ALONE, HERA, JUNO);
    assertThat(ask(hosts, new MetaCommand.Drain(JUNO))).isNull();
    assertThat(ask(hosts, new MetaCommand.Drain(JUNO))).as("asked again").isNull();
    assertThat(ask(hosts, new MetaCommand.Drain(HERA))).contains("nobody would be left");
    assertThat(ask(hosts, new MetaCommand.Drain(ZEUS))).contains("has joined");
    assertThat(ask(hosts, new MetaCommand.Leave(HERA))).contains("not being drained");
  }

  @Test
  void aHostThatIsDownIsDrainedByTheOthers() {
    WiredHosts hosts = new WiredHosts(1 << 20, TWO, HERA, JUNO, ZEUS);
    Set<TokenId> written = write(hosts, 30);
    hosts.unlink(HERA, ZEUS);
    hosts.unlink(JUNO, ZEUS);

    assertThat(ask(hosts, new MetaCommand.Drain(ZEUS))).isNull();
    hosts.pass(10_000);

    assertThat(leaving(hosts, ZEUS)).isEqualTo(Leaving.DRAINED);
    assertThat(takeAll(hosts, JUNO)).isEqualTo(written);
  }

  private static @Nullable String ask(WiredHosts hosts, MetaCommand command) {
    List<Optional<String>> answers = new ArrayList<>();
    hosts
        .host(HERA)
        .command(command, refused -> answers.add(Optional.ofNullable(refused)), hosts.now);
    hosts.pass(100);
    assertThat(answers).hasSize(1);
    return answers.get(0).orElse(null);
  }

  private static @Nullable Leaving leaving(WiredHosts hosts, HostId host) {
    return hosts.host(HERA).meta().leaving().get(host);
  }

  private static List<SegmentId> led(WiredHosts hosts, HostId host) {
    return hosts.host(host).status(0, 0, hosts.now).segments().stream()
        .map(HostStatus.Led::id)
        .toList();
  }

  /** Why what a host founded is still there. */
  private static @Nullable String why(WiredHosts hosts, HostId host) {
    return hosts.host(host).status(0, 0, hosts.now).segments().get(0).leaving();
  }

  private static Set<TokenId> write(WiredHosts hosts, int count) {
    Set<TokenId> written = new HashSet<>();
    for (int n = 0; n < count; n++) {
      written.add(written(hosts, HERA, n).token());
    }
    return written;
  }

  private static Lease written(WiredHosts hosts, HostId at, int n) {
    List<Reply> replies = new ArrayList<>();
    Request.Write write = new Request.Write(Tuple.of("job", Map.of("n", n)), Long.MAX_VALUE, null);
    hosts.host(at).submit(write, replies::add, hosts.now);
    hosts.settle();
    return ((Reply.Written) replies.get(0)).lease();
  }

  private static Set<TokenId> takeAll(WiredHosts hosts, HostId at) {
    Set<TokenId> taken = new HashSet<>();
    for (Optional<TokenId> next = take(hosts, at); next.isPresent(); next = take(hosts, at)) {
      assertThat(taken.add(next.get())).isTrue();
    }
    return taken;
  }

  private static Optional<TokenId> take(WiredHosts hosts, HostId at) {
    List<Reply> replies = new ArrayList<>();
    Request.TakeIfExists take =
        new Request.TakeIfExists(Template.ofType("job"), 0, Consistency.SESSION);
    hosts.host(at).submit(take, replies::add, hosts.now);
    hosts.settle();
    return ((Reply.Found) replies.get(0)).token().map(token -> token.id());
  }
}
