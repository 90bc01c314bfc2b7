package teseus.space.host;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import teseus.space.HostId;
import teseus.space.SegmentId;
import teseus.space.wire.Message;
import teseus.space.wire.MetaState;
import teseus.space.wire.Replication;
import teseus.space.wire.SegmentConfig;
import teseus.space.wire.StoreName;

/**
 * Which copies of this store may lack what it has said that it holds, or has promised, and who may
 * lead such a segment (PROTOCOL.md, rule 12). Such a copy follows nobody under an epoch that it may
 * have forgotten, and is trusted again once it holds a record of a later one: all that was
 * committed before is before that. Where every member is in doubt each shows what it has, and the
 * longest of the highest epoch leads. What one has shown counts only as long as no member was
 * started since: whoever is may have lost what it had sent the others meanwhile.
 */
class Doubts {
  private final StoreName self;
  private final MetaState.Store start;
  private final Map<SegmentId, SegmentCopy> kept;
  private final Map<SegmentId, Copies> copies;
  private final Post post;
  private final BiConsumer<SegmentCopy, Runnable> note;
  private final Map<SegmentId, Map<StoreName, Replication.Doubtful>> shown = new HashMap<>();
  private boolean open;
  private int unforced;

  /**
   * Begins.
   *
   * @param doubted whether something may be missing of the store
   * @param kept what it has
   * @param copies of what is led here
   * @param note puts on record what is known of a copy, and runs something when that is forced
   */
  Doubts(
      HostId host,
      StoreIdentity store,
      boolean doubted,
      Map<SegmentId, SegmentCopy> kept,
      Map<SegmentId, Copies> copies,
      Post post,
      BiConsumer<SegmentCopy, Runnable> note) {
    this.self = new StoreName(host, store.id());
    this.start = new MetaState.Store(store.id(), store.folder(), store.incarnation());
    this.kept = kept;
    this.copies = copies;
    this.post = post;
    this.note = note;
    this.open =
        doubted || kept.values().stream().anyMatch(copy -> copy.doubted() == SegmentCopy.ANY);
  }

  /** Begins: what is found to be in doubt stays so. */
  void start() {
    kept.values().stream().filter(copy -> !copy.whole() || copy.doubted() > 0).forEach(this::note);
  }

  private void note(SegmentCopy copy) {
    unforced++;
    note.accept(copy, () -> unforced--);
  }

  /**
   * Whether it is not known yet what may be missing. It is once META has said that it knows of this
   * start: whatever this store took part in before it, META decided before it said so.
   */
  boolean open() {
    return open;
  }

  /** Whether all that is doubted is on record in the notes of copies. */
  boolean noted() {
    return !open && unforced == 0;
  }

  /** META has decided something. */
  void meta(MetaState state) {
    if (open && start.equals(state.hosts().get(self.host()))) {
      open = false;
      state.segments().forEach(this::recall);
      for (SegmentCopy copy : List.copyOf(kept.values())) {
        if (copy.doubted() > 0) {
          bound(copy, state.segments().get(copy.id()));
        }
      }
    }
  }

  /** A segment that this store is to hold is known of here, though all of its copy be gone. */
  private void recall(SegmentId segment, SegmentConfig config) {
    if (config.members().contains(self) && !kept.containsKey(segment)) {
      SegmentCopy copy = new SegmentCopy(segment, 0);
      copy.doubt(SegmentCopy.ANY);
      copy.broken();
      kept.put(segment, copy);
    }
  }

  private void bound(SegmentCopy copy, @Nullable SegmentConfig config) {
    if (copies.containsKey(copy.id())) {
      return;
    }
    if (config == null) {
      copy.doubt(0); // nobody else was ever to hold it
    } else {
      copy.doubt(Math.max(copy.promised(), config.epoch()));
      if (config.members().equals(List.of(self))) {
        copy.alone(config.log()); // nobody else has more
      }
    }
    note(copy);
  }

  /**
   * Whether nothing may be taken from the primary of an epoch: it may be one that was deposed, or
   * one that a store alone has raised before, which META need not have heard of.
   */
  boolean refuses(SegmentId segment, long epoch, MetaState state) {
    SegmentCopy copy = kept.get(segment);
    long doubted = copy == null ? 0 : copy.doubted();
    return open || doubted > 0 && (epoch <= doubted || epoch != state.epoch(segment));
  }

