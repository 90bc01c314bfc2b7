package teseus.space.host;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import teseus.space.HostId;
import teseus.space.SegmentId;
import teseus.space.spi.Image;
import teseus.space.spi.Log;
import teseus.space.spi.LogEntry;
import teseus.space.wire.LogRecord;
import teseus.space.wire.LogRecordCodec;
import teseus.space.wire.Message;
import teseus.space.wire.Replication;
import teseus.space.wire.Replication.Logged;

/**
 * Keeps this store's copies of segments that are led elsewhere (PROTOCOL.md, rules 1, 3 and 10): it
 * takes from one primary at a time, of the highest epoch it has promised to, and says what it holds
 * once that is forced.
 */
class CopyKeeper {
  /** How many records may be committed and not noted as such. */
  private static final long NOTED_EVERY = 4_096;

  /** Whom a copy is taken from, and what it is told next. */
  private static final class Source {
    private final HostId primary;
    private final long epoch;
    private final long lineage;
    private long acked = -1;
    private long room = -1;
    private @Nullable Arriving arriving;

    Source(HostId primary, long epoch, long lineage) {
      this.primary = primary;
      this.epoch = epoch;
      this.lineage = lineage;
    }
  }

  /** An image of which not all has come. */
  private static final class Arriving {
    private final long lsn;
    private final int count;
    private final List<byte[]> parts = new ArrayList<>();

    Arriving(long lsn, int count) {
      this.lsn = lsn;
      this.count = count;
    }
  }

  private record Forcing(long position, Runnable then) {}

  private final long store;
  private final Map<SegmentId, SegmentCopy> kept;
  private final StoreNotes notes;
  private final Log disk;
  private final Post post;
  private final LongSupplier room;
  private final Map<SegmentId, Source> sources = new LinkedHashMap<>();
  private final Map<SegmentId, Long> noted = new HashMap<>();
  private final ArrayDeque<Forcing> forcing = new ArrayDeque<>();

  /**
   * Takes from nobody yet.
   *
   * @param store which store it is
   * @param kept what it has, those led here among it
   * @param notes where promises are written
   * @param room how many bytes of memory are left for more
   */
  CopyKeeper(
      StoreIdentity store,
      Map<SegmentId, SegmentCopy> kept,
      StoreNotes notes,
      Log disk,
      Post post,
      LongSupplier room) {
    this.store = store.id();
    this.kept = kept;
    this.notes = notes;
    this.disk = disk;
    this.post = post;
    this.room = room;
  }

  /** Runs something once all that was appended so far is forced. */
  void whenForced(long position, Runnable then) {
    forcing.add(new Forcing(position, then));
  }

  /** It is led here: nothing is taken from another primary, unless one of a higher epoch claims. */
  void led(SegmentId segment) {
    sources.remove(segment);
  }

  /**
   * Another primary speaks.
   *
   * @param deposed is told before anything is taken that this host does not lead the segment
   */
  void heard(HostId from, Replication said, Consumer<Replication> deposed, long now) {
    if (said.store() != store) {
      return; // it is for one that ran here before
    }
    SegmentCopy copy = kept.get(said.segment());
    if (copy != null && outdated(copy, said.epoch())) {
      say(from, new Replication.Deposed(said.segment(), said.epoch(), store, copy.promised()));
      return;
    }
    if (said instanceof Replication.Claim claim) {
      deposed.accept(claim);
      claimed(from, claim, now);
    } else if (copy != null && said instanceof Replication.Confirm confirm) {
      say(
          from,
          new Replication.Confirmed(confirm.segment(), confirm.epoch(), store, confirm.number()));
    } else if (copy != null && said instanceof Replication.Ship ship) {
      shipped(from, copy, ship, now);
    } else if (copy != null && said instanceof Replication.ImagePart part) {
      arrived(from, copy, part, now);
    }
  }

  /** Whether nothing is taken from an epoch any more. */
  boolean outdated(SegmentCopy copy, long epoch) {
    return epoch < copy.promised();
  }

