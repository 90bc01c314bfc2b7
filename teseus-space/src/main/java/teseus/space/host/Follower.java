package teseus.space.host;

import java.util.Set;
import teseus.space.Event;
import teseus.space.HostId;
import teseus.space.Template;
import teseus.space.wire.Happening;
import teseus.space.wire.MalformedException;
import teseus.space.wire.TupleCodec;

/**
 * A subscription that follows a segment.
 *
 * @param key whose
 * @param template what it must happen to
 * @param kinds what must happen
 * @param from its home knows all below it
 * @param since when its home was last heard of
 */
record Follower(Key key, Template template, Set<Event.Kind> kinds, long from, long since) {
  /**
   * Which subscription.
   *
   * @param home the host that numbers its events
   * @param subscription the home's number for it
   */
  record Key(HostId home, long subscription) {}

  /** Whether it is to be told. A token that cannot be read matches nothing. */
  boolean wants(Happening happening) {
    try {
      return kinds.contains(happening.kind())
          && TupleCodec.matches(template, happening.token().type(), happening.token().fields());
    } catch (MalformedException e) {
      return false;
    }
  }
}
