package teseus.space.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import teseus.space.OpId;
import teseus.space.SegmentId;
import teseus.space.spi.Image;
import teseus.space.spi.LogEntry;
import teseus.space.wire.LogRecord;
import teseus.space.wire.LogRecordCodec;
import teseus.space.wire.MetaCommand;
import teseus.space.wire.MetaState;
import teseus.space.wire.SegmentConfig;
import teseus.space.wire.StoreName;

/**
 * What all disks hold of every segment. A record is decided once a primary commits it, which it may
 * only if every member that META names holds it, forced; from then on every member always must
 * (PROTOCOL.md, "Invariants").
 */
final class Stores {
  /** One segment's log on one disk. */
  private static final class Copy {
    private long base;
    private final List<LogEntry> entries = new ArrayList<>();

    long length() {
      return base + entries.size();
    }

    /** The entry at an lsn; null if an image stands for it. */
    @Nullable LogEntry at(long lsn) {
      return lsn < base ? null : entries.get((int) (lsn - base));
    }

    /** Returns the least lsn that is not what it was. */
    long apply(Object item) {
      if (item instanceof Image image) {
        base = image.lsn();
        entries.clear();
        return image.lsn();
      }
      LogEntry entry = (LogEntry) item;
      if (LogRecordCodec.decode(entry.body()) instanceof LogRecord.Void) {
        base = 0;
        entries.clear();
        return 0;
      }
      long at = entry.lsn();
      if (at < base) {
        base = at; // only where the log begins anew
        entries.clear();
      }
      entries.subList((int) (at - base), entries.size()).clear();
      entries.add(entry);
      return at;
    }
  }

  private record Key(int store, SegmentId segment) {}

  private final Truth truth;
  private final long firstStore;
  private final Map<Key, Copy> safe = new LinkedHashMap<>();
  private final Map<SegmentId, SegmentConfig> configs = new LinkedHashMap<>();
  private final Map<SegmentId, List<LogEntry>> decided = new LinkedHashMap<>();
  private final Map<OpId, LogEntry> written = new HashMap<>();
  private final Map<Key, LogRecord.Note> notes = new HashMap<>();
  private long version;
  private final Set<SegmentId> imaged = new HashSet<>();
  private final Set<MetaCommand.Configure> changes = new HashSet<>();
  private final Set<Integer> lost = new HashSet<>();
  private final Set<Key> torn = new HashSet<>();

  /**
   * Nothing on any disk.
   *
   * @param truth is told of each record that is decided, in the order of its log
   * @param firstStore the id of store 0, the others counting on
   */
  Stores(Truth truth, long firstStore) {
    this.truth = truth;
    this.firstStore = firstStore;
  }

  /** The id of a store. */
  long id(int store) {
    return firstStore + store;
  }

  /** A store has written something, which may get lost. */
  void written(LogEntry entry) {
    if (entry.segment().index() >= 0) {
      truth.appended(entry);
    }
  }

  /** It is safe there. */
  void forced(int store, Object item) {
    SegmentId log = log(item);
    if (log.index() >= 0) {
      logged(store, log, item);
    } else if (log.index() == SegmentId.NOTES && item instanceof LogEntry entry) {
      noted(store, entry);
    }
  }

  /** META has decided: the first host to know tells of it. */
  void configured(MetaState state) {
    if (state.version() > version) {
      version = state.version();
      state
          .segments()
          .forEach(
              (segment, config) -> {
                if (!config.equals(configs.put(segment, config))) {
                  configured(segment, config);
                }
              });
    }
  }

  /** Whoever is a member from now on holds all that is decided. */
  private void configured(SegmentId segment, SegmentConfig config) {
    List<LogEntry> before = decided.getOrDefault(segment, List.of());
    torn.removeIf(key -> key.segment.equals(segment) && config.primary().id() == id(key.store));
    for (StoreName member : config.members()) {
      holds(segment, member, before);
    }
  }

