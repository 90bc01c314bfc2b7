package teseus.space.host;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import teseus.space.Order;
import teseus.space.wire.Envelope;
import teseus.space.wire.Message;

/** The match that an order prefers among those that segments show, one after the other. */
final class Pick {
  private final Order order;
  private final RandomGenerator random;
  private int shown;
  private Message.@Nullable Peeked best;

  Pick(Order order, RandomGenerator random) {
    this.order = order;
    this.random = random;
  }

  /** Begins anew. */
  void clear() {
    shown = 0;
    best = null;
  }

  /** A segment shows its match. */
  void shown(Message.Peeked peeked) {
    shown++;
    if (best == null || prefers(peeked, best)) {
      best = peeked;
    }
  }

  private boolean prefers(Message.Peeked peeked, Message.Peeked before) {
    return switch (order) {
      case NEAR -> false; // the first that answers
      case OLDEST -> older(peeked, before);
      case ANY -> random.nextInt(shown) == 0; // so each of those shown is left at even odds
    };
  }

  private static boolean older(Message.Peeked peeked, Message.Peeked before) {
    Envelope one = peeked.match();
    Envelope other = before.match();
    if (one == null || other == null || one.born() == other.born()) {
      return peeked.segment().compareTo(before.segment()) < 0; // so that all draw the line alike
    }
    return one.born() < other.born();
  }

  /** What is preferred of what was shown; null if nothing was. */
  Message.@Nullable Peeked best() {
    return best;
  }

  /** Whether there is one and no other would be preferred, whatever else is shown. */
  boolean settled() {
    return best != null && order == Order.NEAR;
  }
}
