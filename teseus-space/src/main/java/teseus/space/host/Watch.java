package teseus.space.host;

import java.util.function.Supplier;
import teseus.space.SegmentId;
import teseus.space.wire.Beacon;
import teseus.space.wire.MetaState;
import teseus.space.wire.Roster;

/**
 * Is told what goes on in a host, for people to see. Called on the thread whose turn it is at the
 * host; must not block.
 */
public interface Watch {
  /** An auction held here has ended; it is put together when it is asked for, on any thread. */
  void auction(Supplier<Explained> auction);

  /** This host has spoken. */
  void spoke(Beacon beacon);

  /** META has a new state. */
  void meta(MetaState state);

  /** The list of the cluster's hosts, at the start and whenever it has changed. */
  default void roster(Roster roster) {}

  /**
   * How this host's clock stands to those of the others has come to be beyond a bound, or within
   * it.
   */
  default void clock(Skew skew, long bound) {}

  /** A record of a segment led here is committed; nobody has been told yet. */
  default void committed(SegmentId segment, long lsn) {}

  /** One who looks away. */
  Watch NOBODY =
      new Watch() {
        @Override
        public void auction(Supplier<Explained> auction) {}

        @Override
        public void spoke(Beacon beacon) {}

        @Override
        public void meta(MetaState state) {}
      };
}
