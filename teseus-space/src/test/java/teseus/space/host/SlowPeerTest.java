package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;
import static teseus.space.host.SomeTokens.ATHENA;
import static teseus.space.host.SomeTokens.HERA;
import static teseus.space.host.SomeTokens.HERA_0;
import static teseus.space.host.SomeTokens.ZEUS;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import teseus.space.BusyException;
import teseus.space.Consistency;
import teseus.space.HostId;
import teseus.space.LimitReached;
import teseus.space.OpId;
import teseus.space.SegmentId;
import teseus.space.Template;
import teseus.space.Tuple;
import teseus.space.wire.Message;

/** Hera reads nothing of what is aimed at her: what that costs the host that aims. */
class SlowPeerTest {
  private static final SegmentId ATHENA_0 = new SegmentId(ATHENA, 0);
  private static final int CREDIT = 64 << 10;
  private static final int BYTES = 10_000;
  private static final LoadLimits LOAD =
      new LoadLimits(10_000, 10_000, 10_000, 4 << 20, 4 << 20, CREDIT);

  private final Map<OpId, Long> aimed = new HashMap<>();
  private long sent;

  /** As if she were paused: the link stands, and nothing that is aimed at her arrives. */
  private void pause(WiredHosts hosts) {
    pause(hosts, message -> false);
  }

  private void pause(WiredHosts hosts, Predicate<Message> alsoLost) {
    hosts.lose(
        message -> {
          boolean hers = message instanceof Message.Aim aim && aim.segment().equals(HERA_0);
          if (hers) {
            Message.Aim aim = (Message.Aim) message;
            aimed.put(aim.op(), Credit.bytes(aim));
            sent += Credit.bytes(aim);
          }
          return hers || alsoLost.test(message);
        });
  }

  private long unread() {
    return aimed.values().stream().mapToLong(Long::longValue).sum();
  }

  private static Request job(int bytes) {
    return new Request.Write(
        Tuple.of("job", Map.of("load", "x".repeat(bytes))), Long.MAX_VALUE, null);
  }

  private static List<Reply> ask(WiredHosts hosts, HostId at, Request request) {
    List<Reply> replies = new ArrayList<>();
    OpId unused = hosts.host(at).submit(request, replies::add, hosts.now);
    hosts.settle();
    return replies;
  }

