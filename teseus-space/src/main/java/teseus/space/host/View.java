package teseus.space.host;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import teseus.space.HostId;
import teseus.space.SegmentId;
import teseus.space.Template;
import teseus.space.TokenId;
import teseus.space.wire.Beacon;
import teseus.space.wire.Envelope;
import teseus.space.wire.Message.ViewPart;
import teseus.space.wire.MetaState;

/**
 * What this host last heard of the others' segments: loosely in step, and it says how old it is.
 *
 * <p>Within its budget it keeps small tokens whole, then headers, then counts by type; large tokens
 * travel as headers anyway. A look finds whole tokens only, so it may miss a token that is there.
 * Once the segments are quiet and beacons and pulls get through, it holds what they hold.
 *
 * <p>One thread owns it. Times are milliseconds since 1970, as this host's clock tells them.
 */
final class View {
  private final TupleMatcher matcher;
  private final KnownTokens tokens;
  private final GoneTokens gone = new GoneTokens();
  private final Map<HostId, Heard> hosts = new TreeMap<>();
  private final FormerStores former = new FormerStores();
  private final Map<SegmentId, SegmentView> segments = new HashMap<>();

  /**
   * An empty view.
   *
   * @param budget bytes, at least 64 KiB, by custom an eighth of the host's
   * @param matcher tells whether encoded tuples match
   */
  View(long budget, TupleMatcher matcher) {
    this.tokens = new KnownTokens(budget);
    this.matcher = matcher;
  }

  /**
   * Another host's beacon.
   *
   * @return false if it changes nothing: it is repeated, or older than one heard before
   */
  @CanIgnoreReturnValue
  boolean apply(Beacon beacon, long now) {
    Heard before = hosts.get(beacon.host());
    long missed = 0;
    if (before != null) {
      Beacon last = before.last();
      boolean same = beacon.sameStart(last);
      if (same ? beacon.sequence() <= last.sequence() : former.has(beacon, last)) {
        return false;
      }
      missed = same ? before.missed() + beacon.sequence() - last.sequence() - 1 : 0;
    }
    hosts.put(beacon.host(), new Heard(withoutTokens(beacon), now, missed, false));
    beacon.changes().forEach((id, said) -> apply(beacon.host(), id, said, now));
    again(tokens.worthAnotherTry());
    return true;
  }

  private static Beacon withoutTokens(Beacon beacon) {
    return new Beacon(
        beacon.host(),
        beacon.store(),
        beacon.incarnation(),
        beacon.sequence(),
        beacon.colour(),
        beacon.at(),
        beacon.offer(),
        beacon.room(),
        Map.of(),
        beacon.reaches(),
        beacon.meta(),
        beacon.config(),
        beacon.functions(),
        Map.of(), // they were heard as they came
        beacon.skewed());
  }

  private void apply(HostId from, SegmentId id, Beacon.Changes said, long now) {
    SegmentView segment = segments.computeIfAbsent(id, key -> new SegmentView(id, from, said, now));
    switch (segment.heard(from, said, now)) {
      case APPLY -> apply(id, said.removed(), said.added());
      case FORGET -> tokens.clear(id);
      case NOTHING -> {}
    }
  }

  /** Room came free: what was cut of a segment is pulled again, one segment a beacon. */
  private void again(@Nullable SegmentId cut) {
    SegmentView segment = cut == null ? null : segments.get(cut);
    if (segment != null) {
      tokens.clear(segment.id());
      segment.restart();
    }
  }

  /** An answer to a pull. One that was not asked for, or asked for before, changes nothing. */
  void apply(ViewPart part) {
    SegmentView segment = segments.get(part.segment());
    if (segment == null || !segment.accept(part)) {
      return;
    }
    if (part.reset()) {
      tokens.clear(part.segment());
    }
    apply(part.segment(), part.removed(), part.added());
  }

  private void apply(SegmentId id, List<TokenId> removed, List<Envelope> added) {
    for (TokenId token : removed) {
      tokens.remove(id, token);
      gone.remove(token);
    }
    added.forEach(token -> tokens.add(id, token));
  }

  /**
   * What to ask now; it is taken as asked. One question a segment is under way, repeated after
   * {@link SegmentView#REPEAT_MS}; a lost host is not asked.
   */
  List<Pull> pulls(long now) {
    List<Pull> pulls = new ArrayList<>();
    for (SegmentView segment : segments.values()) {
      Pull pull = live(segment) ? segment.pull(now) : null;
      if (pull != null) {
        pulls.add(pull);
      }
    }
    return pulls;
  }

