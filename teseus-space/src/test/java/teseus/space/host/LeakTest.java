package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import teseus.space.HostId;
import teseus.space.OpId;
import teseus.space.SegmentId;
import teseus.space.Template;
import teseus.space.host.LeakRun.Happened;
import teseus.space.wire.TransactionMessage;

/** An hour of virtual time in which much is asked and little is seen to its end leaves nothing. */
class LeakTest {
  private static final int HOUR = 3_600;
  private static final int A_WHILE = 900;
  private static final CopySettings COPIES = new CopySettings(2, 1, 500, 1 << 20, true);
  private static final int PERIODIC_TIMERS = 9;

  /** What has to happen more often than that in an hour. */
  private static final Map<Happened, Integer> OFTEN =
      Map.of(
          Happened.CALLED_OFF, 100,
          Happened.COMPUTED, 100,
          Happened.TOLD, 1_000,
          Happened.LAPSED_SUBSCRIPTION, 100,
          Happened.SUBSCRIBED_AGAIN, 20,
          Happened.SESSION, 50,
          Happened.CLIENT_ELSEWHERE, 10,
          Happened.TRANSACTION_ENDED, 50,
          Happened.LEFT_WALK, 20,
          Happened.CUT_OFF, 20);

  /** Hosts whose tables keep something: they must not pass. */
  private enum Leak {
    KEEPS_SESSIONS(
        "sessions of hosts",
        new HostParts() {
          @Override
          SessionKeeper keeper(Map<SegmentId, Led> led, Post post, long leaseMs) {
            return new SessionKeeper(led, post, leaseMs) {
              @Override
              void expire(long now) {}
            };
          }
        }),
    KEEPS_WHO_WAITED(
        "waiters",
        new HostParts() {
          @Override
          Waiting waiting(
              OpId op,
              int turn,
              Template template,
              boolean take,
              boolean sure,
              @Nullable OpId transaction,
              Asking asking) {
            return new Waiting(op, turn, template, take, sure, transaction, asking) {
              @Override
              void leave() {}
            };
          }
        }),
    KEEPS_CREDIT(
        "aims",
        new HostParts() {
          @Override
          Credit credit(long most, long resend) {
            return new Credit(most, resend) {
              @Override
              void give(Debit debit, long now) {}
            };
          }
        }),
    KEEPS_FOLLOWERS(
        "followers",
        new HostParts() {
          @Override
          Feed feed(Segment segment, History history, long store, Post post, int most) {
            return new Feed(segment, history, store, post, most) {
              @Override
              void leave(Follower.Key key) {}
            };
          }
        }),
    KEEPS_DECISIONS(
        "transactions",
        new HostParts() {
          @Override
          Coordinator coordinator(Aims aims, Participant participant, AskingParts parts) {
            return new Coordinator(aims, participant, parts) {
              @Override
              boolean enough(Set<SegmentId> left) {
                return false;
              }
            };
          }
        }),
    KEEPS_WHAT_IT_AGREED_TO(
        "transactions",
        new HostParts() {
          @Override
          Participant participant(
              HostLedger ledger,
              HybridClock clock,
              Aims aims,
              AskingParts parts,
              Cuts cuts,
              Leases leases) {
            return new Participant(ledger, clock, aims, parts, cuts, leases) {
              @Override
              void onDecided(TransactionMessage.Decided decided, long now) {}
            };
          }
        });

    private final String table;
    private final HostParts parts;

