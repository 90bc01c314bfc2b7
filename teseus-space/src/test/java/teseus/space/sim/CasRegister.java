package teseus.space.sim;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import teseus.space.meta.Replica;
import teseus.space.wire.MetaCommand;
import teseus.space.wire.MetaState;
import teseus.space.wire.VoterGroup;

/**
 * A register that changes by compare-and-set, as META's strategy: its name is what is in it. Who
 * only asks names no value, and is refused with what is there.
 */
final class CasRegister implements Replica {
  private static final String EXPECTED = "expected";
  private static final String CHANGES = "changes";

  private MetaState state = MetaState.EMPTY;

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
    String value = state.strategy();
    return value == null ? 0 : Long.parseLong(value);
  }

  /** How often it was set. */
  static long changes(MetaState state) {
    return state.weights().getOrDefault(CHANGES, 0.0).longValue();
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
    if (command instanceof MetaCommand.ChangeVoters change) {
      return apply(change.next());
    }
    MetaCommand.SetStrategy set = (MetaCommand.SetStrategy) command;
    Double expected = set.weights().get(EXPECTED);
    if (expected == null || expected.longValue() != value(state)) {
      return changes(state) + " " + value(state);
    }
    state = state.withStrategy(set.name(), Map.of(CHANGES, changes(state) + 1.0));
    return null;
  }

  private @Nullable String apply(VoterGroup next) {
    VoterGroup present = state.voters();
    if (next.number() != present.number() + 1 || next.folders().equals(present.folders())) {
      return "no";
    }
    state = state.withVoters(next);
    return null;
  }
}
