package teseus.space.host;

import java.util.List;
import java.util.Map;
import teseus.space.SegmentId;
import teseus.space.wire.Envelope;

/** Gets a global snapshot, piece by piece. Called on the host's thread; must not block. */
public interface SnapshotSink {
  /**
   * META has begun it: hosts cut.
   *
   * @param round its number
   */
  void begun(long round);

  /**
   * Every segment has cut, and META has committed the cut.
   *
   * @param cuts the lsn of each segment's cut
   */
  void committed(Map<SegmentId, Long> cuts);

  /**
   * A piece of what a segment held at its cut, in order.
   *
   * @param segment whose
   * @param tokens the piece
   * @param more called when the next piece may come
   */
  void part(SegmentId segment, List<Envelope> tokens, Runnable more);

  /** All parts are there. */
  void complete();

  /** It is given up; what was handed over is of no use. */
  void failed(String why);
}
