package teseus.space.host;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import teseus.space.HostId;
import teseus.space.SegmentId;
import teseus.space.wire.Message;
import teseus.space.wire.MetaCommand;
import teseus.space.wire.MetaState;

/**
 * The master of one global snapshot at a time: has META begin it, hears every segment's cut, has
 * META commit the cut, and gathers the parts one segment after the other. Writers are not stopped.
 */
final class SnapshotMaster {
  private static final long PATIENCE_MS = 30_000;

  private final HostId self;
  private final Post post;
  private final Timers timers;
  private final Directory directory;
  private final Meta meta;
  private final long resendMs;
  private final Map<SegmentId, Long> cuts = new HashMap<>();
  private final ArrayDeque<SegmentId> missing = new ArrayDeque<>();
  private List<SegmentId> segments = List.of();
  private @Nullable SnapshotSink sink;
  private Timers.@Nullable Timer patience;
  private Timers.@Nullable Timer resend;
  private long round;
  private boolean committing;
  private boolean storing;
  private int gathered;

  SnapshotMaster(HostId self, AskingParts parts, Meta meta) {
    this.self = self;
    this.timers = parts.timers();
    this.directory = parts.directory();
    this.resendMs = parts.times().resend();
    this.meta = meta;
    this.post = parts.post();
  }

  /**
   * Begins a snapshot; it fails at once if one is under way or a segment cannot be reached. One
   * whose master cannot be reached is aborted before: it would keep every other from beginning.
   */
  void begin(SnapshotSink parts, long now) {
    List<SegmentId> unled = directory.unled();
    if (sink != null) {
      parts.failed("this host gathers snapshot " + round + " already");
    } else if (!unled.isEmpty()) {
      parts.failed(directory.unavailable(unled));
    } else {
      sink = parts;
      segments = directory.segments();
      round = 0;
      cuts.clear();
      committing = false;
      patience = timers.at(now + PATIENCE_MS, this::giveUp);
      MetaState.Snapshot other = meta.known().snapshot();
      if (other == null || directory.linked(other.master())) {
        begin(parts);
      } else {
        String lost = "its master " + other.master() + " cannot be reached";
        // Whether it was aborted or had ended by then, META says whether the next may begin.
        abort(other.round(), lost, now, done -> begin(parts));
      }
    }
  }

  private void begin(SnapshotSink parts) {
    if (sink == parts) {
      meta.submit(
          new MetaCommand.BeginSnapshot(self, segments),
          timers.now(),
          refused -> {
            if (refused != null && sink == parts) {
              end(refused);
            }
          });
    }
  }

  /**
   * META has a new state: this master's snapshot may have begun. One that it gave up, or that it
   * began before it was started again, is aborted: it would keep every other from beginning.
   */
  void meta(MetaState state, long now) {
    MetaState.Snapshot open = state.snapshot();
    if (open == null || !open.master().equals(self)) {
      return;
    }
    if (sink == null) {
      abort(open.round(), "given up by its master", now, done -> {});
    } else if (round == 0) {
      round = open.round();
      sink.begun(round);
    }
  }

  private void abort(long given, String why, long now, Consumer<@Nullable String> done) {
    meta.submit(new MetaCommand.AbortSnapshot(given, why), now, done);
  }

  void onHasCut(Message.HasCut cut, long now) {
    if (sink == null || cut.round() != round || committing) {
      return;
    }
    cuts.put(cut.segment(), cut.lsn());
    if (cuts.keySet().containsAll(segments)) {
      committing = true;
      Map<SegmentId, Long> vector = Map.copyOf(cuts);
      SnapshotSink open = sink;
      meta.submit(
          new MetaCommand.CommitSnapshot(round, vector),
          now,
          refused -> committed(open, refused, vector, now));
    }
  }

  private void committed(
      SnapshotSink open, @Nullable String refused, Map<SegmentId, Long> vector, long now) {
    if (sink != open) {
      return; // given up meanwhile
    }
    if (refused != null) {
      end(refused);
      return;
    }
    open.committed(vector);
    missing.clear();
    missing.addAll(segments);
    gathered = 0;
    pull(now);
  }

  private void pull(long now) {
    if (resend != null) {
      resend.cancel();
    }
    SegmentId segment = missing.peek();
    if (segment != null && sink != null) {
      pull(segment, gathered);
      resend = timers.at(now + resendMs, this::pull);
    }
  }

  private void pull(SegmentId segment, int from) {
    Directory.Lead lead = directory.lead(segment);
    if (lead != null) {
      post.send(lead.host(), new Message.PullPart(round, segment, from));
    }
  }

  void onPart(Message.Part part, long now) {
    SnapshotSink open = sink;
    if (open == null
        || storing
        || part.round() != round
        || !part.segment().equals(missing.peek())
        || part.from() != gathered) {
      return;
    }
    if (part.total() < 0) {
      end(
          "segment "
              + part.segment()
              + " was restarted, or cut again, before it handed its part over");
      return;
    }
    if (resend != null) {
      resend.cancel();
    }
    gathered += part.tokens().size();
    boolean last = gathered >= part.total();
    long pulled = round;
    storing = true;
    open.part(
        part.segment(),
        part.tokens(),
        stopped -> {
          if (sink == open && round == pulled) {
            // In a turn of the host's own, which tells the time.
            timers.at(now, due -> next(last, stopped, due));
          }
        });
  }

  private void next(boolean last, @Nullable String stopped, long now) {
    if (stopped != null) {
      end(stopped);
      return;
    }
    if (patience != null) {
      patience.cancel();
      patience = timers.at(now + PATIENCE_MS, this::giveUp);
    }
    storing = false;
    if (last) {
      pull(missing.remove(), Message.PullPart.NO_MORE);
      gathered = 0;
    }
    if (missing.isEmpty()) {
      SnapshotSink done = stop();
      if (done != null) {
        done.complete();
      }
    } else {
      pull(now);
    }
  }

  private void giveUp(long now) {
    patience = null;
    if (round > 0 && !committing) {
      abort(round, "segments did not cut", now, done -> {});
    }
    List<SegmentId> open = segments.stream().filter(id -> !cuts.containsKey(id)).toList();
    end(
        committing
            ? "segments " + missing + " did not hand their parts over"
            : "segments " + open + " did not cut within " + PATIENCE_MS / 1_000 + " s");
  }

  private void end(String why) {
    if (round > 0) {
      segments.forEach(id -> pull(id, Message.PullPart.NO_MORE));
    }
    SnapshotSink failed = stop();
    if (failed != null) {
      failed.failed(why);
    }
  }

  private @Nullable SnapshotSink stop() {
    SnapshotSink ended = sink;
    sink = null;
    storing = false;
    round = 0;
    if (patience != null) {
      patience.cancel();
      patience = null;
    }
    if (resend != null) {
      resend.cancel();
      resend = null;
    }
    return ended;
  }
}
