package teseus.space.host;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import teseus.space.HostId;
import teseus.space.SegmentId;
import teseus.space.wire.Leaving;
import teseus.space.wire.MetaCommand;
import teseus.space.wire.MetaState;
import teseus.space.wire.Replication;
import teseus.space.wire.SegmentConfig;
import teseus.space.wire.StoreName;

/**
 * Who leads which segment (PROTOCOL.md, rules 8, 9, 11 and 12): it proposes to META what this store
 * may propose, and has segments led, or led no more, as META decides. No clock is part of what
 * keeps tokens safe: time only makes it propose.
 */
class Succession {
  /** What becomes of a segment here. */
  interface Seat {
    /** It is led here from now on, under a configuration that names this store first. */
    void promote(SegmentId segment, SegmentCopy copy, SegmentConfig config, long now);

    /** It is led here as before, under another epoch. */
    void lead(Copies copies, SegmentConfig config, long now);

    /** It is led here no more. */
    void stepDown(SegmentId segment, long now);

    /** Nothing of it need be kept here. */
    void letGo(SegmentCopy copy, long now);
  }

  /**
   * How much longer a primary is waited for whose host is within reach, or by one whose clock is
   * off.
   */
  private static final int PATIENCE = 5;

  private final StoreName self;
  private final List<SegmentId> founded;
  private final long firstEpoch;
  private final CopySettings settings;
  private final CopyPlan plan;
  private final Mates mates;
  private final Leftovers leftovers;
  private final Meta meta;
  private final Timers timers;
  private final Directory directory;
  private final Doubts doubts;
  private final Map<SegmentId, SegmentCopy> kept;
  private final Map<SegmentId, Copies> copies;
  private final Seat seat;
  private final BiConsumer<SegmentCopy, Runnable> note;
  private final RandomGenerator random;
  private final Map<SegmentId, MetaCommand.Configure> proposed = new HashMap<>();
  private final Map<SegmentId, Long> unled = new HashMap<>();
  private final Set<HostId> saying = new HashSet<>();

  /** Nothing is decided yet. */
  Succession(SuccessionParts parts) {
    self = parts.self();
    founded = parts.founded();
    firstEpoch = parts.firstEpoch();
    settings = parts.settings();
    plan = parts.plan();
    mates = parts.mates();
    leftovers = parts.leftovers();
    meta = parts.meta();
    timers = parts.timers();
    directory = parts.directory();
    doubts = parts.doubts();
    kept = parts.kept();
    copies = parts.copies();
    seat = parts.seat();
    note = parts.note();
    random = parts.random();
  }

  /**
   * Begins: what this store alone holds it leads again at once, whoever else is there; and where
   * nobody else is, what it founds.
   */
  void start(long now) {
    if (founded.containsAll(directory.segments())) {
      founded.stream().filter(segment -> !kept.containsKey(segment)).forEach(id -> begin(id, now));
    }
    for (SegmentCopy copy : List.copyOf(kept.values())) {
      if (copy.sole() && copy.whole() && !copies.containsKey(copy.id())) {
        SegmentConfig alone = new SegmentConfig(copy.nextEpoch(), copy.lineage(), List.of(self));
        seat.promote(copy.id(), copy, alone, now);
      }
    }
    meta(meta.known(), now);
    tick(now);
  }

  private void begin(SegmentId id, long now) {
    SegmentCopy copy = new SegmentCopy(id, firstEpoch - 1);
    kept.put(id, copy);
    seat.promote(id, copy, new SegmentConfig(firstEpoch, random.nextLong(), List.of(self)), now);
  }

  private void tick(long now) {
    copies.values().forEach(its -> its.tick(now));
    doubts.show(meta.known());
    review(now);
    timers.at(now + settings.tickMs(), this::tick);
  }

  /** META has decided something. */
  void meta(MetaState state, long now) {
    doubts.meta(state);
    state.segments().forEach((segment, config) -> decided(segment, config, state, now));
    doubts.show(state);
    review(now);
  }

