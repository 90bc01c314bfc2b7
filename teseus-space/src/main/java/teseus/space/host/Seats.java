package teseus.space.host;

import java.util.Map;
import java.util.function.Supplier;
import teseus.space.SegmentId;
import teseus.space.spi.Log;
import teseus.space.wire.SegmentConfig;
import teseus.space.wire.StoreName;

/**
 * Has the segments led that META says this store leads, and led no more when it says otherwise: of
 * each it makes what its primary needs, and lets go of that.
 */
final class Seats implements Succession.Seat {
  /** Hears which segments are served here. */
  interface Listener {
    /** One is from now on. */
    void opened(Segment segment, long now);

    /** One that was led here is led here no more. */
    void left(SegmentId segment, long now);
  }

  private final HostSettings settings;
  private final StoreName self;
  private final Log log;
  private final AskingParts parts;
  private final Map<SegmentId, Led> led;
  private final Map<SegmentId, Copies> copies;
  private final CopyKeeper keeper;
  private final StoreNotes notes;
  private final View view;
  private final Feeds feeds;
  private final Speaker speaker;
  private final DeclaredIndexes indexes;
  private final Meta meta;
  private final Waits.Here handOff;
  private final Supplier<Committed> observers;
  private final Listener listener;

  /**
   * Nothing is led yet.
   *
   * @param copies of what is led here
   * @param keeper takes from other primaries what is not
   * @param notes where it stands which epochs were led
   * @param handOff serves those who wait at this host
   * @param observers makes what hears of one segment's records
   */
  Seats(
      HostSettings settings,
      StoreName self,
      Log log,
      AskingParts parts,
      Map<SegmentId, Copies> copies,
      CopyKeeper keeper,
      StoreNotes notes,
      View view,
      Feeds feeds,
      Speaker speaker,
      DeclaredIndexes indexes,
      Meta meta,
      Waits.Here handOff,
      Supplier<Committed> observers,
      Listener listener) {
    this.settings = settings;
    this.self = self;
    this.log = log;
    this.parts = parts;
    this.led = parts.led();
    this.copies = copies;
    this.keeper = keeper;
    this.notes = notes;
    this.view = view;
    this.feeds = feeds;
    this.speaker = speaker;
    this.indexes = indexes;
    this.meta = meta;
    this.handOff = handOff;
    this.observers = observers;
    this.listener = listener;
  }

  @Override
  public void promote(SegmentId id, SegmentCopy copy, SegmentConfig config, long now) {
    keeper.led(id);
    view.drop(id);
    if (config.members().size() == 1) {
      copy.commit(copy.log().forced()); // all of R has it
    }
    Committed observer = observers.get();
    Segment segment = parts.make().segment(copy, log, observer);
    Waits waits = waits(segment);
    led.put(id, new Led(segment, waits, parts.make().refusals()));
    observer.tells(waits, told(segment, config));
    indexes.declared(meta.known().indexes());
    indexes.promoted(segment);
    Copies its =
        new Copies(
            self,
            segment,
            config,
            parts.post(),
            settings.copies(),
            parts.make().quorum(settings.copies()));
    copies.put(id, its);
    begin(its, config, now);
    speaker.feed(segment);
  }

  private Waits waits(Segment segment) {
    return parts
        .make()
        .waits(segment, self.host(), handOff, parts.post(), parts.timers(), settings.holdMs());
  }

  private Feeds.Told told(Segment segment, SegmentConfig config) {
    History history = segment.copy().history();
    history.budget(settings.subscriptions().historyBytes());
    int homes = Math.max(settings.hosts().size(), MetaMachine.MOST_HOSTS);
    int followers = homes * settings.subscriptions().perHost();
    Feed feed = parts.make().feed(segment, history, config.log(), parts.post(), followers);
    return feeds.add(segment, history, feed);
  }

  @Override
  public void lead(Copies its, SegmentConfig config, long now) {
    its.begin(config);
    begin(its, config, now);
  }

  /** Nothing is shipped under the epoch before it is on record that it was led (rule 9). */
  private void begin(Copies its, SegmentConfig config, long now) {
    Segment segment = its.segment();
    segment.copy().led(config.epoch(), config.log());
    segment.copy().sole(config.members().size() == 1);
    long noted = notes.write(segment.copy().note(now));
    keeper.whenForced(
        noted, () -> its.start(config.epoch(), parts.directory()::linked, parts.timers().now()));
    segment.lead(config.epoch(), now, () -> listener.opened(segment, parts.timers().now()));
  }

  @Override
  public void stepDown(SegmentId id, long now) {
    Led one = led.remove(id);
    copies.remove(id);
    if (one != null) {
      one.segment().depose();
      one.waits().close();
      feeds.remove(id);
      listener.left(id, now);
    }
  }

  /** Another primary claims a segment under a higher epoch: it is led here no more, if it was. */
  void claimed(SegmentId id, long now) {
    if (led.containsKey(id)) {
      stepDown(id, now);
    }
  }

  @Override
  public void letGo(SegmentCopy copy, long now) {
    keeper.letGo(copy, now);
  }
}
