package teseus.space.meta;

import org.jspecify.annotations.Nullable;
import teseus.space.wire.MetaCommand;
import teseus.space.wire.MetaState;

/** What the voters' commands change, the same at each: the same commands give the same state. */
public interface Replica {
  /** As it is now. */
  MetaState state();

  /** It becomes what it was elsewhere. */
  void restore(MetaState image);

  /**
   * Does a command, or refuses it and does nothing.
   *
   * @return why it was refused, or null if it is done
   */
  @Nullable String apply(MetaCommand command);
}
