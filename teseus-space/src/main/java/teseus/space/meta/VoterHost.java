package teseus.space.meta;

import teseus.space.HostId;
import teseus.space.wire.VoterMessage;

/** What a voter is given by the host it runs in. */
public interface VoterHost {
  /** The time, in milliseconds since 1970; never falls. */
  long now();

  /** Runs a task after so many milliseconds, and {@link MetaStore#run} after it. */
  void after(long ms, Runnable task);

  /** Sends something to another voter; it may get lost. */
  void send(HostId to, VoterMessage message);
}
