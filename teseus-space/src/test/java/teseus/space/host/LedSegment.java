package teseus.space.host;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import teseus.space.SegmentId;
import teseus.space.TokenId;
import teseus.space.wire.Envelope;

/**
 * A segment at its primary, as far as its feed is concerned: committed records and what they give.
 */
final class LedSegment implements LiveTokens {
  final SegmentId id;
  ChangeFeed feed;
  long epoch = 1;
  private final NavigableMap<Long, Envelope> live = new TreeMap<>();
  private final Map<TokenId, Long> placed = new HashMap<>();
  private final Map<TokenId, Envelope> out = new HashMap<>();
  private final int most;
  private final RandomGenerator random;

  LedSegment(SegmentId id, int most, RandomGenerator random) {
    this.id = id;
    this.most = most;
    this.random = random;
    this.feed = new ChangeFeed(id, 0, most, random);
  }

  void put(Envelope token) {
    live.put(feed.next(), token);
    placed.put(token.id(), feed.next());
    feed.added(feed.next(), token);
  }

  void take(TokenId token) {
    out.put(token, live.remove(placed.remove(token)));
    feed.removed(feed.next(), token);
  }

  void giveBack(TokenId token) {
    put(out.remove(token));
  }

  /** Another primary, whose feed begins with its epoch. */
  void failOver() {
    epoch++;
    feed = new ChangeFeed(id, feed.next(), most, random);
    feed.passed(feed.next());
  }

  List<TokenId> in() {
    return List.copyOf(placed.keySet());
  }

  List<TokenId> out() {
    return List.copyOf(out.keySet());
  }

  Stream<Envelope> tokens() {
    return live.values().stream();
  }

  @Override
  public Iterator<Placed> from(long lsn) {
    return live.tailMap(lsn).entrySet().stream()
        .map(entry -> new Placed(entry.getKey(), entry.getValue()))
        .iterator();
  }
}