  private static List<List<Reply>> write(WiredHosts hosts, int many) {
    List<List<Reply>> written = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      written.add(ask(hosts, ZEUS, job(BYTES)));
    }
    return written;
  }

  private static long done(List<List<Reply>> written) {
    return written.stream()
        .filter(w -> !w.isEmpty() && w.get(w.size() - 1) instanceof Reply.Written)
        .count();
  }

  @Test
  void holdsNoMoreThanItsCreditWhileWritesGoElsewhere() {
    WiredHosts hosts = new WiredHosts(64 << 20, LOAD, HERA, ZEUS, ATHENA);
    pause(hosts);
    int many = 400; // as many bytes as limits.pending allows
    List<List<Reply>> written = write(hosts, many);
    assertThat(unread()).isBetween((long) CREDIT / 2, (long) CREDIT);
    assertThat(done(written)).isEqualTo(many - aimed.size());
    assertThat(hosts.host(ZEUS).load().aims()).isEqualTo(aimed.size());

    hosts.lose(message -> false);
    hosts.link(ZEUS, HERA); // a new link: all that was lost with the old one is sent anew
    hosts.pass(1_000);
    assertThat(hosts.host(ZEUS).load().aims()).isZero();
    assertThat(count(hosts)).isEqualTo(many);
  }

  @Test
  void isSentWhatItHasNotAnsweredAgainOneByOneAndMoreAndMoreRarely() {
    WiredHosts hosts = new WiredHosts(64 << 20, LOAD, HERA, ZEUS, ATHENA);
    pause(hosts);
    write(hosts, 100);
    assertThat(aimed).hasSizeGreaterThan(3);
    long before = sent;
    hosts.pass(800); // eight times as long as it takes for one to be sent again
    assertThat(sent - before).isLessThanOrEqualTo(3L * (BYTES + 200));
    assertThat(sent).isGreaterThan(before);

    hosts.lose(message -> false);
    hosts.pass(2_000); // one gets through, and the others after it
    assertThat(hosts.host(ZEUS).load().aims()).isZero();
    assertThat(count(hosts)).isEqualTo(100);
  }

  @Test
  void isPassedOverAndAuctionsSayWhy() {
    WiredHosts hosts = new WiredHosts(64 << 20, LOAD, HERA, ZEUS, ATHENA);
    pause(hosts);
    write(hosts, 100);
    Explained last = hosts.host(ZEUS).lastAuction().orElseThrow();
    Explained.Bidder hera =
        last.bidders().stream().filter(one -> one.host().equals(HERA)).findAny().orElseThrow();
    assertThat(hera.fate()).isEqualTo(Explained.Fate.RULED_OUT);
    assertThat(hera.why()).contains(unread() + " bytes that it was sent are not answered");
    assertThat(last.winner()).isPresent();
  }

  @Test
  void isWaitedForWhereNobodyElseHasRoomAndNothingIsDoneIfThatTakesTooLong() {
    int large = 1_000_000;
    WiredHosts hosts =
        new WiredHosts(
            id -> id.equals(HERA) ? 64 << 20 : 1_000, CopySettings.ALONE, HERA, ZEUS, ATHENA);
    pause(hosts);
    List<List<Reply>> written = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      written.add(ask(hosts, ZEUS, job(large)));
    }
    assertThat(aimed).hasSize(16); // of 16 MiB
    hosts.pass(1_100);
    assertThat(written).allMatch(replies -> replies.size() == 1);
    List<BusyException> busy =
        written.stream()
            .map(replies -> ((Reply.Failed) replies.get(0)).why())
            .filter(BusyException.class::isInstance)
            .map(BusyException.class::cast)
            .toList();
    assertThat(busy).hasSize(4);
    LimitReached limit = busy.get(0).limit().orElseThrow();
    assertThat(limit.setting()).isEqualTo("limits.pending-per-peer");
    assertThat(limit.used()).isEqualTo(unread());
    assertThat(busy.get(0)).hasMessageContaining("nothing was written: host hera has not answered");

    List<Reply> later = ask(hosts, ZEUS, job(large));
    hosts.lose(message -> false);
    hosts.pass(3_000);
    assertThat(later.get(0)).isInstanceOf(Reply.Written.class);
    assertThat(count(hosts)).isEqualTo(17); // those that were told "unknown" were done after all
  }

  @Test
  void aTakeThatWaitsForItGoesToAnotherThatCalls() {
    WiredHosts hosts = hosts();
    letter(hosts, HERA);
    letter(hosts, ATHENA);
    pause(
        hosts, message -> message instanceof Message.Wait wait && wait.segment().equals(ATHENA_0));
    List<Reply> taken = ask(hosts, ZEUS, new Request.Take(Template.ofType("letter"), 60_000));
    assertThat(taken).isEmpty(); // it was called by hera alone
    assertThat(hosts.host(ZEUS).load().aims()).isEqualTo(aimed.size() + 1);
    pause(hosts);
    hosts.pass(150);
    assertThat(taken).hasSize(1);
    assertThat(((Reply.Found) taken.get(0)).token().orElseThrow().segment().founder())
        .isEqualTo(ATHENA);
  }

  @Test
  void aTakeThatCannotAskForTheOnlyMatchSaysSo() {
    WiredHosts hosts = hosts();
    letter(hosts, HERA);
    Template letters = Template.ofType("letter");
    List<Reply> waiting = ask(hosts, ZEUS, new Request.Take(letters, 500));
    List<Reply> taken =
        ask(hosts, ZEUS, new Request.TakeIfExists(letters, 500, Consistency.SESSION));
    hosts.pass(500);
    assertThat(waiting).containsExactly(TakingOperation.empty());
    hosts.pass(1_000);
    assertThat(((Reply.Failed) taken.get(0)).why())
        .isInstanceOf(BusyException.class)
        .hasMessageContaining("nothing was taken");
    assertThat(hosts.host(ZEUS).load().operations()).isEqualTo(aimed.size());
  }

  @Test
  void whatWaitsForItIsCalledOffAtOnce() {
    WiredHosts hosts = hosts();
    letter(hosts, HERA);
    List<Reply> replies = new ArrayList<>();
    Request take = new Request.Take(Template.ofType("letter"), 60_000);
    OpId op = hosts.host(ZEUS).submit(take, replies::add, hosts.now);
    hosts.settle();
    assertThat(replies).isEmpty();
    hosts.host(ZEUS).cancel(op, true, hosts.now);
    assertThat(replies).containsExactly(TakingOperation.empty());
  }

  /** Zeus has credit left with athena, and not with hera. */
  private WiredHosts hosts() {
    LoadLimits little = new LoadLimits(10_000, 10_000, 10_000, 4 << 20, 4 << 20, 1 << 10);
    WiredHosts hosts = new WiredHosts(64 << 20, little, HERA, ZEUS, ATHENA);
    pause(hosts);
    for (int i = 0; aimed.isEmpty(); i++) {
      assertThat(i).isLessThan(100);
      ask(hosts, ZEUS, job(2_000));
    }
    return hosts;
  }

  /** A letter in the segment of one host, and of no other. */
  private static void letter(WiredHosts hosts, HostId at) {
    while (true) {
      List<Reply> written =
          ask(hosts, at, new Request.Write(Tuple.of("letter", Map.of()), 1 << 20, null));
      Reply.Written there = (Reply.Written) written.get(0);
      if (there.lease().segment().founder().equals(at)) {
        return;
      }
      List<Reply> back = ask(hosts, at, new Request.CancelLease(there.lease().token(), null));
      assertThat(back).containsExactly(new Reply.LeaseCancelled(true));
    }
  }

  private static long count(WiredHosts hosts) {
    List<Reply> counted = ask(hosts, ZEUS, new Request.Count(Template.ofType("job")));
    return ((Reply.Counted) counted.get(0)).count();
  }
}
