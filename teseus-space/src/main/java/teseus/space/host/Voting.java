package teseus.space.host;

import teseus.space.HostId;
import teseus.space.meta.VoterHost;
import teseus.space.wire.Message;
import teseus.space.wire.VoterMessage;

/** What META as it is kept here is given: this host's time, its timers, and its post. */
record Voting(Timers timers, Post post) implements VoterHost {
  @Override
  public long now() {
    return timers.now();
  }

  @Override
  public Runnable after(long ms, Runnable task) {
    return timers.at(now() + ms, due -> task.run())::cancel;
  }

  @Override
  public void send(HostId to, long group, VoterMessage message) {
    post.send(to, new Message.Voting(group, message));
  }
}