  private void decided(SegmentId segment, SegmentConfig config, MetaState state, long now) {
    Copies its = copies.get(segment);
    boolean mine = config.primary().equals(self);
    if (its != null && config.epoch() > its.config().epoch()) {
      if (mine) {
        seat.lead(its, config, now);
      } else {
        seat.stepDown(segment, now);
      }
    } else if (its == null && mine && !doubts.refuses(segment, config.epoch(), state)) {
      SegmentCopy copy = copy(segment, config);
      if (copy != null && maySit(copy, config)) {
        unled.remove(segment);
        seat.promote(segment, copy, config, now);
      }
    }
  }

  /** This store's copy, if it can be led; one without a record if the segment begins with it. */
  private @Nullable SegmentCopy copy(SegmentId segment, SegmentConfig config) {
    SegmentCopy copy = kept.get(segment);
    boolean same = copy != null && copy.lineage() == config.log() && copy.whole();
    if (same) {
      return copy;
    }
    if (config.members().size() > 1) {
      return null;
    }
    SegmentCopy fresh = kept.computeIfAbsent(segment, id -> new SegmentCopy(id, firstEpoch - 1));
    if (fresh.log().next() > 0) {
      fresh.clear();
    }
    return fresh;
  }

  /** Whether a copy may be led under a configuration that names this store (rules 9 and 12). */
  boolean maySit(SegmentCopy copy, SegmentConfig config) {
    return config.epoch() > copy.led() && config.epoch() >= copy.promised();
  }

  /** Proposes what is due. */
  private void review(long now) {
    MetaState state = meta.known();
    for (SegmentId segment : founded) {
      if (!state.segments().containsKey(segment) && !doubts.open()) {
        found(segment, 0, now);
      }
    }
    state.segments().forEach((segment, config) -> review(segment, config, state, now));
    if (self.host().equals(meta.leader())) {
      state.leaving().forEach((host, how) -> left(host, how, state, now));
    }
  }

  /** Says to META that a host has left, once it holds nothing and nothing is held by too few. */
  private void left(HostId host, Leaving how, MetaState state, long now) {
    boolean founded =
        directory.segments().stream()
            .filter(segment -> segment.founder().equals(host))
            .allMatch(state.segments()::containsKey);
    boolean whole =
        state.segments().values().stream()
            .allMatch(config -> plan.staying(config.members()) >= settings.min());
    if (how == Leaving.DRAINING
        && founded
        && whole
        && state.heldBy(host).isEmpty()
        && saying.add(host)) {
      meta.submit(new MetaCommand.Leave(host), now, refused -> saying.remove(host));
    }
  }

  private void found(SegmentId segment, long expected, long now) {
    SegmentCopy copy = kept.get(segment);
    long led = copy == null ? 0 : Math.max(copy.led(), copy.promised());
    long epoch = Math.max(Math.max(led, expected) + 1, firstEpoch);
    Copies its = copies.get(segment);
    SegmentConfig next =
        its == null
            ? new SegmentConfig(epoch, random.nextLong(), List.of(self))
            : its.config(); // it leads already: META is told
    propose(segment, expected, next, now);
  }

  private void review(SegmentId segment, SegmentConfig config, MetaState state, long now) {
    Copies its = copies.get(segment);
    if (its != null) {
      mates.choose(segment, its, state, now);
      members(segment, its, now);
      return;
    }
    SegmentCopy copy = kept.get(segment);
    if (state.lost(segment)) {
      if (!settings.lasting() && founds(segment, config, state)) {
        found(segment, config.epoch(), now);
      }
    } else if (copy != null && mayPropose(copy, config)) {
      if (doubts.mayLead(copy, config, state)) {
        succeed(copy, config, state, now);
      }
    } else if (copy != null && leftovers.due(copy, config, state, now)) {
      seat.letGo(copy, now);
    }
  }

