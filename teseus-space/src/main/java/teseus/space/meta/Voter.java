package teseus.space.meta;

import io.microraft.RaftConfig;
import io.microraft.RaftEndpoint;
import io.microraft.RaftNode;
import io.microraft.RaftNode.RaftNodeBuilder;
import io.microraft.model.message.RaftMessage;
import io.microraft.transport.Transport;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import teseus.space.HostId;
import teseus.space.SegmentId;
import teseus.space.wire.MetaCommand;
import teseus.space.wire.MetaState;
import teseus.space.wire.NumberedCommand;
import teseus.space.wire.VoterMessage;

/** A voter on MicroRaft: a gate in front of what it says, a mender in front of what it hears. */
final class Voter implements MetaStore {
  private static final Logger LIBRARY = Logger.getLogger("io.microraft"); // kept, or it forgets

  static {
    LIBRARY.setLevel(Level.SEVERE); // it tells of every vote, and of it as a warning
  }

  /** A command that this voter has appended as a leader. */
  private static final class Pending {
    private Answer answer;

    Pending(Answer answer) {
      this.answer = answer;
    }
  }

  private final VoterName self;
  private final MetaSettings settings;
  private final VoterLog log;
  private final Replica replica;
  private final VoterHost host;
  private final Listener listener;
  private final RaftTurns turns;
  private final RaftGate gate;
  private final RaftMender mender;
  private final RaftNode node;
  private final Map<Long, Pending> pending = new HashMap<>();

  Voter(
      MetaSettings settings,
      VoterLog log,
      VoterState found,
      Replica replica,
      VoterHost host,
      RandomGenerator random,
      Listener listener,
      VoterParts parts) {
    this.self = new VoterName(log.id().founder());
    this.settings = settings;
    this.log = log;
    this.replica = replica;
    this.host = host;
    this.listener = listener;
    turns = new RaftTurns(host::now, host::after, settings.beatMs());
    gate = parts.gate();
    mender = parts.mender();
    RaftNodeBuilder builder =
        RaftNode.newBuilder()
            .setGroupId(VoterMessages.GROUP)
            .setConfig(config(random))
            .setExecutor(turns)
            .setTransport(new Links())
            .setStore(log)
            .setStateMachine(parts.decisions(replica, settings.partBytes(), this::agreed))
            .setRandom(new Random(random.nextLong()))
            .setClock(turns.clock());
    found
        .restored(self.host())
        .ifPresentOrElse(
            builder::setRestoredState,
            () ->
                builder
                    .setLocalEndpoint(self)
                    .setInitialGroupMembers(VoterName.all(settings.voters())));
    node = builder.build();
  }

  private RaftConfig config(RandomGenerator random) {
    int pending = settings.commands() * 2 / 3;
    return RaftConfig.newBuilder()
        .setLeaderElectionTimeoutMillis(500 + random.nextInt(1_000))
        .setLeaderHeartbeatPeriodSecs(1)
        .setLeaderHeartbeatTimeoutSecs(4)
        .setCommitCountToTakeSnapshot(settings.commands())
        .setMaxPendingLogEntryCount(pending)
        .setAppendEntriesRequestBatchSize(Math.min(32, pending / 2))
        .setTransferSnapshotsFromFollowersEnabled(false) // by the leader alone: RaftMender
        .setRaftNodeReportPublishPeriodSecs(3_600)
        .build();
  }

  @Override
  public SegmentId log() {
    return log.id();
  }

  @Override
  public void start() {
    node.start();
  }

  @Override
  public @Nullable HostId leader() {
    RaftEndpoint leader = node.getTerm().getLeaderEndpoint();
    return leader == null ? null : VoterName.host(leader);
  }

  @Override
  public void submit(long number, MetaCommand command, Answer answer) {
    if (!self.host().equals(leader())) {
      answer.elsewhere();
      return;
    }
    Pending open = pending.get(number);
    if (open != null) {
      open.answer = answer; // it is under way; who stops leading gives up all that is
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
                      if (failed == null) {
                        its.answer.done((String) done.getResult());
                      } else {
                        its.answer.elsewhere();
                      }
                    }));
  }

  @Override
  public void received(HostId from, VoterMessage message) {
    if (settings.voters().contains(from)) {
      mender
          .received(node, VoterMessages.theirs(from, message, settings.voters()))
          .ifPresent(node::handle);
    }
  }

  @Override
  public void forced(long position) {
    gate.forced(position);
    boolean unused = gate.release();
  }

  @Override
  public boolean run() {
    return turns.run() | gate.release();
  }

  @Override
  public void checkpoint() {
    if (gate.safe(log.last())) {
      log.checkpoint();
    }
  }

  /** Says something once all that was written so far is safe. */
  private void say(Runnable what) {
    gate.say(log.last(), what);
  }

  private void agreed() {
    MetaState state = replica.state();
    boolean leads = self.host().equals(leader());
    say(() -> listener.agreed(state, leads));
  }

  private final class Links implements Transport {
    @Override
    public void send(RaftEndpoint to, RaftMessage message) {
      VoterMessage mended = VoterMessages.ours(mender.said(message));
      say(() -> host.send(VoterName.host(to), mended));
    }

    @Override
    public boolean isReachable(RaftEndpoint voter) {
      return true;
    }
  }
}
