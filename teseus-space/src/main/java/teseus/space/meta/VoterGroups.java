package teseus.space.meta;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import teseus.space.HostId;
import teseus.space.SegmentId;
import teseus.space.wire.MetaCommand;
import teseus.space.wire.MetaImageCodec;
import teseus.space.wire.MetaState;
import teseus.space.wire.StoreName;
import teseus.space.wire.VoterGroup;
import teseus.space.wire.VoterMessage;

/**
 * The groups of voters that this host has been told of, one after the other, and its voter in the
 * newest if it is one of that (docs/decisions/0018). A group's last command names the next. What
 * META is at that point is the same at all that have come to it, and is where the next group
 * begins, whoever it is handed by: no promise of a voter in one group means anything in another.
 */
class VoterGroups implements MetaStore {
  /** After so many of a leader's beats it is said again that there is a newer group. */
  private static final long BEATS = 4;

  private final StoreName self; // by its folder
  private final MetaSettings settings;
  private final VoterLog log;
  private final VoterState state;
  private final Replica replica;
  private final VoterHost host;
  private final RandomGenerator random;
  private final Listener listener;
  private final VoterParts parts;
  private final RaftGate gate;
  private final Set<HostId> told = new HashSet<>();
  private @Nullable Voter voter;

  VoterGroups(
      StoreName self,
      MetaSettings settings,
      VoterLog log,
      VoterState state,
      Replica replica,
      VoterHost host,
      RandomGenerator random,
      Listener listener,
      VoterParts parts) {
    this.self = self;
    this.settings = settings;
    this.log = log;
    this.state = state;
    this.replica = replica;
    this.host = host;
    this.random = random;
    this.listener = listener;
    this.parts = parts;
    this.gate = parts.gate();
  }

  @Override
  public final SegmentId log() {
    return log.id();
  }

  @Override
  public final void start() {
    MetaImageCodec.Image beginning = state.beginning();
    if (beginning != null) {
      enter(beginning);
    }
  }

  @Override
  public final void begin() {
    if (state.beginning() == null) {
      begin(new MetaImageCodec.Image(MetaState.first(settings.voters()), Map.of()));
    }
  }

  /** The newest group that is known begins. */
  private void begin(MetaImageCodec.Image image) {
    retire();
    log.begin(image);
    enter(image);
  }

  private void enter(MetaImageCodec.Image beginning) {
    told.clear();
    VoterGroup group = beginning.state().voters();
    if (group.has(self)) {
      voter =
          new Voter(settings, beginning, log, state, replica, host, gate, random, listener, parts);
    } else {
      handOn(group);
    }
  }

  private void retire() {
    Voter its = voter;
    if (its != null) {
      its.close();
      voter = null;
    }
  }

  /**
   * Those who vote may not have heard of it, and nobody but this host may be there to tell them.
   */
  private void handOn(VoterGroup group) {
    List<HostId> untold = new ArrayList<>(group.hosts());
    untold.removeIf(one -> one.equals(self.host()) || told.contains(one));
    if (group.number() == number() && !untold.isEmpty()) {
      untold.forEach(one -> say(one, new VoterMessage.Has()));
      Runnable unused = host.after(BEATS * settings.beatMs(), () -> handOn(group));
    }
  }

  @Override
  public final void learned(VoterGroup voters) {
    if (voters.number() > 0 || voters.folders().size() == 1) {
      return; // those who vote are handed the beginning; and who votes alone founds META
    }
    Long folder = voters.folder(self.host());
    if (folder != null && folder == self.id()) {
      begin();
    } else if (folder != null && number() == 0) {
      retire();
    }
  }

  /** The newest group that is known; {@link VoterGroup#NONE} if none is. */
  private long number() {
    MetaImageCodec.Image beginning = state.beginning();
    return beginning == null ? VoterGroup.NONE : beginning.state().voters().number();
  }

  @Override
  public final boolean votes() {
    return voter != null;
  }

  @Override
  public final boolean blank() {
    return number() <= 0 && state.blank();
  }

  @Override
  public final @Nullable HostId leader() {
    return voter == null ? null : voter.leader();
  }

  @Override
  public final void submit(long number, MetaCommand command, Answer answer) {
    if (voter == null) {
      answer.elsewhere();
    } else {
      voter.submit(number, command, answer);
    }
  }

  @Override
  public final void received(HostId from, long group, VoterMessage message) {
    if (message instanceof VoterMessage.Begins begins) {
      if (begins.image().state().voters().number() > Math.max(0, number())) {
        begin(begins.image());
      }
    } else if (!same(group)) {
      meet(from, group);
    } else if (message instanceof VoterMessage.Has has) {
      has(from, has);
    } else if (voter != null) {
      voter.received(from, message);
    }
  }

  /** Whether what is said in a group is of any use in the newest here. */
  boolean same(long group) {
    return group == number();
  }

  /** Somebody is in another group: the newer one is handed on, but the first, which cannot be. */
  private void meet(HostId from, long group) {
    MetaImageCodec.Image beginning = state.beginning();
    if (group > Math.max(0, number())) {
      say(from, new VoterMessage.Has());
    } else if (number() > 0 && beginning != null) {
      say(from, new VoterMessage.Begins(beginning));
    }
  }

  /** Whoever does not vote asks that of those who do. */
  private void has(HostId from, VoterMessage.Has same) {
    told.add(from);
    if (voter != null) {
      say(from, same);
    }
  }

  private void say(HostId to, VoterMessage what) {
    long number = number();
    gate.say(log.last(), () -> host.send(to, number, what));
  }

  @Override
  public final void forced(long position) {
    gate.forced(position);
    boolean unused = gate.release();
  }

  @Override
  public final boolean run() {
    boolean any = voter != null && voter.run();
    Optional<MetaImageCodec.Image> next = voter == null ? Optional.empty() : voter.next();
    next.ifPresent(this::begin);
    return any | next.isPresent() | gate.release();
  }

  @Override
  public final void checkpoint() {
    if (gate.safe(log.last())) {
      log.checkpoint();
    }
  }
}
