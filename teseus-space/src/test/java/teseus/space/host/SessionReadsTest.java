package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import teseus.space.Consistency;
import teseus.space.HostId;
import teseus.space.SegmentId;
import teseus.space.Template;
import teseus.space.Tuple;
import teseus.space.wire.Message;
import teseus.space.wire.StoreName;

/** Whom a look asks where segments have copies, and how old its answer may be. */
class SessionReadsTest {
  private static final HostId HERA = new HostId("hera");
  private static final HostId JUNO = new HostId("juno");
  private static final HostId ZEUS = new HostId("zeus");
  private static final SegmentId SEGMENT = new SegmentId(HERA, 0);
  private static final CopySettings TWO = new CopySettings(2, 1, 500, 1 << 20, true);

  private final WiredHosts hosts = new WiredHosts(1 << 20, TWO, HERA, JUNO, ZEUS);
  private int n;

  @BeforeEach
  void aJobComesToHera() {
    for (SegmentId at = null; !SEGMENT.equals(at); ) {
      assertThat(++n).as("writes until one comes to hera").isLessThan(100);
      List<Reply> replies = new ArrayList<>();
      Tuple job = Tuple.of("job", Map.of("n", n));
      hosts.host(HERA).call(new Request.Write(job, Long.MAX_VALUE, null), replies::add, hosts.now);
      hosts.settle();
      at = ((Reply.Written) replies.get(0)).lease().segment();
    }
  }

  private Template job() {
    return Template.ofType("job").where("n", n);
  }

  private List<Reply> call(Request request) {
    List<Reply> replies = new ArrayList<>();
    hosts.host(HERA).call(request, replies::add, hosts.now);
    return replies;
  }

  private Request read(Consistency consistency) {
    return new Request.ReadIfExists(job(), consistency);
  }

  private static boolean found(List<Reply> replies) {
    assertThat(replies).singleElement().isInstanceOf(Reply.Found.class);
    return ((Reply.Found) replies.get(0)).token().isPresent();
  }

  @Test
  void aCallerHereIsToldWhatThisHostLeadsAndNobodyIsAsked() {
    assertThat(found(call(read(Consistency.SESSION)))).isTrue();
    assertThat(found(call(new Request.Read(job(), 1_000)))).isTrue();
    assertThat(hosts.wired(HERA).sent.drain()).isEmpty();
  }

  @Test
  void aStrictLookAndARemoteClientsAskR() {
    List<Reply> remote = new ArrayList<>();
    hosts.host(HERA).submit(read(Consistency.SESSION), remote::add, hosts.now);
    List<Reply> waits = new ArrayList<>();
    hosts.host(HERA).submit(new Request.Read(job(), 1_000), waits::add, hosts.now);
    List<Reply> strict = call(read(Consistency.STRICT));
    assertThat(remote).isEmpty();
    assertThat(waits).isEmpty();
    assertThat(strict).isEmpty();
    hosts.settle();
    assertThat(found(remote)).isTrue();
    assertThat(found(waits)).isTrue();
    assertThat(found(strict)).isTrue();
  }

  @Test
  void aRemoteClientThatSaysWhatItHasHeardIsToldAtOnce() {
    long heard = hosts.host(ZEUS).heard();
    assertThat(found(submit(read(Consistency.SESSION), heard))).isTrue();
    assertThat(found(submit(new Request.Read(job(), 1_000), heard))).isTrue();
    assertThat(hosts.wired(HERA).sent.drain()).isEmpty();
  }

  @Test
  void aRemoteClientThatWasToldWhatWasSoLaterIsNotToldWhatWasSoBefore() {
    long before = hosts.host(HERA).heard();
    HostId next = takenFromTheNextPrimary();
    long heard = hosts.host(next).heard();
    assertThat(heard).isGreaterThan(before);
    List<Reply> told = submit(read(Consistency.SESSION), heard);
    List<Reply> boasts = submit(read(Consistency.SESSION), Long.MAX_VALUE);
    hosts.settle();
    assertThat(told).isEmpty();
    assertThat(boasts).isEmpty();
    assertThat(found(call(read(Consistency.SESSION))))
        .as("what a client says is believed for what it asks alone")
        .isTrue();
  }

  private List<Reply> submit(Request request, long heard) {
    List<Reply> replies = new ArrayList<>();
    hosts.host(HERA).submit(request, heard, replies::add, hosts.now);
    return replies;
  }

  @Test
  void whoHasHeardNothingMayBeToldWhatWasSo() {
    takenFromTheNextPrimary();
    assertThat(found(call(read(Consistency.SESSION)))).isTrue();
    List<Reply> strict = call(read(Consistency.STRICT));
    hosts.pass(1_000);
    assertThat(strict)
        .singleElement()
        .asString()
        .contains("nobody within reach leads juno/0, zeus/0")
        .contains("no answer came in time from hera/0");
  }

  /**
   * Neither META nor the next primary tells hera that it leads the segment no more. But somebody
   * who knows it does say something.
   */
  @Test
  void whoHasHeardFromSomebodyWhoKnowsOfAnotherPrimaryIsNotToldWhatWasSoBefore() {
    HostId next = takenFromTheNextPrimary();
    hosts.lose(
        said ->
            said instanceof Message.MetaTold
                || said instanceof Message.Voting
                || said instanceof Message.Replicated);
    hosts.link(HERA, next.equals(JUNO) ? ZEUS : JUNO);
    hosts.settle();
    assertThat(leadsItsOwn()).as("as far as it knows").isTrue();
    List<Reply> now = call(read(Consistency.SESSION));
    List<Reply> waits = call(new Request.Read(job(), 20_000));
    hosts.settle();
    assertThat(now).isEmpty();
    assertThat(waits).isEmpty();

    hosts.lose(said -> false);
    hosts.link(HERA, next);
    hosts.pass(20_000);
    assertThat(now)
        .as("its time was over before the news came")
        .singleElement()
        .isInstanceOf(Reply.Failed.class);
    assertThat(found(waits)).isFalse();
    List<Reply> then = call(read(Consistency.SESSION));
    hosts.settle();
    assertThat(found(then)).isFalse();
  }

  /** Hera is cut off; another leads its segment, and gives the job away. Returns that host. */
  private HostId takenFromTheNextPrimary() {
    hosts.unlink(HERA, JUNO);
    hosts.unlink(HERA, ZEUS);
    hosts.pass(3_000);
    assertThat(leadsItsOwn()).as("as far as it knows").isTrue();
    StoreName next = hosts.host(ZEUS).meta().segments().get(SEGMENT).members().get(0);
    assertThat(next.host()).isNotEqualTo(HERA);
    List<Reply> taken = new ArrayList<>();
    hosts.host(ZEUS).submit(new Request.Take(job(), 1_000), taken::add, hosts.now);
    hosts.settle();
    assertThat(found(taken)).isTrue();
    return next.host();
  }

  private boolean leadsItsOwn() {
    return hosts.host(HERA).status(0, 0, hosts.now).segments().stream()
        .anyMatch(led -> led.id().equals(SEGMENT) && led.open());
  }
}
