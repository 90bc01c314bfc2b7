package teseus.space.sim;

import org.jspecify.annotations.Nullable;
import teseus.space.Consistency;
import teseus.space.OpId;
import teseus.space.Template;
import teseus.space.Token;
import teseus.space.TokenId;
import teseus.space.Tuple;
import teseus.space.host.Reply;
import teseus.space.host.Request;

/** One request of a client, and what it was told. */
final class Asked {
  /** What its client may conclude. */
  enum Outcome {
    /** It was told nothing yet. */
    OPEN,
    /** It got what it asked for. */
    DONE,
    /** Nothing was found. */
    EMPTY,
    /** Nothing was done. */
    REFUSED,
    /** It may have been done or not; a later answer may say. */
    UNKNOWN,
    /** Whoever was to be told is gone. */
    ORPHANED
  }

  private final Request request;
  private final long begun;
  private final long at;
  private final long dueBy;
  private String client = "";
  private boolean known;
  private @Nullable OpId id;
  private @Nullable Reply reply;
  private Outcome outcome = Outcome.OPEN;
  private long ended = Long.MAX_VALUE;
  private boolean cancelled;
  private boolean moved;

  /**
   * Just asked.
   *
   * @param begun at which step
   * @param at when, in milliseconds since 1970
   * @param dueBy when it should have been answered, in milliseconds since 1970
   */
  Asked(Request request, long begun, long at, long dueBy) {
    this.request = request;
    this.begun = begun;
    this.at = at;
    this.dueBy = dueBy;
  }

  Request request() {
    return request;
  }

  long begun() {
    return begun;
  }

  /** When it was asked, in milliseconds since 1970. */
  long at() {
    return at;
  }

  long dueBy() {
    return dueBy;
  }

  /** The step of its answer. */
  long ended() {
    return ended;
  }

  @Nullable OpId id() {
    return id;
  }

  /** Who asks: what one client is told comes before what it asks afterwards. */
  String client() {
    return client;
  }

  void client(String its) {
    client = its;
  }

  /** It is asked by a caller in the host's own process, or says what its client has heard. */
  void known() {
    known = true;
  }

  /**
   * Whether what a look finds may be older than what others were told before it began, though never
   * than what its client was.
   */
  boolean session() {
    return known
        && (request instanceof Request.Read
            || request instanceof Request.ReadIfExists read
                && read.consistency() == Consistency.SESSION
            || request instanceof Request.TakeIfExists take
                && take.consistency() == Consistency.SESSION);
  }

  /** Whether it is told what was so once, and may not be any more. */
  boolean loose() {
    return request instanceof Request.ReadIfExists read && read.consistency() == Consistency.LOOSE;
  }

  void id(OpId its) {
    id = its;
  }

  /** The token it was told it took or read; null if none. */
  @Nullable TokenId got() {
    return reply instanceof Reply.Found found ? found.token().map(Token::id).orElse(null) : null;
  }

  @Nullable Reply reply() {
    return reply;
  }

  Outcome outcome() {
    return outcome;
  }

  /** Whether no other answer may follow. */
  boolean settled() {
    return outcome != Outcome.OPEN && outcome != Outcome.UNKNOWN;
  }

  void told(Reply what, Outcome means, long step) {
    reply = what;
    outcome = means;
    ended = step;
  }

  /** Its client calls it off: then it may end empty beside a match. */
  void cancel() {
    cancelled = true;
  }

  /** Its client asks another host for it: there it begins to wait anew. */
  void move() {
    moved = true;
  }

  boolean moved() {
    return moved;
  }

  boolean cancelled() {
    return cancelled;
  }

  void orphaned() {
    if (!settled()) {
      outcome = Outcome.ORPHANED;
    }
  }

  /** Whether it takes what it finds. */
  boolean takes() {
    return request instanceof Request.Take || request instanceof Request.TakeIfExists;
  }

  /** Whether it leaves a record. */
  boolean changes() {
    return takes() || put() != null || request instanceof Request.OnToken;
  }

  /** What it puts into the space, now or later; null if it puts nothing. */
  @Nullable Tuple put() {
    if (request instanceof Request.Eval eval) {
      return SimulatedComputer.result(eval);
    }
    return request instanceof Request.Write write ? write.tuple() : null;
  }

  /** What it looks for; null for a write or a change. */
  @Nullable Template template() {
    if (request instanceof Request.Take take) {
      return take.template();
    }
    if (request instanceof Request.TakeIfExists take) {
      return take.template();
    }
    if (request instanceof Request.Read read) {
      return read.template();
    }
    if (request instanceof Request.ReadIfExists read) {
      return read.template();
    }
    if (request instanceof Request.Contents contents) {
      return contents.template();
    }
    return request instanceof Request.Count count ? count.template() : null;
  }

  @Override
  public String toString() {
    return id + " " + request + " " + outcome;
  }
}
