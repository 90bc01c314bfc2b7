package teseus.space.wire;

import org.jspecify.annotations.Nullable;
import teseus.space.HostId;

/** What one of META's voters keeps, in META's log on its own journal. */
public sealed interface VoterRecord {
  /**
   * A group of voters begins; what was kept for the one before is of no use any more.
   *
   * @param image what META is when it begins, and in it who votes
   */
  record Begin(MetaImageCodec.Image image) implements VoterRecord {}

  /**
   * It has come to a term, or voted in it.
   *
   * @param term which
   * @param vote for whom; null if for nobody yet
   */
  record Term(int term, @Nullable HostId vote) implements VoterRecord {
    public Term {
      Voters.least("term", term, 0);
    }
  }

  /**
   * An entry was appended.
   *
   * @param entry as it stands
   */
  record Append(VoterEntry entry) implements VoterRecord {}

  /**
   * This entry and those after it are gone: a leader has others.
   *
   * @param index its place
   */
  record CutFrom(long index) implements VoterRecord {}

  /**
   * This entry and those before it are gone: a state holds them.
   *
   * @param index its place
   */
  record CutUntil(long index) implements VoterRecord {}

  /**
   * A part of a state.
   *
   * @param part as it is
   */
  record Keep(VoterPart part) implements VoterRecord {}

  /**
   * The parts of a state are not wanted any more, unless all are there.
   *
   * @param index of the last entry in that state
   */
  record Drop(long index) implements VoterRecord {}
}
