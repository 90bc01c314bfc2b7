package teseus.space.host;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import teseus.space.TokenId;
import teseus.space.wire.Active;

/** The active tuples of a segment, in the order of its log. */
final class ActiveTuples {
  /**
   * One of them.
   *
   * @param active which
   * @param lsn of its EVAL
   */
  record Placed(Active active, long lsn) {}

  private final Map<TokenId, Placed> byId = new LinkedHashMap<>();
  private final TreeSet<Placed> leased =
      new TreeSet<>(
          Comparator.<Placed>comparingLong(placed -> placed.active().until())
              .thenComparingLong(Placed::lsn));
  private long bytes;

  void add(Active active, long lsn) {
    Placed placed = new Placed(active, lsn);
    if (byId.putIfAbsent(active.id(), placed) != null) {
      throw new IllegalStateException(active.id() + " is active already");
    }
    bytes += active.cost();
    if (active.until() < Long.MAX_VALUE) {
      leased.add(placed);
    }
  }

  /** It was computed, or its lease has ended. */
  void remove(TokenId id) {
    Placed placed = byId.remove(id);
    if (placed == null) {
      throw new IllegalStateException("the log names an active tuple that is not there: " + id);
    }
    bytes -= placed.active().cost();
    leased.remove(placed);
  }

  /** Its lease ends at another time. */
  void renew(TokenId id, long until) {
    Placed before = byId.get(id);
    if (before == null) {
      throw new IllegalStateException("the log names an active tuple that is not there: " + id);
    }
    Placed after = new Placed(before.active().renewed(until), before.lsn());
    byId.put(id, after);
    leased.remove(before);
    if (until < Long.MAX_VALUE) {
      leased.add(after);
    }
  }

  @Nullable Active get(TokenId id) {
    Placed placed = byId.get(id);
    return placed == null ? null : placed.active();
  }

  /** The one whose lease ends first; null if none ends. */
  @Nullable Active firstExpiring() {
    return leased.isEmpty() ? null : leased.first().active();
  }

  /** All, from old to young. */
  Collection<Placed> all() {
    return Collections.unmodifiableCollection(byId.values());
  }

  /** What they cost, in bytes. */
  long bytes() {
    return bytes;
  }
}
