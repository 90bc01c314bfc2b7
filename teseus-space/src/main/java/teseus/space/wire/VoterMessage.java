package teseus.space.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;
import teseus.space.HostId;

/**
 * What META's voters say to each other within a group, in Raft's terms; and what passes from one
 * group to the next.
 */
public sealed interface VoterMessage {
  /**
   * How a leader tells the answers to its requests apart.
   *
   * @param query the round of reading that it belongs to
   * @param flow the request among those to this voter
   */
  record Round(long query, long flow) {}

  /**
   * The leader has these entries, or none and is alive.
   *
   * @param beforeIndex of the entry before them
   * @param beforeTerm of the entry before them
   * @param committed up to where all is agreed on
   */
  record Append(
      int term,
      long beforeIndex,
      int beforeTerm,
      long committed,
      List<VoterEntry> entries,
      Round round)
      implements VoterMessage {
    public Append {
      entries = List.copyOf(entries);
      Voters.least("term", term, 0);
      Voters.least("index", beforeIndex, 0);
      Voters.least("term", beforeTerm, 0);
      Voters.least("index", committed, 0);
      long next = beforeIndex;
      for (VoterEntry entry : entries) {
        if (entry.index() != ++next) {
          throw new IllegalArgumentException("entry " + entry.index() + " stands for " + next);
        }
      }
    }
  }

  /**
   * All up to an entry is kept.
   *
   * @param last that entry's index
   */
  record Appended(int term, long last, Round round) implements VoterMessage {
    public Appended {
      Voters.least("term", term, 0);
      Voters.least("index", last, 0);
    }
  }

  /**
   * The entries do not fit what this voter has.
   *
   * @param expected the index that would
   */
  record NotAppended(int term, long expected, Round round) implements VoterMessage {
    public NotAppended {
      Voters.least("term", term, 0);
      Voters.least("index", expected, 0);
    }
  }

  /**
   * The state up to an entry, in place of entries that are gone.
   *
   * @param leads whether the speaker leads
   * @param index of that entry
   * @param indexTerm of that entry
   * @param parts how many parts it has
   * @param part one of them; null if there is a newer state, and these are those who have it
   * @param from whom parts can be had
   */
  record Install(
      int term,
      boolean leads,
      long index,
      int indexTerm,
      int parts,
      @Nullable VoterPart part,
      List<HostId> from,
      Round round)
      implements VoterMessage {
    public Install {
      from = List.copyOf(from);
      Voters.least("term", term, 0);
      Voters.least("index", index, 1);
      Voters.least("term", indexTerm, 1);
      if (parts < 1
          || parts > VoterPart.MOST
          || (part != null
              && (part.index() != index || part.term() != indexTerm || part.parts() != parts))) {
        throw new IllegalArgumentException("the state up to " + index + " has no such part");
      }
    }
  }

  /**
   * Asks for a part of a state.
   *
   * @param index of the last entry in it
   * @param part which
   */
  record Installed(int term, long index, int part, Round round) implements VoterMessage {
    public Installed {
      Voters.least("term", term, 0);
      Voters.least("index", index, 0);
      Voters.least("part", part, 0);
    }
  }

  /**
   * Would you vote for me.
   *
   * @param lastIndex of the speaker's last entry
   * @param lastTerm of the speaker's last entry
   */
  record PreVote(int term, long lastIndex, int lastTerm) implements VoterMessage {
    public PreVote {
      Voters.least("term", term, 0);
      Voters.least("index", lastIndex, 0);
      Voters.least("term", lastTerm, 0);
    }
  }

  /** Whether I would. */
  record PreVoted(int term, boolean granted) implements VoterMessage {
    public PreVoted {
      Voters.least("term", term, 0);
    }
  }

  /**
   * Vote for me.
   *
   * @param lastIndex of the speaker's last entry
   * @param lastTerm of the speaker's last entry
   * @param sticky not if you hear a leader
   */
  record Vote(int term, long lastIndex, int lastTerm, boolean sticky) implements VoterMessage {
    public Vote {
      Voters.least("term", term, 0);
      Voters.least("index", lastIndex, 0);
      Voters.least("term", lastTerm, 0);
    }
  }

  /** Whether I do. */
  record Voted(int term, boolean granted) implements VoterMessage {
    public Voted {
      Voters.least("term", term, 0);
    }
  }

  /** The speaker has the beginning of this group on record, and of none after it. */
  record Has() implements VoterMessage {}

  /**
   * A group has begun.
   *
   * @param image what META was then, and in it who votes
   */
  record Begins(MetaImageCodec.Image image) implements VoterMessage {}
}
