package teseus.space.sim;

import io.microraft.Ordered;
import io.microraft.QueryPolicy;
import io.microraft.RaftConfig;
import io.microraft.RaftEndpoint;
import io.microraft.RaftNode;
import io.microraft.RaftNode.RaftNodeBuilder;
import io.microraft.RaftRole;
import io.microraft.model.message.RaftMessage;
import io.microraft.persistence.RestoredRaftState;
import io.microraft.report.RaftNodeReport;
import io.microraft.transport.Transport;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** A voter, from a start to the next crash. Whoever calls it lets it {@link #run} then. */
final class RaftVoter {
  /** A voter's name. */
  record Name(String name) implements RaftEndpoint {
    @Override
    public Object getId() {
      return name;
    }
  }

  private final Name name;
  private final RaftDisk disk;
  private final RaftTurns turns;
  private final RaftGate gate;
  private final RaftGate safe;
  private final RaftMender mender;
  private final RaftTruth truth;
  private final BiConsumer<Name, RaftMessage> network;
  private final CasRegister register = new CasRegister(new Applied());
  private final RaftNode node;

  /**
   * A voter that goes on from what is on its disk.
   *
   * @param gate holds what it says
   * @param mender puts right what the library would misjudge
   * @param network takes what it says to others
   */
  RaftVoter(
      Name name,
      List<Name> all,
      RaftDisk disk,
      RaftTurns turns,
      RaftGate gate,
      RaftMender mender,
      RandomGenerator random,
      RaftTruth truth,
      BiConsumer<Name, RaftMessage> network) {
    this.name = name;
    this.disk = disk;
    this.turns = turns;
    this.gate = gate;
    this.safe = new RaftGate(disk.size());
    this.mender = mender;
    this.truth = truth;
    this.network = network;
    RaftNodeBuilder builder =
        RaftNode.newBuilder()
            .setGroupId("META")
            .setConfig(config(random))
            .setExecutor(turns)
            .setTransport(new Links())
            .setStore(disk)
            .setStateMachine(register)
            .setRaftNodeReportListener(this::reported)
            .setRandom(new Random(random.nextLong()))
            .setClock(turns.clock());
    Optional<RestoredRaftState> found = disk.restore();
    node =
        found.isPresent()
            ? builder.setRestoredState(found.get()).build()
            : builder.setLocalEndpoint(name).setInitialGroupMembers(List.copyOf(all)).build();
    node.start();
  }

  /** Small bounds, so that snapshots are taken and sent, and pauses are felt. */
  private static RaftConfig config(RandomGenerator random) {
    return RaftConfig.newBuilder()
        .setLeaderElectionTimeoutMillis(500 + random.nextInt(1_000))
        .setLeaderHeartbeatPeriodSecs(1)
        .setLeaderHeartbeatTimeoutSecs(4)
        .setCommitCountToTakeSnapshot(15)
        .setMaxPendingLogEntryCount(10)
        .setAppendEntriesRequestBatchSize(5)
        .setTransferSnapshotsFromFollowersEnabled(false) // by the leader alone: RaftMender
        .setRaftNodeReportPublishPeriodSecs(3_600)
        .build();
  }

  /** Does all that is to be done now. */
  void run() {
    turns.run();
  }

  /** Its disk has forced so many records. */
  void forced(int count) {
    safe.forced(count);
    gate.forced(count);
  }

  /** It crashed, and so many records turn out to have been forced. */
  void survived(int count) {
    safe.forced(count);
  }

  void receive(RaftMessage message) {
    mender.received(node, message).ifPresent(node::handle);
  }

  /**
   * Somebody asks for something.
   *
   * @param told the answer, or empty if it cannot be had here
   */
  void ask(Object operation, Consumer<Optional<CasRegister.Answer>> told) {
    CompletableFuture<Ordered<CasRegister.Answer>> asked =
        operation instanceof CasRegister.Read
            ? node.query(operation, QueryPolicy.LINEARIZABLE, Optional.empty(), Optional.empty())
            : node.replicate(operation);
    asked.whenComplete(
        (answer, failed) ->
            say(() -> told.accept(Optional.ofNullable(answer).map(Ordered::getResult))));
  }

  /** What its register is now. */
  CasRegister.Answer state() {
    return register.state();
  }

  private void say(Runnable what) {
    gate.say(disk.size(), what);
  }

  /** Tells the truth of something once it is safe. */
  private void note(Runnable what) {
    safe.say(disk.size(), what);
  }

  private void reported(RaftNodeReport report) {
    if (report.getRole() == RaftRole.LEADER) {
      int term = report.getTerm().getTerm();
      note(() -> truth.leads(name.name, term));
    }
  }

  private final class Applied implements CasRegister.Listener {
    @Override
    public void applied(long index, Object operation, int digest, CasRegister.Answer state) {
      note(() -> truth.applied(name.name, index, operation, digest, state));
    }

    @Override
    public void installed(long index, int digest) {
      note(() -> truth.installed(name.name, index, digest));
    }
  }

  private final class Links implements Transport {
    @Override
    public void send(RaftEndpoint to, RaftMessage message) {
      RaftMessage mended = mender.said(message);
      say(() -> network.accept((Name) to, mended));
    }

    @Override
    public boolean isReachable(RaftEndpoint voter) {
      return true;
    }
  }
}
