package teseus.space.host;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import teseus.space.SegmentId;
import teseus.space.TokenId;
import teseus.space.wire.Envelope;

/**
 * The tokens of other hosts' segments, by segment and by type, within a budget. A token is kept
 * whole while three quarters of the budget hold it, else as a header, else only counted. What came
 * last is cut first: nothing known is thrown out for something new.
 */
final class KnownTokens {
  private static final Comparator<Known> OLDEST_FIRST =
      Comparator.comparingLong((Known known) -> known.token().born())
          .thenComparingInt(known -> known.token().id().write().session().era())
          .thenComparingLong(known -> known.token().id().write().session().nonce())
          .thenComparingLong(known -> known.token().id().write().number())
          .thenComparing(Known::segment);

  /** With less, one token more or less would decide whether half of it is free. */
  static final long LEAST_BUDGET = 64 << 10;

  private final long budget;
  private final Map<SegmentId, Segment> segments = new HashMap<>();
  private final Map<String, NavigableSet<Known>> types = new HashMap<>();
  private final Map<String, NavigableSet<Known>> subtypes = new HashMap<>();
  private long bytes;

  /**
   * A token and where it is.
   *
   * @param segment where
   * @param token whole or a header
   */
  record Known(SegmentId segment, Envelope token) {}

  private static final class Segment {
    final Map<TokenId, Known> tokens = new HashMap<>();
    final CountedTypes counted = new CountedTypes();
    boolean cut; // the budget took fields or tokens from it
  }

  KnownTokens(long budget) {
    if (budget < LEAST_BUDGET) {
      throw new IllegalArgumentException(
          "a view's budget is at least " + LEAST_BUDGET + " bytes, was " + budget);
    }
    this.budget = budget;
  }

  /** What is kept costs, in bytes; never more than the budget. */
  long bytes() {
    return bytes;
  }

  /** A token is in a segment. */
  void add(SegmentId id, Envelope token) {
    Segment segment = segments.computeIfAbsent(id, key -> new Segment());
    unlist(segment.tokens.remove(token.id()));
    Envelope kept = token;
    if (!Carried.isHeader(token) && bytes + token.cost() > budget / 4 * 3) {
      segment.cut = true;
      kept = Carried.header(token);
    }
    if (bytes + kept.cost() > budget) {
      segment.cut = true;
      segment.counted.add(token.type());
      return;
    }
    Known known = new Known(id, kept);
    segment.tokens.put(token.id(), known);
    list(types, token.type(), known);
    TypeNames.supertypes(kept).forEach(type -> list(subtypes, type, known));
    bytes += kept.cost();
  }

  /** A token went out of a segment. */
  void remove(SegmentId id, TokenId token) {
    Segment segment = segments.get(id);
    if (segment == null) {
      return;
    }
    Known known = segment.tokens.remove(token);
    unlist(known);
    if (known == null) {
      segment.counted.removeOne();
    }
  }

  private void unlist(@Nullable Known known) {
    if (known == null) {
      return;
    }
    unlist(types, known.token().type(), known);
    TypeNames.supertypes(known.token()).forEach(type -> unlist(subtypes, type, known));
    bytes -= known.token().cost();
  }

  private static void list(Map<String, NavigableSet<Known>> lists, String type, Known known) {
    lists.computeIfAbsent(type, any -> new TreeSet<>(OLDEST_FIRST)).add(known);
  }

  private static void unlist(Map<String, NavigableSet<Known>> lists, String type, Known known) {
    NavigableSet<Known> same = lists.get(type);
    if (same != null && same.remove(known) && same.isEmpty()) {
      lists.remove(type);
    }
  }

  /** Forgets a segment. */
  void clear(SegmentId id) {
    Segment segment = segments.remove(id);
    if (segment != null) {
      segment.tokens.values().forEach(this::unlist);
    }
  }

  /** A segment of which the budget cut something, if half of the budget is free by now. */
  @Nullable SegmentId worthAnotherTry() {
    if (bytes <= budget / 2) {
      for (Map.Entry<SegmentId, Segment> entry : segments.entrySet()) {
        if (entry.getValue().cut) {
          return entry.getKey();
        }
      }
    }
    return null;
  }

  /**
   * The kept tokens of a type and, as far as they are known to be, of its subtypes, or of all types
   * if null: each token in one list, each list oldest first.
   */
  List<Iterator<Known>> ofType(@Nullable String type) {
    List<Iterator<Known>> lists = new ArrayList<>();
    if (type == null) {
      types.values().forEach(list -> lists.add(list.iterator()));
    } else {
      NavigableSet<Known> none = Collections.emptyNavigableSet();
      lists.add(types.getOrDefault(type, none).iterator());
      lists.add(subtypes.getOrDefault(type, none).iterator());
    }
    return lists;
  }

  /**
   * Tokens of a type and of its known subtypes, or of all if null, those that are only counted with
   * them.
   */
  long count(@Nullable String type) {
    long count = 0;
    for (Segment segment : segments.values()) {
      count += segment.counted.count(type);
      count += type == null ? segment.tokens.size() : 0;
    }
    return type == null ? count : count + size(types.get(type)) + size(subtypes.get(type));
  }

  private static int size(@Nullable NavigableSet<Known> list) {
    return list == null ? 0 : list.size();
  }

  /** A segment with tokens of a type, or of any if null, that are only counted. */
  @Nullable SegmentId counted(@Nullable String type, Iterable<SegmentId> among) {
    for (SegmentId id : among) {
      Segment segment = segments.get(id);
      if (segment != null && segment.counted.count(type) > 0) {
        return id;
      }
    }
    return null;
  }
}
