package teseus.space.sim;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import teseus.space.Event;
import teseus.space.Position;
import teseus.space.SegmentId;
import teseus.space.Template;
import teseus.space.host.Subscriber;
import teseus.space.wire.Happening;
import teseus.space.wire.TupleCodec;

/**
 * A client that is told what happens, and goes on at another host from where it was when its own is
 * lost, or now and then. It checks whatever it is told, and that nothing was left out.
 */
final class Listener {
  private final List<SimulatedHost> machines;
  private final Agenda agenda;
  private final Truth truth;
  private final RandomGenerator random;
  private final Template template;
  private final Set<Event.Kind> kinds;
  private final Predicate<SegmentId> forgetful;
  private final Predicate<SegmentId> added;
  private SimulatedHost home;
  private int incarnation = -1;
  private long subscription;
  private int life;
  private @Nullable Position position;
  private long events;
  private long gaps;

  /**
   * Nobody is asked yet.
   *
   * @param forgetful whether a segment may not remember what happened
   * @param added whether a segment is of a host that was added
   */
  Listener(
      List<SimulatedHost> machines,
      Agenda agenda,
      Truth truth,
      Template template,
      Predicate<SegmentId> forgetful,
      Predicate<SegmentId> added,
      RandomGenerator random) {
    this.machines = machines;
    this.agenda = agenda;
    this.truth = truth;
    this.template = template;
    this.forgetful = forgetful;
    this.added = added;
    this.random = random;
    this.home = machines.get(0);
    kinds = EnumSet.copyOf(Event.Kind.all());
    if (random.nextBoolean()) {
      kinds.remove(Event.Kind.values()[random.nextInt(Event.Kind.all().size())]);
    }
  }

  /** Subscribes, or makes room for more, or goes on elsewhere. */
  void act() {
    if (home.incarnation() != incarnation || random.nextInt(30) == 0) {
      moveOn();
    } else {
      long its = subscription;
      int now = life;
      long more = 1 + random.nextInt(10);
      home.run(
          host -> {
            if (life == now) {
              host.grant(its, more, home.clock());
            }
          });
    }
  }

  private void moveOn() {
    SimulatedHost next = machines.get(random.nextInt(machines.size()));
    if (!next.running()) {
      return;
    }
    leave();
    home = next;
    incarnation = next.incarnation();
    int its = life;
    next.run(
        host ->
            subscription =
                host.subscribe(
                    template,
                    kinds,
                    position,
                    Long.MAX_VALUE,
                    new Subscriber() {
                      @Override
                      public void opened(Position at) {
                        if (its == life) {
                          moved(at, null, null);
                        }
                      }

                      @Override
                      public void event(Event event) {
                        if (its == life) {
                          told(event);
                        }
                      }

                      @Override
                      public void leaseEnded() {
                        throw new Broken("a lease for ever has ended");
                      }
                    },
                    next.clock()));
  }

  private void told(Event event) {
    long before = position == null ? 0 : position.number();
    Broken.unless(event.number() == before + 1, "event %s follows number %s", event, before);
    events++;
    if (event.kind() == Event.Kind.GAP) {
      gaps++;
      Broken.unless(
          forgetful.test(event.segment())
              || position == null
              || !position.marks().containsKey(event.segment()),
          "a gap, and nothing was forgotten: %s",
          event);
    }
    moved(event.position(), event.segment(), event);
  }

  /** All that happened between two positions must be what was told. */
  private void moved(Position to, @Nullable SegmentId segment, @Nullable Event told) {
    Map<SegmentId, Position.Mark> before = new HashMap<>();
    if (position != null) {
      before.putAll(position.marks());
    }
    to.marks()
        .forEach(
            (id, mark) -> {
              Position.Mark from = before.remove(id);
              if (id.equals(segment) && told != null && told.kind() == Event.Kind.GAP) {
                return;
              }
              if (from == null && position != null && added.test(id)) {
                check(id, 0, mark.lsn(), id.equals(segment) ? told : null);
                return; // it was not there yet: all that has happened in it is told
              }
              Broken.unless(
                  from != null || position == null || told == null,
                  "%s is told of for the first time, and no gap says so",
                  id);
              if (from != null) {
                Broken.unless(from.lsn() <= mark.lsn(), "%s falls from %s to %s", id, from, mark);
                check(id, from.lsn(), mark.lsn(), id.equals(segment) ? told : null);
              }
            });
    Broken.unless(before.isEmpty(), "%s are not in %s any more", before, to);
    position = to;
  }

  private void check(SegmentId segment, long from, long to, @Nullable Event told) {
    List<Happening> wanted = wanted(segment, from, to);
    if (told == null) {
      Broken.unless(wanted.isEmpty(), "passed over in silence in %s: %s", segment, wanted);
    } else {
      Broken.unless(
          wanted.size() == 1
              && wanted.get(0).kind() == told.kind()
              && Optional.of(wanted.get(0).token().id())
                  .equals(told.token().map(token -> token.id())),
          "told %s, happened from %s to %s: %s",
          told,
          from,
          to,
          wanted);
    }
  }

  private List<Happening> wanted(SegmentId segment, long from, long to) {
    List<Happening> wanted = new ArrayList<>();
    for (Happening happening : truth.happenings(segment, from, to)) {
      if (kinds.contains(happening.kind())
          && TupleCodec.matches(template, happening.token().type(), happening.token().fields())) {
        wanted.add(happening);
      }
    }
    return wanted;
  }

  /** No more faults: it wants to hear of everything. */
  void heal() {
    if (home.incarnation() != incarnation) {
      moveOn();
    }
    long its = subscription;
    home.run(host -> host.grant(its, Integer.MAX_VALUE, home.clock()));
  }

  /** All is quiet: it must have been told of all there was. */
  void caughtUp() {
    long its = subscription;
    home.run(host -> moved(host.position(its).orElseThrow(), null, null));
    Position at = position;
    Broken.unless(at != null && at.marks().size() >= machines.size(), "told of %s alone", at);
    if (at != null) {
      at.marks()
          .forEach(
              (segment, mark) ->
                  Broken.unless(
                      wanted(segment, mark.lsn(), truth.decided(segment)).isEmpty(),
                      "all is quiet, and nothing is told of %s in %s",
                      wanted(segment, mark.lsn(), truth.decided(segment)),
                      segment));
    }
    leave();
  }

  private void leave() {
    life++;
    if (home.incarnation() == incarnation) {
      SimulatedHost left = home;
      long its = subscription;
      int of = incarnation;
      agenda.after(
          0,
          () -> {
            if (left.incarnation() == of) {
              left.run(host -> host.unsubscribe(its, left.clock()));
            }
          });
    }
  }

  long events() {
    return events;
  }

  long gaps() {
    return gaps;
  }
}