  /** Proposes this member if the segment has no primary. */
  private void succeed(SegmentCopy copy, SegmentConfig config, MetaState state, long now) {
    if (copy.doubted() > 0) { // so is that of every other member: none of them leads, all follow
      List<StoreName> members = new ArrayList<>(List.of(self));
      config.members().stream()
          .filter(member -> !member.equals(self) && !state.replaced(member))
          .forEach(members::add);
      propose(copy.id(), config.epoch(), config.next(members), now);
    } else if (config.primary().equals(self) || suspected(copy.id(), config, state, now)) {
      propose(copy.id(), config.epoch(), config.next(successors(config)), now);
    }
  }

  /** A store that holds a segment shows what is left of it there. */
  void onDoubtful(HostId from, Replication.Doubtful theirs, long now) {
    doubts.shown(from, theirs, meta.known());
    review(now);
  }

  /** Whether it is this host's to begin a segment again; of one that has left, whoever led last. */
  private boolean founds(SegmentId segment, SegmentConfig config, MetaState state) {
    return state.leaving().get(segment.founder()) == Leaving.DRAINED
        ? config.primary().host().equals(self.host())
        : founded.contains(segment);
  }

  private void members(SegmentId segment, Copies its, long now) {
    if (!its.started() || its.pending() != null || proposed.containsKey(segment)) {
      return;
    }
    if (its.config().epoch() < meta.known().epoch(segment)) {
      return; // it is about to step down
    }
    List<StoreName> members = plan.members(self, its, now);
    if (members == null && its.released()) {
      members = its.config().members(); // another epoch, so that whoever was released may let go
    }
    StoreName heir = plan.heir(self, its, now);
    if (its.diskHangs()) {
      plan.successors(its, now).forEach(its::resign);
    }
    if (members != null) {
      its.propose(members);
      change(segment, its, its.config().next(members), now);
    } else if (heir != null && its.segment().open()) {
      its.handOver(heir, now);
    }
  }

  /** Proposes other members; first it is on record that this store may not be all of R any more. */
  private void change(SegmentId segment, Copies its, SegmentConfig next, long now) {
    SegmentCopy copy = its.segment().copy();
    if (!copy.sole()) {
      propose(segment, meta.known().epoch(segment), next, now);
      return;
    }
    copy.sole(false);
    Runnable then =
        () -> {
          if (next.members().equals(its.pending()) && copies.get(segment) == its) {
            propose(segment, meta.known().epoch(segment), next, now);
          }
        };
    // Twice, in two batches: a start at which the last was not whole still finds the first.
    note.accept(copy, () -> note.accept(copy, then));
  }

  /** The primary of a segment takes on nothing more: this store is to lead it. */
  void onHandOver(Replication.HandOver over, long now) {
    SegmentConfig config = meta.known().segments().get(over.segment());
    SegmentCopy copy = kept.get(over.segment());
    if (config != null
        && copy != null
        && config.epoch() == over.epoch()
        && over.store() == self.id()
        && mayPropose(copy, config)
        && copy.doubted() == 0
        && copy.synced() == over.epoch()
        && copy.log().forced() >= over.length()) {
      List<StoreName> members = successors(config);
      members.add(config.primary());
      propose(over.segment(), over.epoch(), config.next(members), now);
    }
  }

  /** The primary's disk hangs, and this store's does not: it leads the segment without that one. */
  void onResign(Replication.Resign resign, long now) {
    MetaState state = meta.known();
    SegmentConfig config = state.segments().get(resign.segment());
    SegmentCopy copy = kept.get(resign.segment());
    if (config != null
        && copy != null
        && config.epoch() == resign.epoch()
        && resign.store() == self.id()
        && mayPropose(copy, config)
        && copy.doubted() == 0
        && copy.synced() == resign.epoch()
        && doubts.mayLead(copy, config, state)) {
      propose(resign.segment(), resign.epoch(), config.next(successors(config)), now);
    }
  }

