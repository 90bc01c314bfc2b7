package teseus.space.host;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import teseus.space.HostId;
import teseus.space.TokenId;

/** What hosts have to compute, as a {@link ListedSpace} says: so many at a time. */
final class ListedActives {
  private final Map<HostId, List<ListedItem>> due = new HashMap<>();
  private final Map<HostId, List<ListedItem>> running = new HashMap<>();
  private final Function<List<ListedItem>, ListedItem> first;

  /**
   * Nothing is to be computed.
   *
   * @param first takes the next out of those that are due
   */
  ListedActives(Function<List<ListedItem>, ListedItem> first) {
    this.first = first;
  }

  /** A host has one more to compute. */
  void add(HostId at, ListedItem item) {
    due(at).add(item);
    next(at);
  }

  /** A host has computed one. */
  void ended(HostId at, ListedItem item) {
    running(at).remove(item);
    next(at);
  }

  /** One of those that a host computes. */
  ListedItem running(HostId at, TokenId token) {
    return running(at).stream().filter(item -> item.id.equals(token)).findFirst().orElseThrow();
  }

  private void next(HostId at) {
    while (running(at).size() < HeldFunctions.MOST && !due(at).isEmpty()) {
      ListedItem next = first.apply(due(at));
      if (next.active()) { // else its lease has ended
        running(at).add(next);
      }
    }
  }

  private List<ListedItem> due(HostId at) {
    return due.computeIfAbsent(at, any -> new ArrayList<>());
  }

  /** What a host computes, in the order in which it has begun. */
  List<ListedItem> running(HostId at) {
    return running.computeIfAbsent(at, any -> new ArrayList<>());
  }
}
