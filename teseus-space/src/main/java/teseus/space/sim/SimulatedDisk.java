package teseus.space.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import teseus.space.SegmentId;
import teseus.space.host.Doubt;
import teseus.space.host.StoreIdentity;
import teseus.space.spi.Image;
import teseus.space.spi.Log;
import teseus.space.spi.LogEntry;
import teseus.space.wire.LogRecord;
import teseus.space.wire.LogRecordCodec;

/**
 * One store, on a disk or in memory: its entries, and the images that stand in place of entries it
 * never had. What is forced survives, and of the rest a part that chance decides.
 */
final class SimulatedDisk {
  private final int store;
  private final Stores stores;
  private final MetaTruth meta;
  private final RandomGenerator random;
  private final List<Object> items = new ArrayList<>();
  private final Map<SegmentId, Long> next = new HashMap<>();
  private int forced;
  private int batch;
  private boolean doubted;
  private int failures;
  private long opened;

  /**
   * Empty.
   *
   * @param store its number among all
   */
  SimulatedDisk(int store, Stores stores, MetaTruth meta, RandomGenerator random) {
    this.store = store;
    this.stores = stores;
    this.meta = meta;
    this.random = random;
  }

  /** An empty one in memory. */
  SimulatedDisk inMemory(int number) {
    return new SimulatedDisk(number, stores, meta, random);
  }

  /** Its number among all stores. */
  int store() {
    return store;
  }

  /** Whether it was never opened: nothing can be on it. */
  boolean fresh() {
    return opened == 0;
  }

  /** It is opened once more: which store it is. */
  StoreIdentity open() {
    long id = stores.id(store);
    return new StoreIdentity(id, id, ++opened);
  }

  void append(LogEntry entry) {
    long end = next.getOrDefault(entry.segment(), 0L);
    Broken.unless(entry.lsn() <= end, "%s continues at %s, not %s", entry.segment(), end, entry);
    next.put(entry.segment(), after(entry));
    items.add(entry);
    stores.written(entry);
    if (ofMeta(entry)) {
      meta.appended(entry).ifPresent(stores::asked);
    }
  }

  /** The end of a log behind an entry; one that makes all before it void may have an image next. */
  private static long after(LogEntry entry) {
    boolean isVoid =
        entry.lsn() == 0 && LogRecordCodec.decode(entry.body()) instanceof LogRecord.Void;
    return isVoid ? 0 : entry.lsn() + 1;
  }

  private static boolean ofMeta(LogEntry entry) {
    return entry.segment().index() == SegmentId.META;
  }

  /** Keeps an image, if it reaches beyond what is there: every entry is kept in any case. */
  void keep(Image image) {
    if (image.lsn() > next.getOrDefault(image.segment(), 0L)) {
      next.put(image.segment(), image.lsn());
      Image copy =
          new Image(image.segment(), image.epoch(), image.lsn(), List.copyOf(image.parts()));
      items.add(copy);
    }
  }

  /** How many entries and images it has, forced or not. */
  int size() {
    return items.size();
  }

  /** The first {@code count} would survive from now on. */
  void force(int count) {
    if (forced < count) {
      batch = forced;
    }
    for (; forced < count; forced++) {
      Object item = items.get(forced);
      if (item instanceof LogEntry entry && ofMeta(entry)) {
        meta.forced(entry);
      } else {
        stores.forced(store, item);
      }
    }
  }

  /** So many of its forces fail from now on, one after the other. */
  void breaks(int times) {
    failures = times;
  }

  /**
   * Whether forcing the first {@code count} fails. Then a part of these may be there all the same,
   * and nothing after them.
   */
  boolean fails(int count) {
    if (failures == 0) {
      return false;
    }
    failures--;
    cut(count);
    return true;
  }

  /** The power is cut. */
  void crash() {
    int last = batch;
    int survive = forced + random.nextInt(items.size() - forced + 1);
    force(survive);
    cut(survive);
    batch = last;
  }

  /**
   * The last batch that was forced is gone, and what was written after it; unless something of META
   * is among that.
   *
   * @return whether it is gone
   */
  boolean tear() {
    List<Object> gone = List.copyOf(items.subList(batch, items.size()));
    if (gone.isEmpty()
        || gone.stream().anyMatch(item -> item instanceof LogEntry entry && ofMeta(entry))) {
      return false;
    }
    cut(batch);
    forced = batch;
    stores.torn(store, items, gone);
    return true;
  }

  /** Its end is found not to be whole at each start, until what that means is on record. */
  void doubt() {
    doubted = true;
  }

  /** It is on record. */
  void trust() {
    doubted = false;
  }

  /** What may be missing of it. */
  Doubt doubted() {
    return doubted ? Doubt.CUT : Doubt.NONE;
  }

  private void cut(int count) {
    items.subList(count, items.size()).clear();
    next.clear();
    for (Object item : items) {
      if (item instanceof LogEntry entry) {
        next.put(entry.segment(), after(entry));
      } else if (item instanceof Image image) {
        next.merge(image.segment(), image.lsn(), Math::max);
      }
    }
  }

  /** Tells all that is there, as at a start: images, and then the entries that they do not hold. */
  void replay(Log.Recovery recovery) {
    Map<SegmentId, Image> images = new HashMap<>();
    for (Object item : items) {
      if (item instanceof Image image) {
        images.merge(image.segment(), image, (old, its) -> its.lsn() >= old.lsn() ? its : old);
      }
    }
    images.values().forEach(recovery::image);
    for (Object item : items) {
      if (item instanceof LogEntry entry
          && (!images.containsKey(entry.segment())
              || entry.lsn() >= images.get(entry.segment()).lsn())) {
        recovery.entry(entry);
      }
    }
  }
}