  /** When {@link #pulls} will next have something; {@link Long#MAX_VALUE} if nothing is missing. */
  long due() {
    return segments.values().stream()
        .filter(this::live)
        .mapToLong(SegmentView::due)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  /** The oldest match known, those of lost hosts included; its age tells. */
  Optional<Found> find(Template template, long now) {
    return Optional.ofNullable(oldest(template, now, false))
        .map(known -> new Found(known.token(), known.segment(), age(known.segment(), now)));
  }

  /**
   * Where to aim a take: at the oldest match known; else where there is a token of the type whose
   * fields are not known. Only segments of hosts that are not lost.
   */
  Optional<SegmentId> hint(Template template, long now) {
    KnownTokens.Known match = oldest(template, now, true);
    if (match == null) {
      match = oldestHeader(template, now);
    }
    if (match != null) {
      return Optional.of(match.segment());
    }
    List<SegmentId> live =
        segments.values().stream().filter(this::live).map(SegmentView::id).sorted().toList();
    return Optional.ofNullable(tokens.counted(template.type(), live));
  }

  private KnownTokens.@Nullable Known oldest(Template template, long now, boolean liveOnly) {
    return first(
        template,
        liveOnly,
        token ->
            !Carried.isHeader(token)
                && visible(token, now)
                && matcher.matches(template, token.type(), token.fields()));
  }

  private KnownTokens.@Nullable Known oldestHeader(Template template, long now) {
    return first(template, true, token -> Carried.isHeader(token) && visible(token, now));
  }

  private boolean visible(Envelope token, long now) {
    return token.until() > now && !gone.has(token.id(), now);
  }

  private KnownTokens.@Nullable Known first(
      Template template, boolean liveOnly, Predicate<Envelope> wanted) {
    KnownTokens.Known best = null;
    for (Iterator<KnownTokens.Known> list : tokens.ofType(template.type())) {
      while (list.hasNext()) {
        KnownTokens.Known known = list.next();
        if (best != null && known.token().born() >= best.token().born()) {
          break;
        }
        if ((!liveOnly || live(known.segment())) && wanted.test(known.token())) {
          best = known;
          break;
        }
      }
    }
    return best;
  }

  /**
   * How many match, as far as is known. Without conditions headers and tokens that are only counted
   * count too; with conditions only whole tokens do.
   */
  long count(Template template, long now) {
    if (template.conditions().isEmpty()) {
      return tokens.count(template.type());
    }
    long count = 0;
    for (Iterator<KnownTokens.Known> list : tokens.ofType(template.type())) {
      while (list.hasNext()) {
        Envelope token = list.next().token();
        boolean match =
            !Carried.isHeader(token)
                && visible(token, now)
                && matcher.matches(template, token.type(), token.fields());
        count += match ? 1 : 0;
      }
    }
    return count;
  }

  /** This host knows that a token is gone: nothing finds it, before the view hears of it. */
  void taken(TokenId token, long now) {
    gone.add(token, now);
  }

  /** What hosts run on, as META says now. */
  void registered(Map<HostId, MetaState.Store> stores) {
    former.registered(stores);
  }

  /**
   * A host is lost: its tokens are kept and grow old, and hint at nothing until it speaks again.
   */
  void lost(HostId host) {
    hosts.computeIfPresent(
        host, (id, heard) -> new Heard(heard.last(), heard.at(), heard.missed(), true));
  }

  /** A segment is no longer another host's: this host leads it, or it is no more. */
  void drop(SegmentId segment) {
    segments.remove(segment);
    tokens.clear(segment);
  }

  /** The other hosts, by name, lost ones included. */
  Map<HostId, Heard> hosts() {
    return Collections.unmodifiableMap(hosts);
  }

  /** Who leads a segment, as its last beacon says. */
  Optional<HostId> leader(SegmentId segment) {
    return Optional.ofNullable(segments.get(segment)).map(SegmentView::leader);
  }

  /** What it costs, in bytes. */
  long bytes() {
    return tokens.bytes();
  }

  private long age(SegmentId id, long now) {
    SegmentView segment = segments.get(id);
    return segment == null ? 0 : Math.max(0, now - segment.asOf());
  }

  private boolean live(SegmentId id) {
    SegmentView segment = segments.get(id);
    return segment != null && live(segment);
  }

  private boolean live(SegmentView segment) {
    Heard leader = hosts.get(segment.leader());
    return leader != null && !leader.lost();
  }
}
