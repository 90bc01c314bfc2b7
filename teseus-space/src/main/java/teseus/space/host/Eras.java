package teseus.space.host;

import org.jspecify.annotations.Nullable;
import teseus.space.HostId;
import teseus.space.wire.MetaCommand;
import teseus.space.wire.MetaState;

/**
 * Has META begin the next era once the present one is an hour old, about. The host that leads META
 * asks for it; the others keep count, for when one of them leads.
 */
final class Eras {
  private final HostId self;
  private final Meta meta;
  private final Timers timers;
  private final long eraMs;
  private Timers.@Nullable Timer end;
  private int era;

  Eras(HostId self, Meta meta, Timers timers, long eraMs) {
    this.self = self;
    this.meta = meta;
    this.timers = timers;
    this.eraMs = eraMs;
  }

  void start(long now) {
    end = timers.at(now + eraMs, this::end);
  }

  /** META has a new state. */
  void meta(MetaState state, long now) {
    if (state.era() != era && end != null) {
      end.cancel();
      start(now);
    }
    era = state.era();
  }

  private void end(long now) {
    if (self.equals(meta.leader())) {
      meta.submit(new MetaCommand.RaiseEra(), now, refused -> {});
    }
    start(now);
  }
}
