package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import teseus.space.Consistency;
import teseus.space.HostId;
import teseus.space.SegmentId;
import teseus.space.Template;
import teseus.space.TokenId;
import teseus.space.Tuple;
import teseus.space.wire.Frame;
import teseus.space.wire.LogRecord;
import teseus.space.wire.Message;
import teseus.space.wire.MetaCommand;
import teseus.space.wire.MetaState;
import teseus.space.wire.Replication;
import teseus.space.wire.StoreName;
import teseus.space.wire.Whereabouts;

/** Who leads a segment when hosts come and go: hosts with one segment each, on a quiet network. */
class SuccessionTest {
  private static final HostId HERA = new HostId("hera");
  private static final HostId JUNO = new HostId("juno");
  private static final HostId ZEUS = new HostId("zeus");
  private static final CopySettings TWO = new CopySettings(2, 1, 500, 1 << 20, true);
  private static final int JOBS = 20;
  private static final CopySettings SOON = new CopySettings(2, 1, 100, 1 << 20, true);
  private static final CopySettings ACCEPTS_LOSS = new CopySettings(1, 0, 500, 1 << 20, false);

  @Test
  void eachHostLeadsItsOwnAndAnotherHoldsItToo() {
    WiredHosts hosts = new WiredHosts(1 << 20, TWO, HERA, JUNO, ZEUS);
    for (HostId id : List.of(HERA, JUNO, ZEUS)) {
      List<HostStatus.Led> led = hosts.host(id).status(0, 0, hosts.now).segments();
      assertThat(led).extracting(HostStatus.Led::id).containsExactly(new SegmentId(id, 0));
      assertThat(led.get(0).open()).isTrue();
      assertThat(led.get(0).lacking()).isNull();
      assertThat(led.get(0).copies()).filteredOn(HostStatus.Copy::member).hasSize(2);
      assertThat(led.get(0).copies()).hasSize(3);
    }
  }

  @Test
  void whatALostHostLedIsFoundAndTakenAtTheOthers() {
    WiredHosts hosts = new WiredHosts(1 << 20, TWO, HERA, JUNO, ZEUS);
    Set<TokenId> written = new HashSet<>();
    for (int n = 0; n < 30; n++) {
      written.add(write(hosts, JUNO, n));
    }
    assertThat(hosts.host(HERA).status(0, 0, hosts.now).tokens()).isPositive();

    hosts.unlink(HERA, JUNO);
    hosts.unlink(HERA, ZEUS);
    hosts.pass(3_000);

    List<TokenId> taken = new ArrayList<>();
    for (Optional<TokenId> next = take(hosts, ZEUS); next.isPresent(); next = take(hosts, ZEUS)) {
      taken.add(next.get());
    }
    assertThat(taken).containsExactlyInAnyOrderElementsOf(written);

    hosts.link(HERA, JUNO);
    hosts.link(HERA, ZEUS);
    hosts.pass(5_000);
    assertThat(hosts.host(HERA).status(0, 0, hosts.now).segments())
        .as("what it founded is its again")
        .extracting(HostStatus.Led::id)
        .containsExactly(new SegmentId(HERA, 0));
  }

