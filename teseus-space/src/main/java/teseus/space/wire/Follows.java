package teseus.space.wire;

import java.util.EnumSet;
import java.util.Set;
import teseus.space.Event;
import teseus.space.Position;

/** The bytes of following what happens in segments. Tags 70 to 79. */
final class Follows {
  private Follows() {}

  static void addTo(Kinds<Message> kinds) {
    kinds.add(
        70,
        Message.Follow.class,
        (out, follow) -> {
          out.zigzag(follow.subscription());
          Ids.segment(out, follow.segment());
          TemplateCodec.write(out, follow.template());
          kinds(out, follow.kinds());
          out.optional(
              follow.from(),
              (to, mark) -> {
                to.fixed(mark.store());
                to.zigzag(mark.lsn());
              });
        },
        in ->
            new Message.Follow(
                in.zigzag(),
                Ids.segment(in),
                TemplateCodec.read(in),
                kinds(in),
                in.optional(from -> new Position.Mark(from.fixed(), from.zigzag()))));
    kinds.add(
        71,
        Message.Followed.class,
        (out, followed) -> {
          out.zigzag(followed.subscription());
          Ids.segment(out, followed.segment());
          out.zigzag(followed.epoch());
          out.fixed(followed.store());
          out.zigzag(followed.from());
          out.zigzag(followed.at());
          out.zigzag(followed.to());
          out.flag(followed.more());
          out.list(followed.happenings(), Follows::happening);
        },
        in ->
            new Message.Followed(
                in.zigzag(),
                Ids.segment(in),
                in.zigzag(),
                in.fixed(),
                in.zigzag(),
                in.zigzag(),
                in.zigzag(),
                in.flag(),
                in.list(Follows::happening)));
    kinds.add(
        72,
        Message.Unfollow.class,
        (out, unfollow) -> {
          out.zigzag(unfollow.subscription());
          Ids.segment(out, unfollow.segment());
        },
        in -> new Message.Unfollow(in.zigzag(), Ids.segment(in)));
  }

  /** A set as bits: 1 for the first kind, 2 for the second, 4, ... */
  private static void kinds(BytesOut out, Set<Event.Kind> kinds) {
    out.octet(kinds.stream().mapToInt(kind -> 1 << kind.ordinal()).sum());
  }

  private static Set<Event.Kind> kinds(BytesIn in) {
    int bits = in.octet();
    Set<Event.Kind> kinds = EnumSet.noneOf(Event.Kind.class);
    for (Event.Kind kind : Event.Kind.values()) {
      if ((bits >> kind.ordinal() & 1) == 1) {
        kinds.add(kind);
      }
    }
    if (bits >> Event.Kind.values().length != 0) {
      throw in.before(1, "expected a set of kinds of events, found " + bits);
    }
    return kinds;
  }

  private static void happening(BytesOut out, Happening happening) {
    out.zigzag(happening.lsn());
    Ids.choice(out, happening.kind());
    Ids.envelope(out, happening.token());
  }

  private static Happening happening(BytesIn in) {
    return new Happening(in.zigzag(), Ids.choice(in, Event.Kind.values()), Ids.envelope(in));
  }
}
