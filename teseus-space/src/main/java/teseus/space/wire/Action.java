package teseus.space.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;
import teseus.space.Edits;
import teseus.space.OpId;
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
   * @param version how often it was updated, plus 1
   */
  record Restored(TokenId id, long born, long version) {}

  /**
   * Give a match out.
   *
   * @param template what matches
   * @param named the token to give if it is still free, else the oldest free one
   */
  record Take(Template template, @Nullable TokenId named) implements Action {}

  /** Do something to one token, wherever it came from. */
  sealed interface OnToken extends Action {
    /** Which. */
    TokenId token();
  }

  /**
   * Put this in the place of a token's tuple.
   *
   * @param token which
   * @param version that it must have
   * @param type the new tuple's type
   * @param fields the new tuple's fields, encoded
   */
  record Update(TokenId token, long version, String type, byte[] fields) implements OnToken {}

  /**
   * Change fields of a token's tuple, whatever its version.
   *
   * @param token which
   * @param edits the changes
   */
  record Modify(TokenId token, Edits edits) implements OnToken {}

  /**
   * Let a token's lease end later, or sooner.
   *
   * @param token which
   * @param term how long to keep it from now, in milliseconds; {@link Long#MAX_VALUE} for ever
   */
  record Renew(TokenId token, long term) implements OnToken {}

  /**
   * End a token's lease now.
   *
   * @param token which
   */
  record CancelLease(TokenId token) implements OnToken {}

  /**
   * Lock a match for a transaction.
   *
   * @param transaction which
   * @param lease what is left of its lease, in milliseconds
   * @param take whether it takes the token or only reads it
   * @param template what matches
   * @param named the token to lock if that can still be done, else the oldest that can
   */
  record Lock(
      OpId transaction, long lease, boolean take, Template template, @Nullable TokenId named)
      implements Action {}

  /**
   * Decide on a transaction: all of it or nothing.
   *
   * @param transaction which
   * @param lease what is left of its lease, in milliseconds; when it ends, nothing is done
   * @param portions what each segment has to do, the one that decides first
   */
  record Commit(OpId transaction, long lease, List<Portion> portions) implements Action {
    public Commit {
      portions = List.copyOf(portions);
    }
  }

  /** Say what became of this attempt, and if nothing did, let nothing come of it. */
  record Cancel() implements Action {}
}
