package teseus.space.sim;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import teseus.space.meta.Replica;
import teseus.space.wire.MetaCommand;
import teseus.space.wire.MetaState;

/**
 * A register that changes by compare-and-set, as META's strategy: its name is what is in it. Who
 * only asks names no value, and is refused with what is there.
 */
final class CasRegister implements Replica {
  private static final String EXPECTED = "expected";

  private MetaState state = MetaState.EMPTY.withStrategy("0", Map.of());

  /** Sets the register to {@code id}, used for this only, if it is {@code expected}. */
  static MetaCommand cas(long id, long expected) {
    return new MetaCommand.SetStrategy(Long.toString(id), Map.of(EXPECTED, (double) expected));
  }

  /** Asks what is in it. */
  static MetaCommand read() {
    return new MetaCommand.SetStrategy("", Map.of());
  }

  /** What a state holds. */
  static long value(MetaState state) {
    return Long.parseLong(String.valueOf(state.strategy()));
  }

  @Override
  public MetaState state() {
    return state;
  }

  @Override
  public void restore(MetaState image) {
    state = image;
  }

  @Override
  public @Nullable String apply(MetaCommand command) {
    MetaCommand.SetStrategy set = (MetaCommand.SetStrategy) command;
    Double expected = set.weights().get(EXPECTED);
    if (expected == null || expected.longValue() != value(state)) {
      return state.version() + " " + value(state);
    }
    state = state.withStrategy(set.name(), Map.of());
    return null;
  }
}
