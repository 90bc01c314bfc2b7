package teseus.space.meta;

import java.util.List;
import java.util.Set;
import teseus.space.HostId;
import teseus.space.wire.VoterGroup;
import teseus.space.wire.VoterPart;

/**
 * How META is kept.
 *
 * @param voters the hosts that keep it at first, an odd number of 1 to {@value #MOST_VOTERS}: it
 *     goes on as long as more than half of them reach each other
 * @param beatMs how often its leader says that it is alive, in milliseconds, 10 to 1,000; it is
 *     given up after four times that
 * @param commands done before a voter takes an image and lets go of its log, 10 to 10,000
 * @param partBytes the most bytes of an image that are sent at a time, 16 to {@link
 *     VoterPart#MOST_BYTES}
 */
public record MetaSettings(List<HostId> voters, int beatMs, int commands, int partBytes) {
  /** The most voters. */
  public static final int MOST_VOTERS = VoterGroup.MOST;

  private static final int BEAT_MS = 250;
  private static final int COMMANDS = 1_000;
  private static final int PART_BYTES = 64 << 10;

  public MetaSettings {
    voters = List.copyOf(voters);
    if (voters.size() % 2 == 0
        || voters.size() > MOST_VOTERS
        || Set.copyOf(voters).size() < voters.size()) {
      throw new IllegalArgumentException(
          "META's voters are an odd number of 1 to " + MOST_VOTERS + " hosts, not " + voters);
    }
    within("beat", beatMs, 10, 1_000);
    within("commands", commands, 10, 10_000);
    within("part", partBytes, 16, VoterPart.MOST_BYTES);
  }

  /** As it is where nothing else is set. */
  public static MetaSettings of(List<HostId> voters) {
    return new MetaSettings(voters, BEAT_MS, COMMANDS, PART_BYTES);
  }

  private static void within(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "META's " + name + " must be " + least + ".." + most + ", was " + value);
    }
  }
}
