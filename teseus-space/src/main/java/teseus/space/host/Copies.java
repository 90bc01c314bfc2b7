package teseus.space.host;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import teseus.space.HostId;
import teseus.space.wire.Message;
import teseus.space.wire.Replication;
import teseus.space.wire.SegmentConfig;
import teseus.space.wire.StoreName;

/**
 * The copies of a segment that is led here: its members, who hold every acknowledged record, and
 * those that follow without being waited for.
 */
final class Copies {
  /** What is kept for one that follows and has fallen behind; one further behind gets an image. */
  private static final long MOST_BYTES = 64 << 20;

  /** For how long operations wait for an heir to lead in place of this primary. */
  private static final long MOST_CLOSED_MS = 300;

  /** A host that has less room than so many bytes has too little for any segment to grow. */
  static final long LEAST_ROOM = 64 << 10;

  /** And one that has not so large a part of a segment's bytes too little for that. */
  private static final int LEAST_PART = 16;

  /** Nor has one enough that has no room for so many more tokens like the largest that came. */
  private static final int LEAST_TOKENS = 2;

  /** After how many {@code ack-ms} an heir is asked again that did not come to lead. */
  private static final int PAUSE = 5;

  private final StoreName self;
  private final Segment segment;
  private final Post post;
  private final CopySettings settings;
  private final Quorum quorum;
  private final OwnDisk disk;
  private final Map<StoreName, Shipping> shippings = new LinkedHashMap<>();
  private final Confirmations confirmations = new Confirmations(this::confirm);
  private final Set<StoreName> followers = new LinkedHashSet<>();
  private SegmentConfig config;
  private @Nullable List<StoreName> pending;
  private @Nullable StoreName heir;
  private long handedAt;
  private long handsAgain = Long.MIN_VALUE;
  private boolean started;
  private boolean released;

  /**
   * Under a configuration that makes this store the primary.
   *
   * @param segment what is led
   */
  Copies(
      StoreName self,
      Segment segment,
      SegmentConfig config,
      Post post,
      CopySettings settings,
      Quorum quorum) {
    this.self = self;
    this.segment = segment;
    this.config = config;
    this.post = post;
    this.settings = settings;
    this.quorum = quorum;
    this.disk = new OwnDisk(segment.copy().log(), CopySettings.TICKS);
  }

  Segment segment() {
    return segment;
  }

  SegmentConfig config() {
    return config;
  }

  /** The members after the change that is under way; null if none is. */
  @Nullable List<StoreName> pending() {
    return pending;
  }

  /** A change of members is proposed: until its outcome is known, those to come count too. */
  void propose(List<StoreName> members) {
    pending = members;
    commit();
  }

  /** The change that was proposed came to nothing. */
  void refused() {
    pending = null;
    commit();
  }

  /** Another epoch begins here: nothing is shipped until {@link #start}. */
  void begin(SegmentConfig next) {
    config = next;
    pending = null;
    started = false;
    released = false;
    heir = null;
    confirmations.clear();
    followers.addAll(shippings.keySet());
    shippings.clear();
  }

  /**
   * Has a member lead the segment that holds all of it: it is told so until another epoch begins.
   */
  void handOver(StoreName to, long now) {
    if (heir == null && now >= handsAgain) {
      heir = to;
      handedAt = now;
      segment.handOver(this::tellHeir);
    }
  }

  private void tellHeir() {
    StoreName to = heir;
    if (to != null) {
      post.send(
          to.host(),
          new Message.Replicated(
              new Replication.HandOver(segment.id(), segment.epoch(), to.id(), segment.next())));
    }
  }

  /** Whether this store's own disk has not got on for {@code ack-ms}, though it should. */
  boolean diskHangs() {
    return disk.hangs();
  }

  /** Has a member lead the segment without this store, whose disk hangs. */
  void resign(StoreName to) {
    post.send(
        to.host(),
        new Message.Replicated(new Replication.Resign(segment.id(), segment.epoch(), to.id())));
  }

  /** Whether it ships. */
  boolean started() {
    return started;
  }

  /** Begins to ship, if the epoch is still the present one. */
  void start(long epoch, Predicate<HostId> linked, long now) {
    if (epoch == config.epoch() && !started) {
      started = true;
      config.members().forEach(store -> follow(store, linked, now));
      followers.forEach(store -> follow(store, linked, now));
      followers.clear();
    }
  }

  /** Ships to a store from now on, if it does not yet. */
  void follow(StoreName store, Predicate<HostId> linked, long now) {
    if (started && !store.equals(self) && !shippings.containsKey(store)) {
      boolean reached = linked.test(store.host());
      shippings.put(store, new Shipping(store, segment, post, settings, reached, now));
    }
  }

  /** Ships to a store no more, which may let go of its copy once another epoch has begun. */
  void leave(StoreName store) {
    shippings.remove(store);
    released = true;
  }

