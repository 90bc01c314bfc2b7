package teseus.space.meta;

import io.microraft.RaftConfig;
import io.microraft.RaftEndpoint;
import io.microraft.RaftNode;
import io.microraft.RaftNode.RaftNodeBuilder;
import io.microraft.impl.RaftNodeImpl;
import io.microraft.impl.state.RaftState;
import io.microraft.model.message.RaftMessage;
import io.microraft.transport.Transport;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import teseus.space.HostId;
import teseus.space.wire.MetaCommand;
import teseus.space.wire.MetaImageCodec;
import teseus.space.wire.MetaState;
import teseus.space.wire.NumberedCommand;
import teseus.space.wire.VoterMessage;

/**
 * A voter of one group, on MicroRaft: a gate in front of what it says, a mender in front of what it
 * hears.
 */
final class Voter {
  // Who comes to lead adds an entry of its own to a log that the library has made for so many and
  // no more; without it it leads in name alone, for good. So many times in a row it may be chosen
  // and agree on nothing: for some hours.
  private static final int TERMS = 10_000;
  private static final Logger LIBRARY = Logger.getLogger("io.microraft"); // kept, or it forgets

  static {
    LIBRARY.setLevel(Level.SEVERE); // it tells of every vote, and of it as a warning
  }

  /** A command that this voter has appended as a leader. */
  private static final class Pending {
    private MetaStore.Answer answer;

    Pending(MetaStore.Answer answer) {
      this.answer = answer;
    }
  }

  private final HostId self;
  private final long group;
  private final List<HostId> voters;
  private final MetaSettings settings;
  private final VoterLog log;
  private final Replica replica;
  private final VoterHost host;
  private final MetaStore.Listener listener;
  private final RaftTurns turns;
  private final RaftGate gate;
  private final RaftMender mender;
  private final Decisions decisions;
  private final RaftNode node;
  private final Map<Long, Pending> pending = new HashMap<>();

  /**
   * One that goes on from what it had written in its group.
   *
   * @param beginning what META was when the group began
   * @param gate holds back what it says
   */
  Voter(
      MetaSettings settings,
      MetaImageCodec.Image beginning,
      VoterLog log,
      VoterState found,
      Replica replica,
      VoterHost host,
      RaftGate gate,
      RandomGenerator random,
      MetaStore.Listener listener,
      VoterParts parts) {
    this.self = log.id().founder();
    this.group = beginning.state().voters().number();
    this.voters = beginning.state().voters().hosts();
    this.settings = settings;
    this.log = log;
    this.replica = replica;
    this.host = host;
    this.gate = gate;
    this.listener = listener;
    turns = new RaftTurns(host::now, host::after, settings.beatMs());
    mender = parts.mender();
    decisions = parts.decisions(replica, settings.partBytes(), beginning, this::agreed);
    RaftNodeBuilder builder =
        RaftNode.newBuilder()
            .setGroupId(VoterMessages.GROUP)
            .setConfig(config(random))
            .setExecutor(turns)
            .setTransport(new Links())
            .setStore(log)
            .setStateMachine(decisions)
            .setRandom(new Random(random.nextLong()))
            .setClock(turns.clock());
    found
        .restored(self, voters)
        .ifPresentOrElse(
            builder::setRestoredState,
            () ->
                builder
                    .setLocalEndpoint(new VoterName(self))
                    .setInitialGroupMembers(VoterName.all(voters)));
    node = builder.build();
    node.start();
  }

  private RaftConfig config(RandomGenerator random) {
    return RaftConfig.newBuilder()
        .setLeaderElectionTimeoutMillis(500 + random.nextInt(1_000))
        .setLeaderHeartbeatPeriodSecs(1)
        .setLeaderHeartbeatTimeoutSecs(4)
        .setCommitCountToTakeSnapshot(settings.commands())
        .setMaxPendingLogEntryCount(mostPending() + TERMS)
        .setAppendEntriesRequestBatchSize(Math.min(32, mostPending() / 2))
        .setTransferSnapshotsFromFollowersEnabled(false) // by the leader alone: RaftMender
        .setRaftNodeReportPublishPeriodSecs(3_600)
        .build();
  }

  /** How many commands may be open that are not agreed on yet. */
  private int mostPending() {
    return settings.commands() * 2 / 3;
  }

  /** Who leads, as far as this voter knows; null if nobody does. */
  @Nullable HostId leader() {
    RaftEndpoint leader = node.getTerm().getLeaderEndpoint();
    return leader == null ? null : VoterName.host(leader);
  }

  /** As {@link MetaStore#submit}. */
  void submit(long number, MetaCommand command, MetaStore.Answer answer) {
    if (!self.equals(leader())) {
      answer.elsewhere();
      return;
    }
    Pending open = pending.get(number);
    if (open != null) {
      open.answer = answer; // it is under way; who stops leading gives up all that is
      return;
    }
    if (full()) {
      answer.elsewhere();
      return;
    }
    Pending its = new Pending(answer);
    pending.put(number, its);
    node.<Object>replicate(new NumberedCommand(number, command))
        .whenComplete(
            (done, failed) ->
                say(
                    () -> {
                      pending.remove(number);
                      if (failed == null && done.getResult() != Decisions.Over.ONE) {
                        its.answer.done((String) done.getResult());
                      } else {
                        its.answer.elsewhere();
                      }
                    }));
  }

  /** Whether as much is not agreed on yet as its log has room for, but for {@link #TERMS}. */
  private boolean full() {
    RaftState state = ((RaftNodeImpl) node).state();
    long open = state.log().lastLogOrSnapshotIndex() - state.commitIndex();
    return Math.max(open, pending.size()) >= mostPending();
  }

  /** Another voter of the group said something. */
  void received(HostId from, VoterMessage message) {
    if (voters.contains(from)) {
      mender.received(node, VoterMessages.theirs(from, message, voters)).ifPresent(node::handle);
    }
  }

  /** Does all that is to be done now; false if there was nothing. */
  boolean run() {
    return turns.run();
  }

  /** What META is where the next group begins; empty as long as none is named. */
  Optional<MetaImageCodec.Image> next() {
    return decisions.over() ? Optional.of(decisions.image()) : Optional.empty();
  }

  /** Does nothing any more; who has asked it for something is to ask the next group. */
  void close() {
    turns.close();
    pending.values().forEach(its -> say(its.answer::elsewhere));
    pending.clear();
  }

  /** Says something once all that was written so far is safe. */
  private void say(Runnable what) {
    gate.say(log.last(), what);
  }

  private void agreed() {
    MetaState state = replica.state();
    boolean leads = self.equals(leader());
    say(() -> listener.agreed(state, leads));
  }

  private final class Links implements Transport {
    @Override
    public void send(RaftEndpoint to, RaftMessage message) {
      VoterMessage mended = VoterMessages.ours(mender.said(message));
      say(() -> host.send(VoterName.host(to), group, mended));
    }

    @Override
    public boolean isReachable(RaftEndpoint voter) {
      return true;
    }
  }
}