  private void claimed(HostId from, Replication.Claim claim, long now) {
    SegmentCopy copy = kept.computeIfAbsent(claim.segment(), id -> new SegmentCopy(id, 0));
    if (copy.lineage() == 0) {
      copy.clear(); // what was never synced to its end counts for nothing
      copy.synced(0, 0);
    } else if (copy.lineage() != claim.log()) {
      copy.broken(); // it is of a log that is no more
    }
    copy.promise(claim.epoch());
    sources.put(claim.segment(), new Source(from, claim.epoch(), claim.log()));
    whenForced(notes.write(copy.note(now)), () -> holds(from, claim, copy));
  }

  private void holds(HostId from, Replication.Claim claim, SegmentCopy copy) {
    if (outdated(copy, claim.epoch())) {
      return; // another has claimed it since
    }
    boolean fits = copy.fits(claim.epoch());
    say(
        from,
        new Replication.Holds(
            claim.segment(),
            claim.epoch(),
            store,
            fits ? copy.synced() : 0,
            fits ? copy.log().spans().all() : List.of(),
            fits ? copy.log().forced() : Replication.Holds.BROKEN));
  }

  private void shipped(HostId from, SegmentCopy copy, Replication.Ship ship, long now) {
    Source source = sources.get(ship.segment());
    if (source == null || source.epoch != ship.epoch() || !source.primary.equals(from)) {
      return; // it claims the segment first
    }
    SegmentLog log = copy.log();
    boolean anew = ship.sync() && (copy.synced() != ship.epoch() || truncates());
    if (anew ? !begin(copy, ship) : !follows(copy, ship)) {
      return;
    }
    if (anew) {
      copy.synced(ship.epoch(), source.lineage);
    }
    if (ship.from() > log.next()) {
      return; // it overtook another: what is missing is sent again
    }
    long before = log.next();
    long lsn = ship.from();
    for (Logged record : ship.records()) {
      if (lsn++ >= log.next()) {
        long unused = copy.append(disk, record);
      }
    }
    copy.commit(ship.committed());
    copy.trim();
    if (anew) {
      whenForced(notes.write(copy.note(now)), () -> {});
    } else {
      note(copy, now);
    }
    if (log.next() == before) { // else the answer comes once what is new is forced
      source.acked = -1;
      acknowledge(copy, source);
    }
  }

  /** Cuts off what the primary has not; false if that cannot be. */
  private boolean begin(SegmentCopy copy, Replication.Ship ship) {
    if (!copy.whole() || ship.from() > copy.log().next()) {
      return false;
    }
    if (ship.from() < copy.applied()) {
      copy.apart(ship.epoch()); // asked again what it has, it says: nothing
      return false;
    }
    copy.cut(ship.from());
    return true;
  }

  /** Whether a log that was synced in this epoch is cut all the same. */
  boolean truncates() {
    return false;
  }

  /** Whether records go on from what its primary has made of the log. */
  boolean follows(SegmentCopy copy, Replication.Ship ship) {
    return copy.synced() == ship.epoch() && copy.whole();
  }

  private void arrived(HostId from, SegmentCopy copy, Replication.ImagePart part, long now) {
    Source source = sources.get(part.segment());
    if (source == null
        || source.epoch != part.epoch()
        || !source.primary.equals(from)
        || copy.synced() == part.epoch() && copy.whole() && part.lsn() <= copy.log().next()) {
      return;
    }
    Arriving arriving = source.arriving;
    if (arriving == null || arriving.lsn != part.lsn() || arriving.count != part.count()) {
      if (part.index() > 0 || part.count() < 1) {
        return;
      }
      arriving = new Arriving(part.lsn(), part.count());
      source.arriving = arriving;
    }
    if (part.index() == arriving.parts.size()) {
      arriving.parts.add(part.part());
    }
    if (arriving.parts.size() < arriving.count) {
      say(
          from,
          new Replication.PullImage(
              part.segment(), part.epoch(), store, part.lsn(), arriving.parts.size()));
    } else {
      source.arriving = null;
      install(copy, part, source.lineage, arriving.parts, now);
      acknowledge(copy, source);
    }
  }

