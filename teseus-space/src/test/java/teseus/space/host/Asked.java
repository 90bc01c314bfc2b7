package teseus.space.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import teseus.space.OpId;
import teseus.space.SegmentId;
import teseus.space.SessionId;
import teseus.space.wire.Message;

/**
 * What an operation at zeus works with: it has links with hera and athena, who lead a segment each.
 */
final class Asked implements Asking.Closed {
  static final SegmentId H = SomeTokens.HERA_0;
  static final SegmentId A = new SegmentId(SomeTokens.ATHENA, 0);
  static final OpId OP = new OpId(new SessionId(1, 9), 4);

  final SentFrames network = new SentFrames();
  final Post post = new Post(SomeTokens.ZEUS, network);
  final Timers timers = new Timers();
  final Directory directory = new Directory(SomeTokens.ZEUS, List.of(H, A));
  final Credit credit;
  final Asking asking;
  final List<Operation> closed = new ArrayList<>();

  Asked() {
    this(LoadLimits.DEFAULT.pendingPerPeer());
  }

  /**
   * With so much for each of them.
   *
   * @param most bytes that are not answered
   */
  Asked(long most) {
    credit = new Credit(most, AskTimes.DEFAULT.resend());
    asking =
        new Asking(
            new AskingParts(
                post, timers, directory, Map.of(), AskTimes.DEFAULT, credit, new HostParts()),
            this,
            0);
    lead(H, 1);
    lead(A, 1);
  }

  void lead(SegmentId segment, long epoch) {
    directory.linkUp(segment.founder());
    directory.told(segment, segment.founder(), epoch);
  }

  /** One who asks, and does nothing by itself. */
  Operation idle() {
    return new Operation(OP, 0, asking) {
      @Override
      void start(long now) {}

      @Override
      void cancel(long now) {}

      @Override
      void leadChanged(SegmentId segment, long now) {}

      @Override
      void release(long now) {}
    };
  }

  <M extends Message> List<M> sent(Class<M> kind) {
    return network.drain(kind);
  }

  @Override
  public void closed(Operation operation, long now) {
    closed.add(operation);
  }

  @Override
  public void gone(SessionId session) {}
}
