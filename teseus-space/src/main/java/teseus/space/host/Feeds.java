package teseus.space.host;

import java.util.LinkedHashMap;
import java.util.Map;
import teseus.space.HostId;
import teseus.space.SegmentId;
import teseus.space.wire.Envelope;
import teseus.space.wire.LogRecord;
import teseus.space.wire.Message;

/** What happens in the segments led here, and who follows it. */
final class Feeds {
  /** One of the segments. */
  record Told(Segment segment, History history, Feed feed) {
    /** A record is committed that lets a token in, out or back. */
    void committed(long lsn, LogRecord record, Envelope token) {
      var happening = history.committed(lsn, record, token);
      if (happening != null) {
        feed.happened(happening);
      }
    }
  }

  private final Map<SegmentId, Told> told = new LinkedHashMap<>();

  /** One more segment; returned is who is to be told of its records. */
  Told add(Segment segment, History history, Feed feed) {
    Told one = new Told(segment, history, feed);
    told.put(segment.id(), one);
    return one;
  }

  void remove(SegmentId segment) {
    told.remove(segment);
  }

  /** The turn ends: followers are told what happened in it. */
  void tell() {
    for (Told one : told.values()) {
      one.feed.tell();
    }
  }

  void onFollow(HostId home, Message.Follow follow, long now) {
    Told one = told.get(follow.segment());
    if (one != null && one.segment.open()) {
      one.feed.onFollow(home, follow, now);
    }
  }

  void onUnfollow(HostId home, Message.Unfollow unfollow) {
    Told one = told.get(unfollow.segment());
    if (one != null) {
      one.feed.leave(new Follower.Key(home, unfollow.subscription()));
    }
  }

  /** The link to a host broke. */
  void lost(HostId home) {
    told.values().forEach(one -> one.feed.lost(home));
  }

  /** Lets go of those whose homes were last heard of before a time. */
  void lapse(long before) {
    told.values().forEach(one -> one.feed.lapse(before));
  }

  /** How many stand in all. */
  int size() {
    return told.values().stream().mapToInt(one -> one.feed.size()).sum();
  }
}
