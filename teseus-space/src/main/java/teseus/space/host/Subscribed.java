package teseus.space.host;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import teseus.space.Event;
import teseus.space.Position;
import teseus.space.SegmentId;
import teseus.space.Template;
import teseus.space.wire.Happening;
import teseus.space.wire.Message;

/**
 * A subscription at its home: it follows all segments, brings what they tell into one order,
 * numbers it, and tells it on as far as its subscriber has room. No more than one answer of each
 * segment waits here for that.
 */
final class Subscribed {
  /** How many times as often an answer is waited for as one that stands is renewed. */
  static final int RENEWALS = 5;

  /** What waits to be told; no happening is a gap, after which the mark holds. */
  private record Queued(Place place, @Nullable Happening happening, Position.Mark after) {}

  private final long id;
  private final Template template;
  private final Set<Event.Kind> kinds;
  private final Subscriber subscriber;
  private final AskingParts parts;
  private final long start;
  private final Map<SegmentId, Place> places = new LinkedHashMap<>();
  private final ArrayDeque<Queued> queue = new ArrayDeque<>();
  private Timers.@Nullable Timer resend;
  private long number;
  private long room;
  private int ticks;
  private boolean open;
  private boolean closed;
  private boolean telling;

  /**
   * Not begun.
   *
   * @param from where to go on; null to begin now
   */
  Subscribed(
      long id,
      Template template,
      Set<Event.Kind> kinds,
      @Nullable Position from,
      Subscriber subscriber,
      AskingParts parts,
      long now) {
    this.id = id;
    this.template = template;
    this.kinds = kinds;
    this.subscriber = subscriber;
    this.parts = parts;
    this.start = now;
    this.number = from == null ? 0 : from.number();
    for (SegmentId segment : parts.directory().segments()) {
      Position.Mark mark = from == null ? null : from.marks().get(segment);
      places.put(segment, parts.make().place(segment, mark, from != null && mark == null));
    }
    if (from != null) { // the home before may have known of hosts that this one is yet to hear of
      from.marks()
          .forEach(
              (one, at) -> places.computeIfAbsent(one, any -> parts.make().place(one, at, false)));
    }
  }

  /** Begins to follow. */
  void begin(long now) {
    tick(now);
  }

  private void tick(long now) {
    boolean renew = ticks++ % RENEWALS == 0;
    for (Place place : places.values()) {
      if (place.idle() && (renew || place.asking())) {
        follow(place);
      }
    }
    open(now);
    if (!closed) {
      resend = parts.timers().at(now + parts.times().resend(), this::tick);
    }
  }

  private void follow(Place place) {
    place.asked();
    Directory.Lead lead = parts.directory().lead(place.segment());
    if (lead != null) {
      parts
          .post()
          .send(
              lead.host(), new Message.Follow(id, place.segment(), template, kinds, place.mark()));
    }
  }

  /** It is open when all have answered; those that cannot be reached are not waited for long. */
  private void open(long now) {
    if (open) {
      return;
    }
    long waited = now - start;
    for (Place place : places.values()) {
      boolean led = parts.directory().lead(place.segment()) != null;
      long most = led ? parts.times().answer() : parts.times().resend();
      if (place.mark() == null && waited < most) {
        return;
      }
    }
    open = true;
    places.values().forEach(Place::opened);
    subscriber.opened(position());
    tell();
  }

  /** Another host leads a segment, or the same under another epoch, or nobody does. */
  void leadChanged(SegmentId segment, long now) {
    Place place = places.computeIfAbsent(segment, this::added);
    if (place != null && place.idle()) {
      follow(place);
    }
    open(now);
  }

  /** A segment that was not there when this began, so that all that happens in it is news. */
  private @Nullable Place added(SegmentId segment) {
    return parts.directory().segments().contains(segment)
        ? parts.make().place(segment, parts.directory().begin(segment), false)
        : null;
  }

  void onFollowed(Message.Followed followed, long now) {
    Place place = places.get(followed.segment());
    Directory.Lead lead = parts.directory().lead(followed.segment());
    if (place == null || lead == null || lead.epoch() != followed.epoch()) {
      return;
    }
    Position.Mark before = place.mark();
    Place.Heard heard = place.heard(followed);
    if (heard == Place.Heard.NOTHING) {
      if (place.idle() && before != null && followed.from() > before.lsn()) {
        follow(place); // a copy of a question overtook the one that counts
      }
      return;
    }
    if (heard == Place.Heard.GAP) {
      queue(place, null, new Position.Mark(followed.store(), followed.at()));
    }
    for (Happening happening : followed.happenings()) {
      if (place.news(before, followed, happening)) {
        queue(place, happening, new Position.Mark(followed.store(), happening.lsn() + 1));
      }
    }
    open(now);
    if (place.idle() && (followed.more() || !followed.happenings().isEmpty())) {
      follow(place); // it does not stand any more
    }
    tell();
  }

  private void queue(Place place, @Nullable Happening happening, Position.Mark after) {
    place.queue();
    queue.add(new Queued(place, happening, after));
  }

  /** The subscriber has room for so many more. */
  void grant(long more) {
    room = Math.min(Long.MAX_VALUE - more, room) + more;
    tell();
  }

  private void tell() {
    if (telling) {
      return; // it is granted more while it is told
    }
    telling = true;
    while (open && !closed && room > 0 && !queue.isEmpty()) {
      room--;
      tell(queue.remove());
    }
    telling = false;
  }

  private void tell(Queued next) {
    next.place.tell(next.after);
    number++;
    Happening happening = next.happening;
    SegmentId segment = next.place.segment();
    subscriber.event(
        new Event(
            number,
            happening == null ? Event.Kind.GAP : happening.kind(),
            segment,
            happening == null
                ? Optional.empty()
                : Optional.of(Tokens.exact(happening.token(), segment)),
            position()));
    if (!closed && next.place.idle()) {
      follow(next.place);
    }
  }

  /** Where to go on after what was told. */
  Position position() {
    Map<SegmentId, Position.Mark> marks = new LinkedHashMap<>();
    for (Place place : places.values()) {
      Position.Mark told = place.told();
      if (told != null) {
        marks.put(place.segment(), told);
      }
    }
    return new Position(number, marks);
  }

  /** Its lease has ended. */
  void end() {
    close();
    subscriber.leaseEnded();
  }

  /** Nobody wants to be told any more. */
  void close() {
    closed = true;
    if (resend != null) {
      resend.cancel();
    }
    for (Place place : places.values()) {
      Directory.Lead lead = parts.directory().lead(place.segment());
      if (lead != null) {
        parts.post().send(lead.host(), new Message.Unfollow(id, place.segment()));
      }
    }
  }
}
