package teseus.space.wire;

import org.jspecify.annotations.Nullable;

/**
 * An entry of the log that META's voters agree on.
 *
 * @param index its place, 1 and up
 * @param term of the leader that appended it, 1 and up
 * @param asked what to do; null where a leader's term begins
 */
public record VoterEntry(long index, int term, @Nullable NumberedCommand asked) {
  public VoterEntry {
    Voters.least("index", index, 1);
    Voters.least("term", term, 1);
  }
}
