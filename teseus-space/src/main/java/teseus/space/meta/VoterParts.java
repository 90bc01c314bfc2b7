package teseus.space.meta;

import java.util.random.RandomGenerator;
import teseus.space.SegmentId;
import teseus.space.spi.Log;

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

  Decisions decisions(Replica replica, int partBytes, Runnable agreed) {
    return new Decisions(replica, outcomes(), partBytes, agreed);
  }

  /**
   * A voter that goes on from what it had written.
   *
   * @param log META's on this host
   * @param journal where it is written
   * @param found what it holds; the voter's from now on
   * @param replica what commands change; empty
   * @param random its only source of chance
   * @throws OtherVotersException if META's log was written under other voters
   */
  public final MetaStore voter(
      SegmentId log,
      MetaSettings settings,
      Log journal,
      VoterFound found,
      Replica replica,
      VoterHost host,
      RandomGenerator random,
      MetaStore.Listener listener) {
    found.check(log.founder(), settings.voters());
    VoterLog records =
        new VoterLog(log, journal, found.state(), host::now, found.epoch() + 1, found.next());
    return new Voter(settings, records, found.state(), replica, host, random, listener, this);
  }
}
