package teseus.space.host;

import java.util.List;
import org.jspecify.annotations.Nullable;
import teseus.space.spi.Image;
import teseus.space.wire.Message;
import teseus.space.wire.Replication;
import teseus.space.wire.Replication.Logged;
import teseus.space.wire.Replication.Span;
import teseus.space.wire.StoreName;

/**
 * Ships a segment's log from its primary to one other store (PROTOCOL.md, rules 3, 9 and 10): asks
 * what it has, sends what it misses or an image, and then what is appended, as it comes.
 */
final class Shipping {
  /** What the records of one message take at most, unless there is only one. */
  static final long BATCH_BYTES = 192 << 10;

  private static final long NOTHING = -1;

  private enum Stage {
    /** It was asked what it has. */
    CLAIMED,
    /** An image is made, or on its way. */
    IMAGE,
    /** What makes its log a part of this one is on its way. */
    SYNCING,
    /** Its log is a part of this one. */
    FOLLOWS
  }

  /** An image on its way. */
  private record Sent(Image image, List<Span> spans) {}

  private final StoreName to;
  private final Segment segment;
  private final Post post;
  private final CopySettings settings;
  private final long epoch;
  private Stage stage = Stage.CLAIMED;
  private @Nullable Sent image;
  private long sent;
  private long acked = NOTHING;
  private long room = Long.MAX_VALUE;
  private long committed;
  private long progress;
  private long heard;
  private boolean linked;
  private boolean distrusted;

  /**
   * Begins to ship what is led under the segment's present epoch.
   *
   * @param linked whether a link leads there
   */
  Shipping(
      StoreName to, Segment segment, Post post, CopySettings settings, boolean linked, long now) {
    this.to = to;
    this.segment = segment;
    this.post = post;
    this.settings = settings;
    this.epoch = segment.epoch();
    this.linked = linked;
    this.progress = now;
    this.heard = now;
    claim();
  }

  StoreName to() {
    return to;
  }

  /** How far it holds the log of this epoch, forced; below 0 if that is not known. */
  long acked() {
    return acked;
  }

  /**
   * How many bytes more it has room for, as it said last, less what is on its way since; a very
   * great number before it has said anything.
   */
  long room() {
    return room == Long.MAX_VALUE ? room : Math.max(0, room - segment.copy().weight(acked));
  }

  /** Whether it holds all that may have been acknowledged; what comes after is on its way. */
  boolean caughtUp() {
    return acked >= Math.max(segment.committed(), segment.inherited());
  }

  /** It holds less than it has said: in this epoch it counts for nothing any more. */
  void distrust() {
    distrusted = true;
    acked = NOTHING;
  }

  /** Whether it holds less than it has said. */
  boolean distrusted() {
    return distrusted;
  }

  /** Whether a link leads there. */
  boolean linked() {
    return linked;
  }

  /** For how long it has been out of reach, or has not got on though it should; 0 if not at all. */
  long lag(long now) {
    long silent = linked ? 0 : now - heard;
    boolean asked = stage != Stage.FOLLOWS || acked < sent;
    return Math.max(silent, asked ? now - progress : 0);
  }

  /** The least lsn that it may still have to be sent. */
  long needs() {
    return switch (stage) {
      case CLAIMED -> Long.MAX_VALUE;
      case IMAGE -> image == null ? Long.MAX_VALUE : image.image.lsn();
      case SYNCING -> sent;
      case FOLLOWS -> acked;
    };
  }

  void linked(boolean now, long time) {
    if (linked && !now) {
      heard = time;
    }
    linked = now;
    if (now) {
      claim();
    }
  }

  private void claim() {
    stage = Stage.CLAIMED;
    image = null;
    say(new Replication.Claim(segment.id(), epoch, to.id(), segment.copy().lineage()));
  }