  /**
   * The last batch that a store had forced is gone from its disk. It may lack what is decided until
   * it holds that again, but may not lead without it.
   *
   * @param left what is on its disk
   * @param gone what was there
   */
  void torn(int store, List<Object> left, List<Object> gone) {
    for (Object item : gone) {
      SegmentId segment = subject(item);
      if (segment != null) {
        torn.add(new Key(store, segment));
      }
    }
    safe.keySet().removeIf(key -> key.store == store);
    notes.keySet().removeIf(key -> key.store == store);
    for (Object item : left) {
      SegmentId log = log(item);
      if (log.index() >= 0) {
        long unused = safe.computeIfAbsent(new Key(store, log), any -> new Copy()).apply(item);
      } else if (item instanceof LogEntry entry
          && LogRecordCodec.decode(entry.body()) instanceof LogRecord.Note note) {
        notes.put(new Key(store, note.segment()), note);
      }
    }
  }

  private static SegmentId log(Object item) {
    return item instanceof LogEntry entry ? entry.segment() : ((Image) item).segment();
  }

  /** The segment that an item is of, or speaks of; null if it is of none. */
  private static @Nullable SegmentId subject(Object item) {
    SegmentId log = log(item);
    if (log.index() >= 0) {
      return log;
    }
    return item instanceof LogEntry entry
            && LogRecordCodec.decode(entry.body()) instanceof LogRecord.Note note
        ? note.segment()
        : null;
  }

  /** Whether a member lacks something that it had. */
  boolean torn() {
    return torn.stream()
        .anyMatch(
            key -> {
              SegmentConfig config = configs.get(key.segment);
              return config != null && member(config, key.store);
            });
  }

  private boolean isTorn(SegmentId segment, StoreName store) {
    return torn.contains(new Key((int) (store.id() - firstStore), segment));
  }

  private void holds(SegmentId segment, StoreName member, List<LogEntry> before) {
    Copy copy = copy(member, segment);
    LogRecord.Note note = notes.get(new Key((int) (member.id() - firstStore), segment));
    long last = before.size() - 1;
    boolean holds =
        (note == null || note.whole() || note.length() > 0) // else it was let go of
            && copy.length() >= before.size()
            && (last < 0 || same(copy.at(last), before.get((int) last)));
    Broken.unless(
        holds || isTorn(segment, member),
        "%s is a member of %s, and holds not all that is decided",
        member,
        segment);
  }

  private static boolean same(@Nullable LogEntry copy, LogEntry entry) {
    return copy == null
        || copy.epoch() == entry.epoch() && Arrays.equals(copy.body(), entry.body());
  }

  private void noted(int store, LogEntry entry) {
    if (LogRecordCodec.decode(entry.body()) instanceof LogRecord.Note note) {
      LogRecord.Note before = notes.put(new Key(store, note.segment()), note);
      Broken.unless(
          before == null
              || note.promised() >= before.promised()
                  && note.synced() >= before.synced()
                  && note.led() >= before.led(),
          "what store %s has promised fell from %s to %s",
          store,
          before,
          note);
      Broken.unless(
          before == null || note.led() == before.led() || note.led() >= before.promised(),
          "store %s leads under %s, and had promised %s",
          store,
          note.led(),
          before == null ? 0 : before.promised());
    }
  }

  private void logged(int store, SegmentId segment, Object item) {
    Copy copy = safe.computeIfAbsent(new Key(store, segment), any -> new Copy());
    long from = copy.apply(item);
    SegmentConfig config = configs.get(segment);
    if (config == null) {
      return;
    }
    List<LogEntry> known = decided.getOrDefault(segment, List.of());
    if (from < known.size() && member(config, store)) {
      holds(segment, name(config, store), known);
    }
    if (copy.length() >= known.size()
        && (known.isEmpty() || same(copy.at(known.size() - 1), last(known)))) {
      torn.remove(new Key(store, segment));
    }
    if (item instanceof Image image) {
      imaged.add(segment);
      Broken.unless(
          image.lsn() <= known.size(), "an image of %s goes beyond what is decided", segment);
    }
  }

  private static LogEntry last(List<LogEntry> entries) {
    return entries.get(entries.size() - 1);
  }

  private boolean member(SegmentConfig config, int store) {
    return config.members().stream().anyMatch(member -> member.id() == id(store));
  }

  private StoreName name(SegmentConfig config, int store) {
    return config.members().stream()
        .filter(member -> member.id() == id(store))
        .findFirst()
        .orElseThrow();
  }