  @Test
  void aMemberWhoseDiskHangsMakesWayThoughItsLinksStand() {
    WiredHosts hosts = new WiredHosts(1 << 20, TWO, HERA, JUNO, ZEUS);
    SegmentId segment = new SegmentId(HERA, 0);
    HostId hung = members(hosts, HERA, segment).get(1);
    hosts.wired(hung).stalled = true;
    for (int n = 0; n < 20; n++) {
      hosts.host(HERA).submit(job(n), reply -> {}, hosts.now);
    }
    hosts.pass(2_000);

    assertThat(members(hosts, HERA, segment)).hasSize(2).doesNotContain(hung);
    assertThat(hosts.host(HERA).status(0, 0, hosts.now).segments().get(0).copies())
        .filteredOn(HostStatus.Copy::member)
        .extracting(HostStatus.Copy::behind)
        .containsOnly(0L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hera", "juno"})
  void aPrimaryWhoseDiskHangsIsSucceededThoughItsLinksStand(String name) {
    WiredHosts hosts = new WiredHosts(1 << 20, SOON, HERA, JUNO, ZEUS);
    HostId hung = new HostId(name);
    SegmentId segment = new SegmentId(hung, 0);
    hosts.wired(hung).stalled = true;
    submitJobs(hosts);
    hosts.pass(2_000); // of which META needs a second if that host led it
    assertThat(members(hosts, ZEUS, segment)).hasSize(2).doesNotContain(hung);

    List<Reply> replies = submitJobs(hosts);
    hosts.pass(100);
    assertThat(replies).hasSize(JOBS).allMatch(reply -> reply instanceof Reply.Written);

    hosts.wired(hung).stalled = false;
    hosts.pass(5_000);
    assertThat(members(hosts, ZEUS, segment)).as("it leads what it founded again").startsWith(hung);
    assertThat(hosts.host(ZEUS).status(0, 0, hosts.now).segments())
        .allMatch(led -> led.lacking() == null);
  }

  @Test
  void aPrimaryWhoseDiskHangsLeadsOnWhereThoseOfTheMembersDoToo() {
    WiredHosts hosts = new WiredHosts(1 << 20, SOON, HERA, JUNO, ZEUS);
    SegmentId segment = new SegmentId(HERA, 0);
    List<HostId> before = members(hosts, HERA, segment);
    List.of(HERA, JUNO, ZEUS).forEach(host -> hosts.wired(host).stalled = true);
    List<Reply> replies = submitJobs(hosts);
    hosts.pass(800);
    assertThat(replies).isEmpty();
    assertThat(hosts.host(HERA).status(0, 0, hosts.now).segments())
        .singleElement()
        .extracting(HostStatus.Led::lacking)
        .asString()
        .contains("the disk of hera");

    List.of(HERA, JUNO, ZEUS).forEach(host -> hosts.wired(host).stalled = false);
    hosts.pass(100);
    assertThat(replies).hasSize(JOBS).allMatch(reply -> reply instanceof Reply.Written);
    assertThat(members(hosts, HERA, segment)).first().isEqualTo(before.get(0));
  }

  private static List<Reply> submitJobs(WiredHosts hosts) {
    List<Reply> replies = new ArrayList<>();
    for (int n = 0; n < JOBS; n++) {
      hosts.host(HERA).submit(job(n), replies::add, hosts.now);
    }
    return replies;
  }

  @Test
  void aMemberLeadsThoughItBelievesThatSomebodyDoesWhoDidBefore() {
    WiredHosts hosts = new WiredHosts(1 << 20, TWO, HERA, JUNO, ZEUS);
    SegmentId segment = new SegmentId(JUNO, 0);
    hosts.unlink(JUNO, HERA);
    hosts.unlink(JUNO, ZEUS);
    hosts.pass(3_000);
    HostId before = members(hosts, HERA, segment).get(0);
    HostId other = before.equals(HERA) ? ZEUS : HERA;
    // Juno leads it again, and whoever is to follow does not hear of that before Juno is lost.
    hosts.lose(said -> said instanceof Message.Hello hello && hello.host().equals(JUNO));
    hosts.link(JUNO, HERA);
    hosts.link(JUNO, ZEUS);
    for (int i = 0; i < 100 && !members(hosts, other, segment).equals(List.of(JUNO, other)); i++) {
      hosts.pass(10);
    }
    assertThat(members(hosts, other, segment)).containsExactly(JUNO, other);
    hosts.unlink(JUNO, HERA);
    hosts.unlink(JUNO, ZEUS);
    hosts.pass(10_000);
    assertThat(members(hosts, other, segment)).startsWith(other);
  }

  @Test
  void whatIsHeardLateOfALostStoreDoesNotStand() {
    WiredHosts hosts = new WiredHosts(1 << 20, TWO, HERA, JUNO, ZEUS);
    MetaState.Store lost = hosts.host(ZEUS).meta().hosts().get(ZEUS);
    Whereabouts at = hosts.host(ZEUS).roster().members().get(ZEUS).at();
    hosts.replace(ZEUS, TWO);
    hosts
        .host(HERA)
        .command(
            new MetaCommand.Register(ZEUS, lost.id(), lost.folder(), lost.incarnation(), at, 1),
            refused -> {},
            hosts.now);
    long before = hosts.host(HERA).meta().version();
    hosts.pass(2_000);
    assertThat(hosts.host(HERA).meta().version()).isGreaterThan(before);
    assertThat(hosts.host(HERA).meta().hosts().get(ZEUS).id()).isEqualTo(hosts.wired(ZEUS).store);
  }

  /** The hosts whose stores hold a segment, the one that leads it first, as a host knows. */
  private static List<HostId> members(WiredHosts hosts, HostId asked, SegmentId segment) {
    return hosts.host(asked).meta().segments().get(segment).members().stream()
        .map(StoreName::host)
        .toList();
  }

  @Test
  void aSegmentWhoseStoresAreGoneStaysClosedUntilSomebodyAcceptsTheLoss() {
    WiredHosts hosts = new WiredHosts(1 << 20, HERA, JUNO);
    hosts.replace(JUNO, CopySettings.ALONE);
    assertThat(hosts.host(JUNO).status(0, 0, hosts.now).segments()).isEmpty();
    List<Reply> replies = new ArrayList<>();
    hosts.host(HERA).submit(new Request.Count(Template.any()), replies::add, hosts.now);
    hosts.pass(5_000);
    assertThat(replies).singleElement().asString().contains("all stores that held juno/0 are gone");

    hosts.replace(JUNO, ACCEPTS_LOSS);
    assertThat(hosts.host(JUNO).status(0, 0, hosts.now).segments())
        .singleElement()
        .satisfies(
            led -> {
              assertThat(led.open()).isTrue();
              assertThat(led.tokens()).isZero();
            });
  }

  @Test
  void whatAHostThatIsStartedAgainWithNothingLedIsLedByAnotherAtOnceAndItsAgainLater() {
    WiredHosts hosts = new WiredHosts(1 << 20, TWO, HERA, JUNO, ZEUS);
    Set<TokenId> written = new HashSet<>();
    for (int n = 0; n < 30; n++) {
      written.add(write(hosts, JUNO, n));
    }
    assertThat(hosts.host(ZEUS).status(0, 0, hosts.now).tokens()).isPositive();

    hosts.replace(ZEUS, TWO);
    assertThat(hosts.host(ZEUS).status(0, 0, hosts.now).segments())
        .as("2 s later what it founded is its again")
        .singleElement()
        .satisfies(
            led -> {
              assertThat(led.id()).isEqualTo(new SegmentId(ZEUS, 0));
              assertThat(led.tokens()).isPositive();
              assertThat(led.lacking()).isNull();
            });

    List<TokenId> taken = new ArrayList<>();
    for (Optional<TokenId> next = take(hosts, JUNO); next.isPresent(); next = take(hosts, JUNO)) {
      taken.add(next.get());
    }
    assertThat(taken).containsExactlyInAnyOrderElementsOf(written);
  }

  @Test
  void aMemberWhoseDiskStandsStillMakesWayForOneThatFollows() {
    WiredHosts hosts = new WiredHosts(1 << 20, TWO, HERA, JUNO, ZEUS);
    HostId member = member(hosts);
    hosts.wired(member).stalled = true;
    for (int n = 0; n < 30; n++) {
      Request.Write write =
          new Request.Write(Tuple.of("job", Map.of("n", n)), Long.MAX_VALUE, null);
      hosts.host(HERA).submit(write, reply -> {}, hosts.now);
    }
    hosts.pass(10_000);
    assertThat(member(hosts)).isNotEqualTo(member);
  }

  /** Who holds what hera leads, besides hera. */
  private static HostId member(WiredHosts hosts) {
    return hosts.host(HERA).status(0, 0, hosts.now).segments().get(0).copies().stream()
        .filter(copy -> copy.member() && !copy.host().equals(HERA))
        .map(HostStatus.Copy::host)
        .findAny()
        .orElseThrow();
  }

  @Test
  void metaGetsAnotherLeaderThoughItsVotersHadMissedTheOneBeforeForAWhile() {
    WiredHosts hosts = new WiredHosts(1 << 20, TWO, HERA, JUNO, ZEUS);
    HostId leader = leader(hosts, HERA);
    List<HostId> others =
        List.of(HERA, JUNO, ZEUS).stream().filter(host -> !host.equals(leader)).toList();
    for (HostId other : others) {
      hosts.unlink(leader, other);
      hosts.pass(3_000);
      hosts.link(leader, other);
      hosts.pass(2_000);
      assertThat(leader(hosts, other)).as("nobody else was elected").isEqualTo(leader);
    }
    others.forEach(other -> hosts.unlink(leader, other));
    hosts.pass(5_000);
    assertThat(others).contains(leader(hosts, others.get(0)));
  }

  @Test
  void aPrimaryThatIsAloneSaysWhomItsSegmentWaitsFor() {
    WiredHosts hosts = new WiredHosts(1 << 20, TWO, HERA, JUNO, ZEUS);
    hosts.unlink(HERA, JUNO);
    hosts.unlink(HERA, ZEUS);
    hosts.unlink(JUNO, ZEUS);
    hosts.pass(5_000);
    assertThat(hosts.host(HERA).status(0, 0, hosts.now).segments().get(0).lacking())
        .startsWith("it waits for ")
        .contains("META");

    hosts.link(HERA, JUNO);
    hosts.link(JUNO, ZEUS);
    hosts.link(HERA, ZEUS);
    hosts.pass(10_000);
    assertThat(hosts.host(HERA).status(0, 0, hosts.now).segments().get(0).lacking()).isNull();
  }

  private static HostId leader(WiredHosts hosts, HostId at) {
    return hosts.host(at).status(0, 0, hosts.now).leader().orElseThrow();
  }

  @Test
  void nobodyLeadsUnderAnEpochBelowOneThatItHasPromised() {
    WiredHosts hosts = new WiredHosts(1 << 20, TWO, HERA, JUNO, ZEUS);
    SegmentId segment = new SegmentId(HERA, 0);
    HostId member = member(hosts);
    LogRecord.Note note = noted(hosts, member, segment);
    Replication claim =
        new Replication.Claim(
            segment, note.promised() + 100, hosts.wired(member).store, note.log());
    HostId other = member.equals(JUNO) ? ZEUS : JUNO;
    hosts
        .host(member)
        .receive(other, List.of(new Frame(0, 0, 0, new Message.Replicated(claim))), hosts.now);
    hosts.settle();
    assertThat(noted(hosts, member, segment).promised()).isEqualTo(note.promised() + 100);

    hosts.unlink(HERA, JUNO);
    hosts.unlink(HERA, ZEUS);
    hosts.pass(3_000);
    assertThat(noted(hosts, member, segment).led()).as("never led here").isEqualTo(note.led());
    assertThat(hosts.host(member).status(0, 0, hosts.now).segments())
        .extracting(HostStatus.Led::id)
        .doesNotContain(segment);
  }

  /** What a host has put on record last of its copy of a segment. */
  private static LogRecord.Note noted(WiredHosts hosts, HostId at, SegmentId segment) {
    List<LogRecord> notes =
        hosts.wired(at).log.records(new SegmentId(at, SegmentId.NOTES)).stream()
            .filter(
                record -> record instanceof LogRecord.Note note && note.segment().equals(segment))
            .toList();
    return (LogRecord.Note) notes.get(notes.size() - 1);
  }

  private static TokenId write(WiredHosts hosts, HostId at, int n) {
    List<Reply> replies = new ArrayList<>();
    hosts.host(at).submit(job(n), replies::add, hosts.now);
    hosts.settle();
    return ((Reply.Written) replies.get(0)).lease().token();
  }

  private static Request job(int n) {
    return new Request.Write(Tuple.of("job", Map.of("n", n)), Long.MAX_VALUE, null);
  }

  private static Optional<TokenId> take(WiredHosts hosts, HostId at) {
    List<Reply> replies = new ArrayList<>();
    Template jobs = Template.ofType("job");
    hosts
        .host(at)
        .submit(new Request.TakeIfExists(jobs, 0, Consistency.SESSION), replies::add, hosts.now);
    hosts.settle();
    return ((Reply.Found) replies.get(0)).token().map(token -> token.id());
  }
}
