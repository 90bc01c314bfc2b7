package teseus.space.host;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import teseus.space.OpId;
import teseus.space.wire.Envelope;
import teseus.space.wire.TupleCodec;

/**
 * The waiters of one segment in order of age, found by the type they wait for and a value that they
 * want, those who take apart from those who read. A waiter is either ready to be called or busy
 * with a token held for it.
 */
final class WaitQueue {
  private static final String ANY = "";

  private record Name(String type, boolean take) {}

  private final Map<OpId, Waiter> byOp = new HashMap<>();
  private final Map<Name, Lane> ready = new HashMap<>();

  @Nullable Waiter get(OpId op) {
    return byOp.get(op);
  }

  int size() {
    return byOp.size();
  }

  /** How many of them hold something. */
  int held() {
    return (int) byOp.values().stream().filter(waiter -> waiter.held() != null).count();
  }

  /** All of them, in no order; a copy. */
  List<Waiter> all() {
    return new ArrayList<>(byOp.values());
  }

  void add(Waiter waiter) {
    byOp.put(waiter.op(), waiter);
    ready(waiter);
  }

  void remove(Waiter waiter) {
    byOp.remove(waiter.op());
    busy(waiter);
  }

  /** It may be called. */
  void ready(Waiter waiter) {
    ready.computeIfAbsent(lane(waiter), any -> new Lane()).add(waiter);
  }

  /** It may not be called, as long as it holds something. */
  void busy(Waiter waiter) {
    Name name = lane(waiter);
    Lane lane = ready.get(name);
    if (lane != null) {
      lane.remove(waiter);
      if (lane.isEmpty()) {
        ready.remove(name);
      }
    }
  }

  /** Whether nobody may be called. */
  boolean idle() {
    return ready.isEmpty();
  }

  /**
   * The oldest ready waiter for a token that is wanted; null if there is none. Only those are tried
   * whose type and value it may have.
   *
   * @param take whether it waits to take, or to read
   */
  @Nullable Waiter first(Envelope token, boolean take, Predicate<Waiter> wanted) {
    if (idle()) {
      return null;
    }
    Waiter first = first(ANY, take, token, null, wanted);
    for (String type : TypeNames.of(token)) {
      first = first(type, take, token, first, wanted);
    }
    return first;
  }

  private @Nullable Waiter first(
      String type, boolean take, Envelope token, @Nullable Waiter other, Predicate<Waiter> wanted) {
    Lane lane = ready.get(new Name(type, take));
    return lane == null
        ? other
        : lane.first(path -> TupleCodec.hash(token.fields(), path), other, wanted);
  }

  private static Name lane(Waiter waiter) {
    String type = waiter.asked().template().type();
    return new Name(type == null ? ANY : type, waiter.asked().take()); // no type is empty
  }
}