  private Copy copy(StoreName store, SegmentId segment) {
    Copy copy = safe.get(new Key((int) (store.id() - firstStore), segment));
    return copy == null ? new Copy() : copy;
  }

  /**
   * A primary commits a record, and is about to tell: all who are members by now must hold it,
   * forced, and all before it.
   */
  void committed(int store, SegmentId segment, long lsn) {
    SegmentConfig config = configs.get(segment);
    Broken.unless(config != null, "%s is not founded, and commits", segment);
    List<LogEntry> known = decided.computeIfAbsent(segment, any -> new ArrayList<>());
    while (config != null && known.size() <= lsn) {
      decide(store, segment, config, known);
    }
  }

  private void decide(int store, SegmentId segment, SegmentConfig config, List<LogEntry> known) {
    long lsn = known.size();
    Copy own = safe.getOrDefault(new Key(store, segment), new Copy());
    LogEntry entry = lsn < own.length() ? own.at(lsn) : null;
    if (entry == null) {
      throw new Broken(segment + " commits " + lsn + " and does not hold it");
    }
    for (StoreName member : config.members()) {
      Copy copy = copy(member, segment);
      Broken.unless(
          isTorn(segment, member) || lsn < copy.length() && same(copy.at(lsn), entry),
          "%s commits %s, and its member %s does not hold it",
          segment,
          lsn,
          member);
    }
    known.add(entry);
    LogRecord record = LogRecordCodec.decode(entry.body());
    if (record instanceof LogRecord.Put put) {
      written.put(put.op(), entry);
    } else if (record instanceof LogRecord.Decide decide) {
      written.put(decide.op(), entry);
    }
    truth.decided(entry);
  }

  /** A commit is answered: so many stores must hold the decision, forced. */
  void toldCommitted(OpId op, int copies) {
    Broken.unless(written.containsKey(op), "%s is answered, and not decided", op);
    toldWritten(op, copies);
  }

  /** A write is answered: so many stores must hold it, forced. */
  void toldWritten(OpId op, int copies) {
    LogEntry entry = written.get(op);
    if (entry != null) {
      long holders =
          safe.entrySet().stream()
              .filter(one -> one.getKey().segment.equals(entry.segment()))
              .map(Map.Entry::getValue)
              .filter(one -> entry.lsn() < one.length() && same(one.at(entry.lsn()), entry))
              .count();
      holders +=
          torn.stream().filter(key -> key.segment.equals(entry.segment())).count(); // held it
      Broken.unless(holders >= copies, "%s is answered, and %s stores hold it", op, holders);
    }
  }

  /** Somebody asks META for other members of a segment, which may be decided any time from now. */
  void asked(MetaCommand command) {
    if (command instanceof MetaCommand.Configure change
        && change.expected() >= epoch(change.segment())) {
      changes.add(change);
    }
  }

  /**
   * Whether a store may be lost: each segment that it is to hold was held by so many stores as it
   * should, of which one fewer are lost at most, and no change of that is under way.
   */
  boolean bearsTheLossOf(int store, int copies) {
    changes.removeIf(change -> change.expected() < epoch(change.segment()));
    return changes.stream().noneMatch(change -> concerns(change, store))
        && configs.values().stream()
            .filter(config -> member(config, store))
            .allMatch(config -> bears(config, copies));
  }

  private long epoch(SegmentId segment) {
    SegmentConfig config = configs.get(segment);
    return config == null ? 0 : config.epoch();
  }

  private boolean concerns(MetaCommand.Configure change, int store) {
    SegmentConfig config = configs.get(change.segment());
    return member(change.next(), store) || config != null && member(config, store);
  }

  private boolean bears(SegmentConfig config, int copies) {
    long gone = config.members().stream().filter(this::isLost).count();
    return config.members().size() >= copies && gone + 1 < copies;
  }

  private boolean isLost(StoreName store) {
    return lost.contains((int) (store.id() - firstStore));
  }

  /** A store is lost; what it held it held until now. */
  void lost(int store) {
    lost.add(store);
  }

  /** What is decided of each segment, in order. */
  Map<SegmentId, List<LogEntry>> decided() {
    return decided;
  }

  /** Whether a copy of a segment began as an image. */
  boolean imaged(SegmentId segment) {
    return imaged.contains(segment);
  }
}
