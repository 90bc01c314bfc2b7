package teseus.space.wire;

import org.jspecify.annotations.Nullable;
import teseus.space.Template;
import teseus.space.TokenId;

/** What an aimed operation asks of the one segment it is aimed at. */
public sealed interface Action {
  /** What brings something in. */
  sealed interface Entry extends Action {
    /** Fields of a tuple, encoded; not to be changed. */
    byte[] fields();
  }

  /**
   * Take this tuple in.
   *
   * @param type the tuple's type
   * @param fields the tuple's fields, encoded
   * @param term how long to keep it, in milliseconds; {@link Long#MAX_VALUE} for ever
   * @param restored the id and birth it had before, if it comes out of a snapshot
   */
  record Write(String type, byte[] fields, long term, @Nullable Restored restored)
      implements Entry {}

  /**
   * Keep this as an active tuple, have the function computed, and put what it gives in its place.
   *
   * @param function the name it is registered under
   * @param type the type of its argument
   * @param fields the fields of its argument, encoded
   * @param term how long to keep it, computed or not, in milliseconds; {@link Long#MAX_VALUE} for
   *     ever
   */
  record Eval(String function, String type, byte[] fields, long term) implements Entry {}

  /**
   * What a restored token keeps.
   *
   * @param id its name
   * @param born its hybrid logical time
   */
  record Restored(TokenId id, long born) {}

  /**
   * Give a match out.
   *
   * @param template what matches
   * @param named the token to give if it is still free, else the oldest free one
   */
  record Take(Template template, @Nullable TokenId named) implements Action {}

  /** Say what became of this attempt, and if nothing did, let nothing come of it. */
  record Cancel() implements Action {}
}
