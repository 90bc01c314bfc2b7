package teseus.space.host;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import teseus.space.BusyException;
import teseus.space.Event;
import teseus.space.HostId;
import teseus.space.Position;
import teseus.space.SegmentId;
import teseus.space.Template;
import teseus.space.wire.Message;
import teseus.space.wire.TemplateCodec;

/** The subscriptions that this host is the home of, each with its lease. */
final class Subscriptions {
  private static final class Leased {
    private final Subscribed subscribed;
    private Timers.@Nullable Timer end;

    Leased(Subscribed subscribed) {
      this.subscribed = subscribed;
    }
  }

  private final AskingParts parts;
  private final int most;
  private final Map<Long, Leased> open = new HashMap<>();
  private long last;

  /**
   * None yet.
   *
   * @param most how many may be open
   * @param first drawn, so that what comes for a subscription of before this start is void
   */
  Subscriptions(AskingParts parts, int most, long first) {
    this.parts = parts;
    this.most = most;
    this.last = first;
  }

  /**
   * Begins one.
   *
   * @param until end of its lease, {@link Long#MAX_VALUE} if never
   * @return its number
   */
  long subscribe(
      Template template,
      Set<Event.Kind> kinds,
      @Nullable Position from,
      long until,
      Subscriber subscriber,
      long now) {
    TemplateCodec.check(template);
    if (kinds.isEmpty() || kinds.contains(Event.Kind.GAP)) {
      throw new IllegalArgumentException(
          "a subscription is to at least one kind of event, and to no gaps, was " + kinds);
    }
    if (open.size() >= most) {
      throw new BusyException(
          most
              + " subscriptions are open at this host, as many as it bears; subscribe at another"
              + " host, or when one has ended");
    }
    long id = ++last;
    Subscribed subscribed =
        new Subscribed(id, template, Set.copyOf(kinds), from, subscriber, parts, now);
    Leased leased = new Leased(subscribed);
    open.put(id, leased);
    lease(id, leased, until);
    subscribed.begin(now);
    return id;
  }

  /** Its lease ends then, and not before; false if it has ended. */
  boolean renew(long id, long until) {
    Leased leased = open.get(id);
    if (leased == null) {
      return false;
    }
    lease(id, leased, until);
    return true;
  }

  private void lease(long id, Leased leased, long until) {
    if (leased.end != null) {
      leased.end.cancel();
    }
    leased.end = until == Long.MAX_VALUE ? null : parts.timers().at(until, at -> end(id));
  }

  private void end(long id) {
    Leased leased = open.remove(id);
    if (leased != null) {
      leased.subscribed.end();
    }
  }

  /** Its subscriber has room for so many events more. */
  void grant(long id, long more) {
    Leased leased = open.get(id);
    if (leased != null) {
      leased.subscribed.grant(more);
    }
  }

  /** Where to go on after what was told; null if it has ended. */
  @Nullable Position position(long id) {
    Leased leased = open.get(id);
    return leased == null ? null : leased.subscribed.position();
  }

  /** Nobody wants to be told any more. */
  void cancel(long id) {
    Leased leased = open.remove(id);
    if (leased != null) {
      if (leased.end != null) {
        leased.end.cancel();
      }
      leased.subscribed.close();
    }
  }

  /** How many are open. */
  int size() {
    return open.size();
  }

  void onFollowed(HostId from, Message.Followed followed, long now) {
    Leased leased = open.get(followed.subscription());
    if (leased != null) {
      leased.subscribed.onFollowed(followed, now);
    } else {
      parts.post().send(from, new Message.Unfollow(followed.subscription(), followed.segment()));
    }
  }

  /** Who leads some segments has changed, or whether anyone does. */
  void leadChanged(List<SegmentId> segments, long now) {
    for (Leased leased : List.copyOf(open.values())) {
      segments.forEach(segment -> leased.subscribed.leadChanged(segment, now));
    }
  }
}