  private void install(
      SegmentCopy copy, Replication.ImagePart part, long lineage, List<byte[]> parts, long now) {
    copy.clear();
    long unused = notes.write(copy.note(now)); // until the image is there, it counts for nothing
    begin(copy.id(), part.epoch(), now);
    long last = part.spans().isEmpty() ? 0 : part.spans().get(part.spans().size() - 1).epoch();
    Image image = new Image(copy.id(), last, part.lsn(), List.copyOf(parts));
    copy.restore(image, part.spans());
    disk.checkpoint(image);
    copy.synced(part.epoch(), lineage);
    whenForced(notes.write(copy.note(now)), () -> copy.log().imaged(part.lsn()));
  }

  /**
   * Lets go of a copy that nobody counts on: its promises stay, what it held goes from memory at
   * once, and from the disk when it is on record that it counts for nothing.
   */
  void letGo(SegmentCopy copy, long now) {
    long lsn = copy.committed();
    long epoch = lsn == 0 ? 0 : copy.log().spans().epoch(lsn - 1);
    sources.remove(copy.id());
    noted.remove(copy.id());
    copy.clear();
    whenForced(
        notes.write(copy.note(now)),
        () -> {
          if (copy.isVoid() && lsn > 0) { // an image of nothing stands for all that was committed
            begin(copy.id(), epoch, now);
            disk.checkpoint(new Image(copy.id(), epoch, lsn, SegmentImage.of(copy.state())));
          }
        });
  }

  /** What the disk has of a copy is void: it begins again. */
  private void begin(SegmentId segment, long epoch, long now) {
    byte[] nothing = LogRecordCodec.encode(new LogRecord.Void(now));
    long unused = disk.append(new LogEntry(segment, epoch, 0, nothing));
  }

  /** Notes how far a copy is committed, now and then: a start need not keep all of it aside. */
  void note(SegmentCopy copy, long now) {
    long before = noted.getOrDefault(copy.id(), 0L);
    if (copy.committed() - before >= NOTED_EVERY) {
      noted.put(copy.id(), copy.committed());
      long unused = notes.write(copy.note(now));
    }
  }

  /** Keeps an image of a copy, so that the log before it may go. */
  void checkpoint(SegmentId segment) {
    SegmentCopy copy = kept.get(segment);
    long lsn = copy == null ? 0 : copy.committed();
    if (copy != null
        && lsn > 0
        && copy.whole()
        && copy.applied() == lsn
        && !copy.state().transactions().completing()) {
      long epoch = copy.log().spans().epoch(lsn - 1);
      disk.checkpoint(new Image(segment, epoch, lsn, SegmentImage.of(copy.state())));
    }
  }

  /** The disk has forced everything up to a position. */
  void forced(long position) {
    while (!forcing.isEmpty() && forcing.peek().position <= position) {
      forcing.remove().then.run();
    }
    for (Map.Entry<SegmentId, Source> one : sources.entrySet()) {
      SegmentCopy copy = kept.get(one.getKey());
      if (copy != null) {
        acknowledge(copy, one.getValue());
      }
    }
  }

  /** What room there is has perhaps changed: those who count on it are told. */
  void tick() {
    sources.forEach(
        (segment, source) -> {
          SegmentCopy copy = kept.get(segment);
          if (copy != null && source.room != room.getAsLong()) {
            source.acked = -1;
            acknowledge(copy, source);
          }
        });
  }

  private void acknowledge(SegmentCopy copy, Source source) {
    long length = held(copy);
    if (copy.synced() == source.epoch && copy.whole() && length > source.acked) {
      source.acked = length;
      source.room = room.getAsLong();
      say(
          source.primary,
          new Replication.Acked(copy.id(), source.epoch, store, length, source.room));
    }
  }

  /** How much of a log it says that it holds. */
  long held(SegmentCopy copy) {
    return copy.log().forced();
  }

  private void say(HostId to, Replication what) {
    post.send(to, new Message.Replicated(what));
  }
}
