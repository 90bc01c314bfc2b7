package teseus.space.host;

import java.util.ArrayDeque;
import java.util.Set;
import teseus.space.SegmentId;
import teseus.space.spi.Computer;
import teseus.space.wire.Active;

/** Functions of a host that give what the test says, when it says so. */
final class HeldFunctions implements Computer {
  static final int MOST = 2;

  /** What is to be computed. */
  record Begun(SegmentId segment, Active active) {}

  private final Set<String> names;
  final ArrayDeque<Begun> begun = new ArrayDeque<>();

  HeldFunctions(String... names) {
    this.names = Set.of(names);
  }

  @Override
  public Set<String> functions() {
    return names;
  }

  @Override
  public int most() {
    return MOST;
  }

  @Override
  public void compute(SegmentId segment, Active active) {
    begun.add(new Begun(segment, active));
  }
}
