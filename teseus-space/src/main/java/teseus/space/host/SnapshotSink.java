package teseus.space.host;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
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
   * @param next called on the host's thread when this piece is done with: null for the next one, or
   *     why no more is wanted
   */
  void part(SegmentId segment, List<Envelope> tokens, Consumer<@Nullable String> next);

  /** All parts are there. */
  void complete();

  /** It is given up; what was handed over is of no use. */
  void failed(String why);
}
