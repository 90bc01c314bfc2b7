package teseus.space.vertx;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Consumer;
import java.util.function.Supplier;
import teseus.space.HostId;
import teseus.space.SegmentId;
import teseus.space.host.Explained;
import teseus.space.host.Skew;
import teseus.space.host.Watch;
import teseus.space.wire.Beacon;
import teseus.space.wire.Leaving;
import teseus.space.wire.MetaState;
import teseus.space.wire.Roster;

/** Notices who comes and goes, this host itself too, and tells the rest to another. */
final class Departure implements Watch {
  private final HostId self;
  private final Watch others;
  private final Consumer<Roster> listed;
  private final Promise<Void> drained = Promise.promise();

  /**
   * Watches.
   *
   * @param listed is told of each list of hosts
   */
  Departure(HostId self, Watch others, Consumer<Roster> listed) {
    this.self = self;
    this.others = others;
    this.listed = listed;
  }

  /** Completes once META has it that this host holds nothing any more, and does not keep META. */
  Future<Void> drained() {
    return drained.future();
  }

  @Override
  public void auction(Supplier<Explained> auction) {
    others.auction(auction);
  }

  @Override
  public void spoke(Beacon beacon) {
    others.spoke(beacon);
  }

  @Override
  public void meta(MetaState state) {
    others.meta(state);
    if (state.leaving().get(self) == Leaving.DRAINED && !state.voters().names(self)) {
      drained.tryComplete();
    }
  }

  @Override
  public void roster(Roster roster) {
    others.roster(roster);
    listed.accept(roster);
  }

  @Override
  public void clock(Skew skew, long bound) {
    others.clock(skew, bound);
  }

  @Override
  public void committed(SegmentId segment, long lsn) {
    others.committed(segment, lsn);
  }
}
