package teseus.space.host;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import teseus.space.HostId;
import teseus.space.OpId;
import teseus.space.TokenId;
import teseus.space.wire.Message;

/** One who waits in a segment's queue, for a token to take or to read. */
final class Waiter implements Comparable<Waiter> {
  private final HostId asker;
  private final long since;
  private final long order;
  private final Message.Wait wait;
  private Set<TokenId> declined = Set.of(); // most decline nothing, and there may be millions
  private @Nullable TokenId held;
  private Timers.@Nullable Timer lapse;

  /**
   * Takes its place.
   *
   * @param since when it began to wait, by its own count
   * @param order breaks ties
   */
  Waiter(HostId asker, Message.Wait wait, long since, long order) {
    this.asker = asker;
    this.wait = wait;
    this.since = since;
    this.order = order;
  }

  OpId op() {
    return wait.op();
  }

  HostId asker() {
    return asker;
  }

  Message.Wait asked() {
    return wait;
  }

  /** When it began to wait, by its own count. */
  long since() {
    return since;
  }

  @Nullable TokenId held() {
    return held;
  }

  /** Whether a later wait of the same operation is known than this turn and number. */
  boolean newerThan(int turn, int number) {
    return wait.turn() != turn ? wait.turn() > turn : wait.number() > number;
  }

  boolean is(int turn, int number) {
    return wait.turn() == turn && wait.number() == number;
  }

  /** Breaks ties of age. */
  long order() {
    return order;
  }

  void decline(TokenId token) {
    if (declined.isEmpty()) {
      declined = new HashSet<>(2);
    }
    declined.add(token);
  }

  boolean declined(TokenId token) {
    return declined.contains(token);
  }

  void hold(TokenId token, Timers.Timer lapses) {
    held = token;
    lapse = lapses;
  }

  void letGo() {
    held = null;
    if (lapse != null) {
      lapse.cancel();
      lapse = null;
    }
  }

  @Override
  public int compareTo(Waiter other) {
    int byAge = Long.compare(since, other.since);
    return byAge != 0 ? byAge : Long.compare(order, other.order);
  }
}