  /**
   * Why a segment that is led here cannot be let go of by a host that is drained; null if none has
   * it.
   */
  @Nullable String leaving(Copies its) {
    List<StoreName> members = its.config().members();
    if (plan.staying(members) == members.size()) {
      return null;
    }
    if (plan.staying(members) >= settings.min()) {
      return "changes hands";
    }
    String coming = coming(its);
    if (!coming.isEmpty()) {
      return coming + " is being sent what it lacks";
    }
    return mates.scatters(its, meta.known())
        ? "its tuples go to other segments one by one: no host has room for all of its "
            + its.segment().copy().bytes()
            + " bytes"
        : mates.shortage(its, meta.known());
  }

  /** Names of those that stay, and are sent the segment without being members. */
  private String coming(Copies its) {
    List<StoreName> members = its.config().members();
    return its.shippings().values().stream()
        .filter(one -> !members.contains(one.to()) && one.linked())
        .map(one -> one.to().host())
        .filter(directory::stays)
        .map(HostId::name)
        .collect(Collectors.joining(", "));
  }

  /**
   * Whether the tokens of a segment that is led here have to go elsewhere, for a host that is
   * drained holds it and no other has room for all of it.
   */
  boolean scatters(Copies its) {
    List<StoreName> members = its.config().members();
    long staying = plan.staying(members);
    return staying < members.size()
        && staying < settings.min()
        && its.pending() == null
        && coming(its).isEmpty()
        && mates.scatters(its, meta.known());
  }

  /** What room is wanting for more copies of a segment led here; null if it is not for that. */
  @Nullable String wanting(Copies its) {
    return mates.wantsRoom(its, meta.known());
  }

  /** Whether a store may propose itself (rule 8): it holds every acknowledged record. */
  boolean mayPropose(SegmentCopy copy, SegmentConfig config) {
    return config.members().contains(self) && copy.whole() && copy.lineage() == config.log();
  }

  /** This store first, and of the others all but the suspected. */
  private List<StoreName> successors(SegmentConfig config) {
    List<StoreName> members = new ArrayList<>();
    members.add(self);
    for (StoreName member : config.members()) {
      if (!member.equals(config.primary()) && !member.equals(self)) {
        members.add(member);
      }
    }
    return members;
  }

  /** Whether a segment has been without a primary for so long that this member proposes itself. */
  private boolean suspected(SegmentId segment, SegmentConfig config, MetaState state, long now) {
    StoreName primary = config.primary();
    if (state.replaced(primary) || doubts.unseated(segment, config)) {
      return true; // whoever is said to lead it is a process that is gone, or says that it does not
    }
    Directory.Lead lead = directory.lead(segment);
    if (lead != null && lead.epoch() >= config.epoch()) { // else that one leads it no more
      unled.remove(segment);
      return false;
    }
    long since = unled.computeIfAbsent(segment, any -> now);
    // One after the other, so that they do not get into each other's way.
    long wait = settings.ackMs() + config.members().indexOf(self) * settings.ackMs() / 4;
    boolean patient = directory.linked(primary.host()) || !directory.keepsTime(self.host());
    return now - since >= (patient ? PATIENCE * wait : wait);
  }

  private void propose(SegmentId segment, long expected, SegmentConfig next, long now) {
    if (proposed.containsKey(segment)) {
      return; // its outcome is not known yet
    }
    MetaCommand.Configure command = new MetaCommand.Configure(segment, expected, next);
    proposed.put(segment, command);
    meta.submit(
        command,
        now,
        refused -> {
          proposed.remove(segment, command);
          Copies its = copies.get(segment);
          if (refused != null && its != null && next.members().equals(its.pending())) {
            its.refused();
          }
        });
  }

  /** A link stands, or is gone. */
  void linked(HostId host, boolean up, long now) {
    copies.values().forEach(its -> its.linked(host, up, now));
    doubts.show(meta.known());
    review(now);
  }
}
