package teseus.space.meta;

import java.util.random.RandomGenerator;
import teseus.space.SegmentId;
import teseus.space.spi.Log;
import teseus.space.wire.MetaImageCodec;
import teseus.space.wire.StoreName;

/**
 * Makes voters, of parts that hold a rule each. Tests make voters with one part broken, to see that
 * the simulator notices.
 */
public class VoterParts {
  /** As they should be. */
  public VoterParts() {}

  RaftGate gate() {
    return new RaftGate();
  }

  RaftMender mender() {
    return new RaftMender();
  }

  Outcomes outcomes() {
    return new Outcomes();
  }

  Decisions decisions(
      Replica replica, int partBytes, MetaImageCodec.Image beginning, Runnable agreed) {
    return new Decisions(replica, outcomes(), partBytes, beginning, agreed);
  }

  /**
   * META as a host keeps it that goes on from what it had written.
   *
   * @param self the host, and the folder that it votes from
   * @param journal where it is written
   * @param found what it holds; the voter's from now on
   * @param replica what commands change; empty
   * @param random its only source of chance
   */
  public final MetaStore keeper(
      StoreName self,
      MetaSettings settings,
      Log journal,
      VoterFound found,
      Replica replica,
      VoterHost host,
      RandomGenerator random,
      MetaStore.Listener listener) {
    SegmentId id = new SegmentId(self.host(), SegmentId.META);
    VoterLog log =
        new VoterLog(id, journal, found.state(), host::now, found.epoch() + 1, found.next());
    return groups(self, settings, log, found.state(), replica, host, random, listener);
  }

  VoterGroups groups(
      StoreName self,
      MetaSettings settings,
      VoterLog log,
      VoterState found,
      Replica replica,
      VoterHost host,
      RandomGenerator random,
      MetaStore.Listener listener) {
    return new VoterGroups(self, settings, log, found, replica, host, random, listener, this);
  }
}
