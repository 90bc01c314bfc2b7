package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import teseus.space.BusyException;
import teseus.space.HostId;
import teseus.space.LimitReached;
import teseus.space.OpId;
import teseus.space.SpaceFullException;

/** Which limit each request runs into, as a {@link ListedSpace} says; and that hosts say so. */
final class ListedLimits {
  /** A limit that names no setting of its own: a host's memory, and the tokens that it keeps. */
  static final String ROOM = "room";

  private final ListedBounds bounds;
  private final ListedSpace model;
  private final ToIntFunction<HostId> open;
  private final Map<String, Integer> refused = new HashMap<>();

  /**
   * Nothing was refused.
   *
   * @param open how many operations are under way that were asked at a host
   */
  ListedLimits(ListedBounds bounds, ListedSpace model, ToIntFunction<HostId> open) {
    this.bounds = bounds;
    this.model = model;
    this.open = open;
  }

  /** How many requests were refused, by setting. */
  Map<String, Integer> refused() {
    return refused;
  }

  /**
   * The limit that a request runs into whatever it asks for; null if into none.
   *
   * @param transaction that it is a step of, if any
   */
  @Nullable LimitReached reached(HostId at, @Nullable OpId transaction) {
    int under = open.applyAsInt(at);
    if (under >= bounds.open()) {
      return new LimitReached(LoadLimits.OPEN, under, bounds.open());
    }
    int most = bounds.operations();
    return transaction != null && ++model.begun(transaction).steps > most
        ? new LimitReached(TransactionLimits.OPERATIONS, most, most)
        : null;
  }

  /** The limit that a write of a transaction runs into; null if into none. */
  @Nullable LimitReached reached(OpId transaction, long cost) {
    long written = model.room.written(transaction);
    return written + cost > bounds.bytes()
        ? new LimitReached(TransactionLimits.BYTES, written, bounds.bytes())
        : null;
  }

  /** The limit that one more transaction runs into; null if into none. */
  @Nullable LimitReached reached(HostId at, @Nullable String client) {
    long its = client == null ? 0 : model.open(at, client);
    long all = model.open(at, null);
    if (its >= bounds.perClient()) {
      return new LimitReached(TransactionLimits.PER_CLIENT, its, bounds.perClient());
    }
    return all >= bounds.transactions()
        ? new LimitReached(TransactionLimits.OPEN, all, bounds.transactions())
        : null;
  }

  /** A request was refused for this limit. */
  void assertRefused(Reply reply, LimitReached limit) {
    assertThat(reply).as("%s", limit).isInstanceOf(Reply.Failed.class);
    assertThat(((Reply.Failed) reply).why())
        .isInstanceOfSatisfying(
            BusyException.class, busy -> assertThat(busy.limit()).contains(limit));
    refused.merge(limit.setting(), 1, Integer::sum);
  }

  /** A request was refused since no host, or not the one that has to, has room for it. */
  void assertNoRoom(Reply reply) {
    assertThat(reply).as("no room").isInstanceOf(Reply.Failed.class);
    assertThat(((Reply.Failed) reply).why()).isInstanceOf(SpaceFullException.class);
    noRoom();
  }

  /** Something was refused since a host has no room for it. */
  void noRoom() {
    refused.merge(ROOM, 1, Integer::sum);
  }
}
