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
  private final Map<TokenId, Placed> out = new HashMap<>();
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
    feed.added(feed.next(), token, feed.next());
  }

  void take(TokenId token) {
    long place = placed.remove(token);
    out.put(token, new Placed(place, live.remove(place)));
    feed.removed(feed.next(), token);
  }

  /** What was taken is there again, in the place that it had. */
  void giveBack(TokenId token) {
    Placed back = out.remove(token);
    live.put(back.lsn(), back.token());
    placed.put(token, back.lsn());
    feed.added(feed.next(), back.token(), back.lsn());
  }

  /** A token becomes another under its id. */
  void change(TokenId token, byte[] fields) {
    long place = placed.get(token);
    Envelope before = live.get(place);
    Envelope after = before.updated(before.type(), fields);
    live.put(place, after);
    feed.changed(feed.next(), after, place);
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
