package teseus.space.sim;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import teseus.space.OpId;
import teseus.space.TokenId;
import teseus.space.Tuple;

/** One transaction of a client: what it did, and what the client was told became of it. */
final class Transacted {
  /** What its client may conclude. */
  enum End {
    /** Either all of it is done or nothing. */
    UNKNOWN,
    /** All. */
    COMMITTED,
    /** Nothing. */
    ABORTED
  }

  private final Map<OpId, Tuple> writes = new LinkedHashMap<>();
  private final Map<OpId, TokenId> takes = new LinkedHashMap<>();
  private @Nullable OpId id;
  private End end = End.UNKNOWN;

  @Nullable OpId id() {
    return id;
  }

  void id(OpId begun) {
    id = begun;
  }

  /** What it writes, by operation. */
  Map<OpId, Tuple> writes() {
    return writes;
  }

  /** What it takes, by operation; not what it has written itself. */
  Map<OpId, TokenId> takes() {
    return takes;
  }

  End end() {
    return end;
  }

  void end(End told) {
    end = told;
  }

  @Override
  public String toString() {
    return "transaction " + id + " that writes " + writes + " and takes " + takes + ", " + end;
  }
}
