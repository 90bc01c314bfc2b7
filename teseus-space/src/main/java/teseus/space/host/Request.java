package teseus.space.host;

import org.jspecify.annotations.Nullable;
import teseus.space.Consistency;
import teseus.space.Template;
import teseus.space.Tuple;
import teseus.space.wire.Action;

/** What a user asks of the host it talks to. Times are milliseconds. */
public sealed interface Request {
  /**
   * Write a tuple.
   *
   * @param tuple within the host's limits
   * @param term how long to keep it; {@link Long#MAX_VALUE} for ever
   * @param restored what it keeps if it comes out of a snapshot
   */
  record Write(Tuple tuple, long term, Action.@Nullable Restored restored) implements Request {}

  /**
   * Read a match, waiting for one.
   *
   * @param template what matches
   * @param timeout how long to wait
   */
  record Read(Template template, long timeout) implements Request {}

  /**
   * Take a match, waiting for one.
   *
   * @param template what matches
   * @param timeout how long to wait
   */
  record Take(Template template, long timeout) implements Request {}

  /**
   * Read a match if there is one now.
   *
   * @param template what matches
   * @param consistency how fresh the answer must be
   */
  record ReadIfExists(Template template, Consistency consistency) implements Request {}

  /**
   * Take a match if there is one now.
   *
   * @param template what matches
   * @param timeout how long to wait for matches on their way to others
   * @param consistency how sure "none" must be; not {@code LOOSE}
   */
  record TakeIfExists(Template template, long timeout, Consistency consistency)
      implements Request {}

  /**
   * Count matches.
   *
   * @param template what matches
   */
  record Count(Template template) implements Request {}
}
