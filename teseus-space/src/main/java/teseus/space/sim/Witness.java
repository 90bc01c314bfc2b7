package teseus.space.sim;

import java.util.function.Supplier;
import teseus.space.HostId;
import teseus.space.SegmentId;
import teseus.space.host.Explained;
import teseus.space.host.Watch;
import teseus.space.wire.Beacon;
import teseus.space.wire.MetaState;

/** Sees what one machine's host commits, and what it knows of META. */
record Witness(HostId host, int store, Stores stores, MetaTruth meta) implements Watch {
  @Override
  public void auction(Supplier<Explained> auction) {}

  @Override
  public void spoke(Beacon beacon) {}

  @Override
  public void meta(MetaState state) {
    meta.known(host, state);
    stores.configured(state);
  }

  @Override
  public void committed(SegmentId segment, long lsn) {
    stores.committed(store, segment, lsn);
  }
}
