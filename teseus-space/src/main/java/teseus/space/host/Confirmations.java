package teseus.space.host;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import teseus.space.wire.StoreName;

/**
 * Whether a primary still leads: it asks all members, and those to come, whether its epoch is still
 * their highest (PROTOCOL.md, rule 14). One question for all who want to know in one turn.
 */
final class Confirmations {
  private record Open(long number, Set<StoreName> unanswered, List<Runnable> then) {}

  private final BiConsumer<StoreName, Long> ask;
  private final ArrayDeque<Open> open = new ArrayDeque<>();
  private long number;

  /**
   * Nothing is asked yet.
   *
   * @param ask sends a question by its number
   */
  Confirmations(BiConsumer<StoreName, Long> ask) {
    this.ask = ask;
  }

  /** Asks, and runs something when all have answered. */
  void ask(Set<StoreName> members, List<Runnable> then) {
    number++;
    open.add(new Open(number, new HashSet<>(members), then));
    members.forEach(member -> ask.accept(member, number));
  }

  /** A member has answered a question, and with it all before. */
  void answered(StoreName member, long answered) {
    for (Open one : open) {
      if (one.number <= answered) {
        one.unanswered.remove(member);
      }
    }
    while (!open.isEmpty() && open.peek().unanswered.isEmpty()) {
      open.remove().then.forEach(Runnable::run);
    }
  }

  /** Asks those again that have not answered. */
  void again() {
    if (!open.isEmpty()) {
      Open last = open.getLast();
      last.unanswered.stream().sorted().forEach(member -> ask.accept(member, last.number));
    }
  }

  /** Nobody is to answer any more. */
  void clear() {
    open.clear();
  }
}
