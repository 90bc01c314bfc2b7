package teseus.space.wire;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import teseus.space.HostId;

/**
 * Those who keep META, from one of its commands on until a later one names the next.
 *
 * @param number how many groups there were before
 * @param folders the voters by host, each with the data folder that it votes from, by the number
 *     drawn when that was made; {@link #UNHEARD} in the first group for a host that has not said
 *     which
 */
public record VoterGroup(long number, Map<HostId, Long> folders) {
  /** The most voters. */
  public static final int MOST = 7;

  /** The number of a host's group that has been in none. */
  public static final long NONE = -1;

  /** The folder of a host that has not been heard of. */
  public static final long UNHEARD = 0;

  /** Whoever cluster.json names, as far as META says. */
  static final VoterGroup NOBODY = new VoterGroup(0, Map.of());

  public VoterGroup {
    Voters.least("group", number, 0);
    if (folders.size() > MOST) {
      throw new IllegalArgumentException("META has up to " + MOST + " voters, not " + folders);
    }
    folders = Collections.unmodifiableMap(new TreeMap<>(folders)); // gone through in one order
  }

  /** The first group, of the hosts that cluster.json names. */
  static VoterGroup first(Collection<HostId> hosts) {
    Map<HostId, Long> folders = new TreeMap<>();
    hosts.forEach(host -> folders.put(host, UNHEARD));
    return new VoterGroup(0, folders);
  }

  /** Its hosts, in order. */
  public List<HostId> hosts() {
    return new ArrayList<>(folders.keySet());
  }

  /**
   * Whether a host votes from a folder; one of the first group may do so that nothing was heard of.
   *
   * @param voter the host, with the folder's number
   */
  public boolean has(StoreName voter) {
    Long folder = folders.get(voter.host());
    return folder != null && (folder == UNHEARD || folder == voter.id());
  }

  /** Whether a host votes, or would if it ran on the folder that it did from. */
  public boolean names(HostId host) {
    return folders.containsKey(host);
  }

  /** The folder from which a host votes; null if it does not, or that was not heard yet. */
  public @Nullable Long folder(HostId host) {
    Long folder = folders.get(host);
    return folder == null || folder == UNHEARD ? null : folder;
  }

  /** A host has said on which folder it is: the first that it says is the one that votes. */
  VoterGroup heard(HostId host, long folder) {
    Long before = folders.get(host);
    if (before == null || before != UNHEARD) {
      return this;
    }
    Map<HostId, Long> all = new TreeMap<>(folders);
    all.put(host, folder);
    return new VoterGroup(number, all);
  }

  /**
   * The next group.
   *
   * @param voters by host, each with the folder that it is to vote from
   */
  public VoterGroup next(Map<HostId, Long> voters) {
    return new VoterGroup(number + 1, voters);
  }
}