  void onHolds(Replication.Holds holds, long now) {
    if (stage != Stage.CLAIMED || distrusted) {
      return;
    }
    SegmentLog log = segment.copy().log();
    boolean same = holds.synced() == epoch;
    if (same) {
      acked = Math.max(acked, holds.length());
    }
    if (same && acked >= log.window().first()) {
      progress = now;
      stage = Stage.FOLLOWS;
      sent = acked;
      ship(now);
      return;
    }
    long common = log.spans().common(log.next(), new Spans(holds.spans()), holds.length());
    if (!same && holds.length() != Replication.Holds.BROKEN && common >= log.window().first()) {
      progress = now;
      stage = Stage.SYNCING;
      sent = common;
      send(true, common);
    } else {
      // A member that needs an image cannot be waited for: it is given up, unless all is quiet. One
      // of this very epoch has all that is committed, and never needs one.
      stage = Stage.IMAGE;
      segment.whenQuiet(this::image);
    }
  }

  private void image() {
    if (stage == Stage.IMAGE && image == null) {
      List<byte[]> parts = SegmentImage.of(segment.state());
      List<Span> spans = segment.copy().log().spans().all();
      Image its = new Image(segment.id(), epoch, segment.next(), parts);
      image = new Sent(its, spans);
      part(its, spans, 0);
    }
  }

  private void part(Image its, List<Span> spans, int index) {
    say(
        new Replication.ImagePart(
            segment.id(),
            epoch,
            to.id(),
            its.lsn(),
            spans,
            index,
            its.parts().size(),
            its.parts().get(index)));
  }

  void onPullImage(Replication.PullImage pull, long now) {
    Sent its = image;
    if (its != null
        && pull.lsn() == its.image.lsn()
        && pull.index() >= 0
        && pull.index() < its.image.parts().size()) {
      progress = now;
      part(its.image, its.spans, pull.index());
    }
  }

  void onAcked(Replication.Acked said, long now) {
    if (distrusted) {
      return; // it is from before
    }
    long length = said.length();
    if (length >= acked) { // a late one says what room there was before
      room = said.room();
    }
    if (length > acked) {
      acked = length;
      progress = now;
    }
    if (stage == Stage.SYNCING || stage == Stage.IMAGE) {
      image = null;
      stage = Stage.FOLLOWS;
      sent = length;
    }
    sent = Math.max(sent, acked);
    ship(now);
  }

  /** Sends what was appended since, as far as the credit goes. */
  void ship(long now) {
    if (stage == Stage.FOLLOWS && linked && sent < segment.next() && caughtUpTo(sent)) {
      progress = now; // there was nothing to get on with
    }
    send();
  }

  private void send() {
    if (stage != Stage.FOLLOWS || !linked || distrusted) {
      return;
    }
    LogWindow window = segment.copy().log().window();
    if (sent < window.first()) {
      claim(); // it fell too far behind
      return;
    }
    while (sent < window.next() && window.bytes(acked, sent) < settings.creditBytes()) {
      send(false, sent);
    }
  }

  private boolean caughtUpTo(long lsn) {
    return acked == lsn;
  }

  private void send(boolean sync, long from) {
    List<Logged> records = segment.copy().log().window().from(from, BATCH_BYTES);
    sent = from + records.size();
    committed = segment.committed();
    say(
        new Replication.Ship(
            segment.id(), epoch, to.id(), sync, from, records, segment.committed()));
  }

  /** What was not answered is sent again, and what was committed since is told. */
  void tick(long now) {
    if (!linked || distrusted) {
      return;
    }
    switch (stage) {
      case CLAIMED, SYNCING -> claim();
      case IMAGE -> {
        if (image == null || now - progress >= settings.ackMs()) {
          claim();
        }
      }
      case FOLLOWS -> {
        if (acked < sent) {
          sent = acked;
          send();
        } else if (committed < segment.committed()) {
          send(false, sent);
        }
      }
    }
  }

  private void say(Replication what) {
    if (linked) {
      post.send(to.host(), new Message.Replicated(what));
    }
  }
}
