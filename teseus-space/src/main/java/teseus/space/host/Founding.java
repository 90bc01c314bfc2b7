package teseus.space.host;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import teseus.space.HostId;
import teseus.space.meta.MetaStore;

/**
 * Whether a host that cluster.json names as a voter, and that has nothing of META, begins as one.
 * It may have voted before, from a disk that was lost since. So it begins with others that have
 * nothing either, if these are more than half of the voters; else once META says that it votes from
 * the store that it runs on, as which it was the first to say that it is there
 * (docs/decisions/0018).
 */
final class Founding {
  private final HostId self;
  private final List<HostId> voters;
  private final MetaStore voter;
  private final Set<HostId> blank = new HashSet<>();

  Founding(HostSettings settings, MetaStore voter) {
    this.self = settings.self();
    this.voters = settings.meta().voters();
    this.voter = voter;
  }

  /** Whether this host is one of them, and has nothing of META. */
  boolean blank() {
    return voters.contains(self) && voter.blank();
  }

  void start() {
    heard(self, blank());
  }

  /** A host says whether it is one of them, and has nothing of META. */
  void heard(HostId host, boolean nothing) {
    if (nothing && voters.contains(host)) {
      blank.add(host);
    } else {
      blank.remove(host);
    }
    if (blank() && blank.size() > voters.size() / 2) {
      voter.begin();
    }
  }
}
