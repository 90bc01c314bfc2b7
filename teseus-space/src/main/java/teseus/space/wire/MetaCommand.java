package teseus.space.wire;

import java.util.List;
import java.util.Map;
import teseus.space.FieldIndex;
import teseus.space.HostId;
import teseus.space.SegmentId;

/** What may be asked of META; each changes its state by one version or is refused. */
public sealed interface MetaCommand {
  /**
   * A host says that it is there.
   *
   * @param host which
   * @param store the number drawn when its store was made
   * @param folder the number drawn when its data folder was made
   * @param incarnation how often that store was started
   * @param at where it can be reached
   * @param segments how many segments it founds
   */
  record Register(
      HostId host, long store, long folder, long incarnation, Whereabouts at, int segments)
      implements MetaCommand {}

  /**
   * A host is to be one of the cluster's, or has moved; nothing happens if it is there already.
   *
   * @param host which
   * @param at where it can be reached
   * @param segments how many segments it founds
   */
  record Admit(HostId host, Whereabouts at, int segments) implements MetaCommand {}

  /**
   * A host has a list of the cluster's hosts on record.
   *
   * @param host which
   * @param store the store that it is on record in
   * @param number the list's
   */
  record Knows(HostId host, long store, long number) implements MetaCommand {}

  /**
   * Tokens may come to a host that was added: whoever may say that there is none asks it.
   *
   * @param host which
   */
  record TakePart(HostId host) implements MetaCommand {}

  /**
   * A host that holds nothing is to be one of the cluster's no more; nothing happens if it is not.
   *
   * @param host which
   */
  record Remove(HostId host) implements MetaCommand {}

  /**
   * Others are to keep META: the last command that its present voters do.
   *
   * @param next who, with a number one above the present group's
   */
  record ChangeVoters(VoterGroup next) implements MetaCommand {}

  /**
   * Changes who leads a segment and who keeps it, if nobody else did since.
   *
   * @param segment which
   * @param expected its epoch so far; 0 if it is not founded
   * @param next what it is from now on, under a higher epoch
   */
  record Configure(SegmentId segment, long expected, SegmentConfig next) implements MetaCommand {}

  /**
   * A host is to hold nothing any more; nothing happens if it is drained already.
   *
   * @param host which
   */
  record Drain(HostId host) implements MetaCommand {}

  /**
   * A host that is drained takes part again; nothing happens if it is not drained.
   *
   * @param host which
   */
  record Readmit(HostId host) implements MetaCommand {}

  /**
   * A host that is being drained holds nothing any more.
   *
   * @param host which
   */
  record Leave(HostId host) implements MetaCommand {}

  /**
   * Sets how bids become awards, on all hosts.
   *
   * @param name a strategy's name
   * @param weights its weights by name; empty for its own defaults
   */
  record SetStrategy(String name, Map<String, Double> weights) implements MetaCommand {
    public SetStrategy {
      weights = Map.copyOf(weights);
    }
  }

  /**
   * Declares an index, on every host and for good; nothing happens if it is declared.
   *
   * @param index which
   */
  record DeclareIndex(FieldIndex index) implements MetaCommand {}

  /** The next era begins. */
  record RaiseEra() implements MetaCommand {}

  /**
   * A global snapshot begins.
   *
   * @param master the host that gathers it
   * @param segments whose cuts it waits for
   */
  record BeginSnapshot(HostId master, List<SegmentId> segments) implements MetaCommand {
    public BeginSnapshot {
      segments = List.copyOf(segments);
    }
  }

  /**
   * Every segment of a snapshot has cut.
   *
   * @param round its number
   * @param cuts the lsn of each segment's cut
   */
  record CommitSnapshot(long round, Map<SegmentId, Long> cuts) implements MetaCommand {
    public CommitSnapshot {
      cuts = Map.copyOf(cuts);
    }
  }

  /**
   * A snapshot is given up.
   *
   * @param round its number
   * @param why in words
   */
  record AbortSnapshot(long round, String why) implements MetaCommand {}
}
