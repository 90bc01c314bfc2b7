package teseus.space.sim;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import teseus.space.HostId;
import teseus.space.wire.MetaCommand;
import teseus.space.wire.MetaState;

/**
 * A register that looks to everybody as if there were one: whoever asks sees all that anybody was
 * told of before.
 */
final class RaftTruth {
  private final MetaTruth meta;
  private final Map<Long, Long> values = new HashMap<>();
  private final Map<Long, Long> versions = new HashMap<>();
  private long latest;
  private long told;

  RaftTruth(MetaTruth meta) {
    this.meta = meta;
    agreed(new CasRegister().state());
  }

  /** A voter says what the register is. */
  void agreed(HostId voter, MetaState state) {
    meta.known(voter, state);
    agreed(state);
  }

  private void agreed(MetaState state) {
    values.put(CasRegister.changes(state), CasRegister.value(state));
    versions.put(CasRegister.value(state), CasRegister.changes(state));
    latest = Math.max(latest, state.version());
  }

  /** The newest version of META. */
  long latest() {
    return latest;
  }

  /** How often the register was set. */
  long changes() {
    return values.size() - 1L;
  }

  /** The newest version that somebody was told of: whoever asks from now on must see it. */
  long told() {
    return told;
  }

  /** Somebody is told an answer, perhaps not for the first time. */
  void answered(long number, @Nullable String refused) {
    meta.answered(number, refused);
  }

  /**
   * Somebody is told an answer for the first time.
   *
   * @param asked what was told when it began to ask
   * @param refused what is in the register, or null if it was set
   * @return what is in the register, as far as it knows now
   */
  long answered(MetaCommand command, long asked, @Nullable String refused) {
    MetaCommand.SetStrategy cas = (MetaCommand.SetStrategy) command;
    if (refused == null) {
      long id = Long.parseLong(cas.name());
      long version = versions.getOrDefault(id, -1L);
      Broken.unless(version > asked, "%s, asked after %s, was done as %s", cas, asked, version);
      Broken.unless(
          CasRegister.cas(id, values.getOrDefault(version - 1, -1L)).equals(cas),
          "%s was done on what it expected",
          cas);
      told = Math.max(told, version);
      return id;
    }
    long version = Long.parseLong(refused.substring(0, refused.indexOf(' ')));
    long value = Long.parseLong(refused.substring(refused.indexOf(' ') + 1));
    Broken.unless(
        version >= asked && values.getOrDefault(version, -1L) == value,
        "%s, asked after %s, is answered %s",
        cas,
        asked,
        refused);
    Broken.unless(
        cas.name().isEmpty() || !CasRegister.cas(Long.parseLong(cas.name()), value).equals(cas),
        "%s is rightly answered %s",
        cas,
        refused);
    told = Math.max(told, version);
    return value;
  }
}
