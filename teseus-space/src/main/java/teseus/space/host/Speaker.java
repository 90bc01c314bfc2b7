package teseus.space.host;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import teseus.space.HostId;
import teseus.space.SegmentId;
import teseus.space.spi.Network;
import teseus.space.store.Slot;
import teseus.space.wire.Beacon;
import teseus.space.wire.Envelope;
import teseus.space.wire.LogRecord;
import teseus.space.wire.Message;

/** Publishes what changes in the segments led here, in this host's turn, and hears the others. */
final class Speaker {
  /**
   * What every beacon of this host says beside changes.
   *
   * @param host who speaks
   * @param store which store it runs on
   * @param config digest of its configuration
   */
  record Identity(HostId host, StoreIdentity store, String config) {}

  private final Identity identity;
  private final Network network;
  private final Post post;
  private final Timers timers;
  private final Directory directory;
  private final Map<SegmentId, Led> led;
  private final HostLedger ledger;
  private final View view;
  private final Auction auction;
  private final BeaconTurns turns;
  private final RandomGenerator random;
  private final LongSupplier meta;
  private final Clocks clocks;
  private final Watch watch;
  private final Map<SegmentId, ChangeFeed> feeds = new HashMap<>();
  private long sequence;
  private Timers.@Nullable Timer turn;
  private Timers.@Nullable Timer pulling;

  Speaker(
      Identity identity,
      Network network,
      AskingParts parts,
      HostLedger ledger,
      View view,
      Auction auction,
      BeaconTurns turns,
      RandomGenerator random,
      LongSupplier meta,
      Clocks clocks,
      Watch watch) {
    this.identity = identity;
    this.network = network;
    this.post = parts.post();
    this.timers = parts.timers();
    this.directory = parts.directory();
    this.led = parts.led();
    this.ledger = ledger;
    this.view = view;
    this.auction = auction;
    this.turns = turns;
    this.random = random;
    this.meta = meta;
    this.clocks = clocks;
    this.watch = watch;
  }

  void start(long now) {
    turns.start(now);
    schedule();
  }

  /** The changes of a segment led here, from now on. */
  @CanIgnoreReturnValue
  ChangeFeed feed(Segment segment) {
    return feeds.computeIfAbsent(
        segment.id(), id -> new ChangeFeed(id, segment.committed(), random));
  }

  /** A segment is led here no more. */
  void left(SegmentId segment) {
    feeds.remove(segment);
  }

  /** A record of a segment led here is committed. */
  static void committed(ChangeFeed feed, long lsn, LogRecord record, @Nullable Slot shown) {
    if (shown != null && record instanceof LogRecord.Amendment) {
      feed.changed(lsn, shown.token(), shown.lsn());
    } else if (shown != null) {
      Envelope token = record instanceof LogRecord.Put put ? put.token() : shown.token();
      feed.added(lsn, token, shown.lsn());
    } else if (record instanceof LogRecord.Removal removal) {
      feed.removed(lsn, removal.token());
    } else {
      feed.passed(lsn);
    }
  }

  /** How many hosts take turns. */
  void hosts() {
    turns.hosts(directory.linked().size());
    schedule();
  }

  private void speak(long now) {
    boolean skewed = clocks.skew().off();
    List<BeaconChanges.Led> said = new ArrayList<>();
    for (Led one : led.values()) {
      ChangeFeed feed = feeds.get(one.segment().id());
      if (feed != null && one.segment().open()) {
        said.add(new BeaconChanges.Led(feed, one.segment().epoch()));
      }
    }
    Beacon beacon =
        BeaconChanges.beacon(
            identity.host(),
            identity.store(),
            ++sequence,
            post.colour(),
            now,
            ledger.offer(),
            ledger.free(),
            said,
            directory.linked(),
            meta.getAsLong(),
            identity.config(),
            ledger.functions(),
            clocks.heard(),
            skewed);
    network.publish(beacon);
    directory.skewed(identity.host(), skewed); // not before others know: they would hand it back
    watch.spoke(beacon);
    turns.spoke(now);
    schedule();
  }

  /** Another host spoke. */
  void heard(Beacon beacon, long now) {
    if (view.apply(beacon, now)) {
      auction.heard(beacon.host(), beacon.offer(), now);
    }
    Heard last = view.hosts().get(beacon.host());
    if (last != null && last.last().sameStart(beacon)) {
      directory.skewed(beacon.host(), last.last().skewed());
      clocks.heard(beacon, now);
    }
    turns.heard(now);
    schedule();
    pull(now);
  }

  private void schedule() {
    if (turn != null) {
      turn.cancel();
    }
    turn = timers.at(turns.due(), this::speak);
  }

  private void pull(long now) {
    for (Pull pull : view.pulls(now)) {
      post.send(pull.to(), pull.message());
    }
    if (pulling != null) {
      pulling.cancel();
    }
    long due = view.due();
    pulling = due == Long.MAX_VALUE ? null : timers.at(Math.max(due, now + 1), this::pull);
  }

  void onPullView(HostId from, Message.PullView pull) {
    Led one = led.get(pull.segment());
    ChangeFeed feed = feeds.get(pull.segment());
    if (one != null && feed != null && one.segment().open()) {
      post.send(from, feed.part(pull.from(), lsn -> live(one.segment(), lsn)));
    }
  }

  private static Iterator<LiveTokens.Placed> live(Segment segment, long lsn) {
    Iterator<Slot> slots = segment.store().fromLsn(lsn).iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return slots.hasNext();
      }

      @Override
      public LiveTokens.Placed next() {
        Slot slot = slots.next();
        return new LiveTokens.Placed(slot.lsn(), slot.token());
      }
    };
  }

  void onViewPart(Message.ViewPart part, long now) {
    view.apply(part);
    pull(now);
  }
}
