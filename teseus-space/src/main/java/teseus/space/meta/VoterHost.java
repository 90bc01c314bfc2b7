package teseus.space.meta;

import teseus.space.HostId;
import teseus.space.wire.VoterMessage;

/** What whoever keeps META is given by its host. */
public interface VoterHost {
  /** The time, in milliseconds since 1970; never falls. */
  long now();

  /**
   * Runs a task after so many milliseconds, and {@link MetaStore#run} after it.
   *
   * @return calls that off
   */
  Runnable after(long ms, Runnable task);

  /**
   * Sends something to another; it may get lost.
   *
   * @param group the number of the group that this host is or was in
   */
  void send(HostId to, long group, VoterMessage message);
}
