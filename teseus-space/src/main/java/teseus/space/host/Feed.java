package teseus.space.host;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import teseus.space.HostId;
import teseus.space.Position;
import teseus.space.wire.Happening;
import teseus.space.wire.Message;

/**
 * Tells followers what happens in a segment led here. It keeps those alone that stand: who is told
 * something asks for more when its subscriber has room, and until then costs nothing. Followers
 * that stand are found by the type they follow.
 */
class Feed {
  /** What the happenings of one answer cost at most, unless there is only one. */
  static final long BATCH_BYTES = 64 << 10;

  /** How much of the history one answer looks at. */
  static final int LOOKS = 4_096;

  private static final String ANY = "";

  /**
   * Who is to be told at the end of the turn.
   *
   * @param follower who
   * @param lsn of the first that it wants
   */
  private record Due(Follower follower, long lsn) {}

  private final Segment segment;
  private final History history;
  private final long store;
  private final Post post;
  private final int most;
  private final Map<Follower.Key, Follower> standing = new HashMap<>();
  private final Map<String, Map<Follower.Key, Follower>> byType = new HashMap<>();
  private final Map<Follower.Key, Due> due = new LinkedHashMap<>();

  /**
   * Nobody follows yet.
   *
   * @param history of the segment so far
   * @param store whose log it is
   * @param most how many may stand
   */
  Feed(Segment segment, History history, long store, Post post, int most) {
    this.segment = segment;
    this.history = history;
    this.store = store;
    this.post = post;
    this.most = most;
  }

  /** How many stand. */
  int size() {
    return standing.size();
  }

  /** A record is committed that may mean something to followers. */
  void happened(Happening happening) {
    if (standing.isEmpty()) {
      return;
    }
    happened(ANY, happening);
    for (String type : TypeNames.of(happening.token())) {
      happened(type, happening);
    }
  }

  private void happened(String type, Happening happening) {
    Map<Follower.Key, Follower> followers = byType.get(type);
    if (followers == null) {
      return;
    }
    for (Follower follower : List.copyOf(followers.values())) {
      if (follower.wants(happening)) {
        leave(follower.key());
        due.put(follower.key(), new Due(follower, happening.lsn()));
      }
    }
  }

  /** The turn ends: who is to be told of something is told of all that has happened in it. */
  void tell() {
    for (Due one : due.values()) {
      boolean forgotten = one.lsn < history.floor();
      long at = forgotten ? history.floor() : one.follower.from();
      tell(one.follower, at, Math.max(one.lsn, at));
    }
    due.clear();
  }

  void onFollow(HostId home, Message.Follow follow, long now) {
    Follower.Key key = new Follower.Key(home, follow.subscription());
    leave(key);
    due.remove(key);
    Position.Mark mark = follow.from();
    if (mark != null && mark.store() == store && mark.lsn() > segment.committed()) {
      return; // another primary has told of more: this one leads no more, and does not know it yet
    }
    long at = mark == null ? segment.committed() : start(mark);
    long from = mark == null || mark.store() != store ? at : mark.lsn();
    tell(new Follower(key, follow.template(), follow.kinds(), from, now), at, at);
  }

  /** From where on somebody is told who knows all before a mark. */
  long start(Position.Mark from) {
    return from.store() == store ? Math.max(from.lsn(), history.floor()) : history.floor();
  }

  /**
   * Answers.
   *
   * @param at all that happened from there on is told
   * @param first before it nothing happened that is wanted
   */
  private void tell(Follower follower, long at, long first) {
    List<Happening> told = new ArrayList<>();
    long to = segment.committed();
    boolean more = false;
    long room = BATCH_BYTES;
    int looks = LOOKS;
    for (Happening happening : history.from(first)) {
      boolean wanted = follower.wants(happening);
      room -= wanted ? happening.cost() : 0;
      if (looks-- == 0 || wanted && room < 0 && !told.isEmpty()) {
        to = happening.lsn();
        more = true;
        break;
      }
      if (wanted) {
        told.add(happening);
      }
    }
    if (told.isEmpty() && !more && at == follower.from()) { // its home knows where it stands
      stand(follower);
    }
    post.send(
        follower.key().home(),
        new Message.Followed(
            follower.key().subscription(),
            segment.id(),
            segment.epoch(),
            store,
            follower.from(),
            at,
            to,
            more,
            told));
  }

  private void stand(Follower follower) {
    if (standing.size() < most) { // who does not stand asks again, and is told then
      standing.put(follower.key(), follower);
      byType
          .computeIfAbsent(type(follower), any -> new LinkedHashMap<>())
          .put(follower.key(), follower);
    }
  }

  void leave(Follower.Key key) {
    Follower follower = standing.remove(key);
    if (follower == null) {
      return;
    }
    String type = type(follower);
    Map<Follower.Key, Follower> others = byType.get(type);
    if (others != null && others.remove(key) != null && others.isEmpty()) {
      byType.remove(type);
    }
  }

  private static String type(Follower follower) {
    String type = follower.template().type();
    return type == null ? ANY : type;
  }

  /** The link to a home broke: it asks again. */
  void lost(HostId home) {
    forget(follower -> follower.key().home().equals(home));
  }

  /** Lets go of those whose homes were last heard of before a time. */
  void lapse(long before) {
    forget(follower -> follower.since() < before);
  }

  private void forget(Predicate<Follower> which) {
    List.copyOf(standing.values()).stream()
        .filter(which)
        .forEach(follower -> leave(follower.key()));
  }
}