    Leak(String table, HostParts parts) {
      this.table = table;
      this.parts = parts;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void anHourLeavesNothingBehind(long seed) {
    LeakRun run = assertNothingIsLeft(seed, CopySettings.ALONE);
    assertThat(run.times(Happened.TAKEN_OVER)).as("segments led by others").isZero();
  }

  @Test
  void anHourInWhichOthersTakeOverLeavesNothingBehind() {
    LeakRun run = assertNothingIsLeft(3, COPIES);
    assertThat(run.times(Happened.TAKEN_OVER)).as("segments led by others").isGreaterThan(10);
  }

  @ParameterizedTest
  @EnumSource(Leak.class)
  void whatIsKeptIsNoticed(Leak leak) {
    LeakRun run = new LeakRun(leak.parts, CopySettings.ALONE, 1);
    run.run(A_WHILE);
    assertThatThrownBy(() -> assertNothingIsLeft(run, leak.name()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(leak.table + ", " + leak.name());
  }

  private static LeakRun assertNothingIsLeft(long seed, CopySettings copies) {
    LeakRun run = new LeakRun(new HostParts(), copies, seed);
    run.run(HOUR);
    assertMuchHappened(run);
    assertNothingIsLeft(run, "seed " + seed);
    return run;
  }

  private static void assertNothingIsLeft(LeakRun run, String where) {
    for (HostId id : LeakRun.IDS) {
      assertNothingIsUnderWay(run, id, where + ", " + id);
      assertNothingIsKept(run, id, where + ", " + id);
    }
  }

  /** So that an empty table says something. */
  private static void assertMuchHappened(LeakRun run) {
    WiredHosts hosts = run.hosts;
    List<HostStatus> all =
        LeakRun.IDS.stream().map(id -> hosts.host(id).status(0, 0, hosts.now)).toList();
    assertThat(all.stream().mapToLong(HostStatus::written).sum()).as("written").isGreaterThan(500);
    assertThat(all.stream().mapToLong(HostStatus::taken).sum()).as("taken").isGreaterThan(100);
    assertThat(all.stream().mapToLong(HostStatus::expired).sum()).as("expired").isGreaterThan(100);
    assertThat(run.locking()).as("transactions at once").isGreaterThan(3);
    OFTEN.forEach((what, some) -> assertThat(run.times(what)).as("%s", what).isGreaterThan(some));
  }

  private static void assertNothingIsUnderWay(LeakRun run, HostId id, String where) {
    HostLoad load = run.hosts.host(id).load();
    assertThat(load.operations()).as("operations, %s", where).isZero();
    assertThat(load.aims()).as("aims, %s", where).isZero();
    assertThat(load.questions()).as("questions, %s", where).isZero();
    assertThat(load.waiters()).as("waiters, %s", where).isZero();
    assertThat(load.held()).as("held, %s", where).isZero();
    assertThat(load.subscriptions()).as("subscriptions, %s", where).isZero();
    assertThat(load.transactions()).as("transactions, %s", where).isZero();
    assertThat(load.followers()).as("followers, %s", where).isZero();
    assertThat(load.timers()).as("timers, %s", where).isLessThanOrEqualTo(PERIODIC_TIMERS);
    assertThat(load.sessions()).as("its own session, %s", where).isLessThanOrEqualTo(1);
    assertThat(load.remembered())
        .as("sessions of hosts, %s", where)
        .isLessThanOrEqualTo(LeakRun.IDS.size());
    HostStatus status = run.hosts.host(id).status(10, 10, run.hosts.now);
    assertThat(status.tokens()).as("tokens, %s", where).isZero();
    assertThat(status.active()).as("active tuples, %s", where).isZero();
    assertThat(status.used()).as("bytes used, %s", where).isZero();
    assertThat(status.waitingTotal()).as("waiting, %s", where).isZero();
  }

  /** What its log adds up to is what it has in memory: the simulator checks that. */
  private static void assertNothingIsKept(LeakRun run, HostId id, String where) {
    HeldLog log = run.hosts.wired(id).log;
    SegmentState state = log.recover(log.end()).whole(new SegmentId(id, 0)).state();
    assertThat(state.store().size()).as("tokens in the log, %s", where).isZero();
    assertThat(state.transactions().prepared()).as("prepared, %s", where).isEmpty();
    assertThat(state.transactions().decided()).as("decided, %s", where).isEmpty();
    assertThat(state.sessions().entries()).as("open, %s", where).hasSizeLessThanOrEqualTo(3);
    state
        .sessions()
        .entries()
        .values()
        .forEach(
            entry -> assertThat(entry.done()).as("records, %s", where).hasSizeLessThanOrEqualTo(3));
    assertThat(state.sessions().ended())
        .as("ended sessions, remembered for their era and the next, %s", where)
        .hasSizeLessThanOrEqualTo(
            run.times(Happened.SESSION)
                + (3 + run.times(Happened.CUT_OFF)) * LeakRun.IDS.size()); // whom nobody heard
  }
}
