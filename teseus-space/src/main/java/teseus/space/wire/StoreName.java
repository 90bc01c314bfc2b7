package teseus.space.wire;

import teseus.space.HostId;

/**
 * A store, by the host that runs on it and the number drawn when it was made: a wiped disk under an
 * old host's name is another store.
 *
 * @param host whose
 * @param id drawn when it was made
 */
public record StoreName(HostId host, long id) implements Comparable<StoreName> {
  @Override
  public int compareTo(StoreName other) {
    int byHost = host.compareTo(other.host);
    return byHost != 0 ? byHost : Long.compare(id, other.id);
  }

  @Override
  public String toString() {
    return host + ":" + Long.toHexString(id);
  }
}