  /**
   * A store may lack what it has said that it holds, of the epochs up to one. If this epoch is
   * among them it counts for nothing in it, and is sent what it lacks under another.
   */
  void doubted(StoreName store, long epoch) {
    Shipping shipping = shippings.get(store);
    if (shipping != null && epoch >= config.epoch()) {
      shipping.distrust();
      released = true;
    }
  }

  /** Whether a store is shipped to no more that was in this epoch, or counts no more in it. */
  boolean released() {
    return released;
  }

  /** Those that are shipped to, members first. */
  Map<StoreName, Shipping> shippings() {
    return shippings;
  }

  /** How far a store holds the log, forced; below 0 if that is not known. */
  private long forced(StoreName store) {
    if (store.equals(self)) {
      return segment.copy().log().forced();
    }
    Shipping shipping = shippings.get(store);
    return shipping == null ? -1 : shipping.acked();
  }

  /**
   * How many bytes more the members have room for, those to come among them, as far as they have
   * said; this store, which knows its own, aside.
   */
  long room() {
    long room = Long.MAX_VALUE;
    for (Shipping shipping : shippings.values()) {
      StoreName store = shipping.to();
      if (config.members().contains(store) || pending != null && pending.contains(store)) {
        room = Math.min(room, shipping.room());
      }
    }
    return room;
  }

  /** Whether next to nothing more can come in as long as a store is a member. */
  boolean cramped(Shipping shipping) {
    return shipping.room() < more();
  }

  /** Whether a store has no room for what it has, or is to get. */
  boolean full(Shipping shipping) {
    return shipping.room() == 0;
  }

  private long more() {
    SegmentCopy copy = segment.copy();
    long tokens = LEAST_TOKENS * copy.state().store().largest();
    return Math.max(LEAST_ROOM, Math.max(copy.bytes() / LEAST_PART, tokens));
  }

  /** How many bytes of room a store should have that is to follow, so as not to be cramped soon. */
  long roomy() {
    return segment.copy().bytes() + 2 * more();
  }

  /** Commits what may be committed by now. */
  void commit() {
    segment.commit(
        quorum.committed(config, pending, this::forced),
        quorum.enough(config),
        pending == null && config.members().size() == 1);
  }

  /** The turn ends: what was appended in it leaves. */
  void ship(long now) {
    List<Runnable> wanted = segment.takeConfirming();
    if (!wanted.isEmpty()) {
      Set<StoreName> all = new TreeSet<>(config.members());
      if (pending != null) {
        all.addAll(pending);
      }
      all.remove(self);
      confirmations.ask(all, wanted);
    }
    for (Shipping shipping : shippings.values()) {
      shipping.ship(now);
    }
    trim();
  }

  private void confirm(StoreName member, long number) {
    post.send(
        member.host(),
        new Message.Replicated(
            new Replication.Confirm(segment.id(), segment.epoch(), member.id(), number)));
  }

  private void trim() {
    LogWindow window = segment.copy().log().window();
    long needed = segment.committed();
    for (Shipping shipping : shippings.values()) {
      needed = Math.min(needed, shipping.needs());
    }
    if (settings.alone() && shippings.isEmpty()) {
      window.trim(needed);
    } else {
      while (window.first() < segment.committed()
          && window.bytes() > (window.first() < needed ? SegmentCopy.RECENT_BYTES : MOST_BYTES)) {
        window.trim(window.first() + 1);
      }
    }
  }

  void tick(long now) {
    disk.tick();
    if (heir != null && now - handedAt >= Math.min(settings.ackMs(), MOST_CLOSED_MS)) {
      heir = null;
      handsAgain = now + PAUSE * settings.ackMs();
      segment.reopen();
    } else if (!segment.quieting()) {
      tellHeir();
    }
    shippings.values().forEach(shipping -> shipping.tick(now));
    confirmations.again();
  }

  void linked(HostId host, boolean up, long now) {
    for (Shipping shipping : shippings.values()) {
      if (shipping.to().host().equals(host)) {
        shipping.linked(up, now);
      }
    }
  }

  /** A store that is shipped to says something under the present epoch. */
  void heard(StoreName from, Replication said, long now) {
    if (said instanceof Replication.Confirmed confirmed && said.epoch() == segment.epoch()) {
      confirmations.answered(from, confirmed.number());
      return;
    }
    Shipping shipping = said.epoch() == segment.epoch() ? shippings.get(from) : null;
    if (shipping == null) {
      return;
    }
    if (said instanceof Replication.Holds holds) {
      shipping.onHolds(holds, now);
    } else if (said instanceof Replication.Acked acked) {
      shipping.onAcked(acked, now);
    } else if (said instanceof Replication.PullImage pull) {
      shipping.onPullImage(pull, now);
    }
    commit();
  }
}