  /** Shows the other members of each segment what there is of it, if that is in doubt. */
  void show(MetaState state) {
    for (SegmentCopy copy : kept.values()) {
      SegmentConfig config = state.segments().get(copy.id());
      if (!open && copy.doubted() > 0 && config != null) {
        show(copy, config, state);
      }
    }
  }

  private void show(SegmentCopy copy, SegmentConfig config, MetaState state) {
    if (!config.members().contains(self) && config.epoch() > copy.doubted()) {
      return; // nobody counts on it, nor takes it for what it was
    }
    Replication.Doubtful mine = mine(copy, config, state);
    for (StoreName member : config.members()) {
      if (!member.equals(self)) {
        post.send(member.host(), new Message.Replicated(mine));
      }
    }
  }

  private Replication.Doubtful mine(SegmentCopy copy, SegmentConfig config, MetaState state) {
    long length = copy.log().forced();
    boolean usable = copy.whole() && copy.lineage() == config.log();
    return new Replication.Doubtful(
        copy.id(),
        config.epoch(),
        self.id(),
        copy.doubted(),
        usable && length > 0 ? copy.log().spans().epoch(length - 1) : 0,
        usable ? length : Replication.Holds.BROKEN,
        starts(config, state));
  }

  /** How often each member was started; 0 if its host runs on another store by now. */
  private static List<Long> starts(SegmentConfig config, MetaState state) {
    List<Long> starts = new ArrayList<>();
    for (StoreName member : config.members()) {
      MetaState.Store store = state.hosts().get(member.host());
      starts.add(store != null && store.id() == member.id() ? store.incarnation() : 0);
    }
    return starts;
  }

  /** A store that holds a segment shows what it has. */
  void shown(HostId from, Replication.Doubtful theirs, MetaState state) {
    Copies its = copies.get(theirs.segment());
    StoreName store = new StoreName(from, theirs.store());
    SegmentConfig config = state.segments().get(theirs.segment());
    if (its != null) {
      boolean told = its.config().epoch() == state.epoch(theirs.segment());
      its.doubted(store, told ? theirs.doubted() : SegmentCopy.ANY);
    } else if (config != null && config.members().contains(store)) {
      Map<StoreName, Replication.Doubtful> all =
          shown.computeIfAbsent(theirs.segment(), any -> new HashMap<>());
      all.keySet().retainAll(config.members());
      all.put(store, theirs);
    }
  }

  /** Whether the primary of an epoch has said that it does not lead, and may not. */
  boolean unseated(SegmentId segment, SegmentConfig config) {
    Replication.Doubtful its = its(segment, config, config.primary());
    return its != null && its.doubted() >= config.epoch();
  }

  private Replication.@Nullable Doubtful its(
      SegmentId segment, SegmentConfig config, StoreName member) {
    Replication.Doubtful its = shown.getOrDefault(segment, Map.of()).get(member);
    return its == null || its.epoch() != config.epoch() ? null : its;
  }

  /**
   * Whether this member may lead a segment: its copy is not in doubt; or that of every other is
   * too, or gone, and none shows more. Of those that show as much, the first may.
   */
  boolean mayLead(SegmentCopy copy, SegmentConfig config, MetaState state) {
    if (copy.doubted() == 0) {
      return true;
    }
    Replication.Doubtful mine = mine(copy, config, state);
    boolean after = false;
    for (StoreName member : config.members()) {
      if (member.equals(self)) {
        after = true;
      } else if (!state.replaced(member)) {
        Replication.Doubtful theirs = its(copy.id(), config, member);
        if (theirs == null
            || !theirs.starts().equals(mine.starts())
            || compare(mine, theirs) < (after ? 0 : 1)) {
          return false;
        }
      }
    }
    return !open;
  }

  private static int compare(Replication.Doubtful one, Replication.Doubtful other) {
    return one.last() == other.last()
        ? Long.compare(one.length(), other.length())
        : Long.compare(one.last(), other.last());
  }
}
