package teseus.space.host;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import teseus.space.HostId;
import teseus.space.meta.MetaStore;
import teseus.space.wire.Message;
import teseus.space.wire.MetaCommand;
import teseus.space.wire.MetaState;
import teseus.space.wire.VoterGroup;

/**
 * What this host knows of META, and how it asks it. META grants nothing that operations need: while
 * its voters do not reach each other, snapshots and changes of strategy wait, and all else goes on.
 */
final class Meta {
  private static final int MOST_ASKED = 256;

  /** A command until its answer, and the voter that was asked last. */
  private static final class Asked {
    private final MetaCommand command;
    private final Consumer<@Nullable String> done;
    private HostId voter;
    private boolean sentOn;
    private Timers.@Nullable Timer again;

    Asked(MetaCommand command, Consumer<@Nullable String> done, HostId voter) {
      this.command = command;
      this.done = done;
      this.voter = voter;
    }
  }

  /** Somebody who wants META's word on a snapshot, and the voters that have not given it yet. */
  private record Confirming(long round, Set<HostId> voters, Consumer<Boolean> then) {}

  private final HostId self;
  private final List<HostId> named;
  private final Post post;
  private final Timers timers;
  private final Directory directory;
  private final long resendMs;
  private final BiConsumer<MetaState, Long> changed;
  private final Map<Long, Asked> asked = new LinkedHashMap<>();
  private final Map<Long, Confirming> confirming = new LinkedHashMap<>();
  private @Nullable MetaStore store;
  private @Nullable HostId leader;
  private MetaState known = MetaState.EMPTY;
  private long asks;

  /**
   * Knows nothing yet.
   *
   * @param named the hosts that cluster.json has keep META, until META says otherwise
   * @param firstAsk above every number that this host has used before it was started
   * @param changed is told of each newer state, with the time
   */
  Meta(
      HostId self,
      List<HostId> named,
      AskingParts parts,
      long firstAsk,
      BiConsumer<MetaState, Long> changed) {
    this.self = self;
    this.named = named;
    this.post = parts.post();
    this.timers = parts.timers();
    this.directory = parts.directory();
    this.resendMs = parts.times().resend();
    this.asks = firstAsk;
    this.changed = changed;
  }

  /** META is kept here, while this host votes. */
  void kept(MetaStore its) {
    store = its;
  }

  /** Who keeps META, as far as this host knows. */
  List<HostId> voters() {
    VoterGroup group = known.voters();
    return group.folders().isEmpty() ? named : group.hosts();
  }

  MetaState known() {
    return known;
  }

  /** Who leads META, as far as this host knows; null if nobody does. */
  @Nullable HostId leader() {
    MetaStore its = store;
    return its != null && its.votes() ? its.leader() : leader;
  }

  /** How many commands wait for their answer. */
  int size() {
    return asked.size();
  }

  /**
   * Asks for a command to be done.
   *
   * @param done why it was not, or null when it is done and safe
   */
  void submit(MetaCommand command, long now, Consumer<@Nullable String> done) {
    HostId voter = voter(null);
    if (voter == null) {
      done.accept(
          "none of the hosts that keep the cluster's settings, "
              + voters()
              + ", can be reached; start them, or mend their links, and try again");
    } else if (asked.size() >= MOST_ASKED) {
      done.accept(
          MOST_ASKED
              + " changes wait for the hosts that keep the cluster's settings, "
              + voters()
              + "; see that more than half of them run, and try again");
    } else {
      long number = ++asks;
      Asked open = new Asked(command, done, voter);
      asked.put(number, open);
      send(number, open);
      open.again = timers.at(now + resendMs, due -> resend(number, due));
    }
  }

  /**
   * Asks for a command to be done, for somebody who does not wait for ever.
   *
   * @param patienceMs for how long, in milliseconds
   * @param done told once; as above, or that nobody has answered
   */
  void submit(MetaCommand command, long patienceMs, long now, Consumer<@Nullable String> done) {
    Once told = new Once(done);
    told.timer =
        timers.at(
            now + patienceMs,
            due ->
                told.accept(
                    "whoever keeps the cluster's settings, more than half of "
                        + voters()
                        + ", has not answered in time; what was asked may be done all the same"));
    submit(command, now, told);
  }

  /** Hears the first that it is told. */
  private static final class Once implements Consumer<@Nullable String> {
    private final Consumer<@Nullable String> done;
    private Timers.@Nullable Timer timer;

    Once(Consumer<@Nullable String> done) {
      this.done = done;
    }

    @Override
    public void accept(@Nullable String refused) {
      Timers.Timer open = timer;
      if (open != null) {
        timer = null;
        open.cancel();
        done.accept(refused);
      }
    }
  }

  /**
   * Whom to ask.
   *
   * @param silent who was asked and did not answer; null if nobody was
   * @return the leader, unless that is the silent one; else the next voter within reach; null if
   *     there is none
   */
  private @Nullable HostId voter(@Nullable HostId silent) {
    HostId first = leader();
    if (first != null && !first.equals(silent) && directory.linked(first)) {
      return first;
    }
    List<HostId> voters = voters();
    int after = silent == null ? -1 : voters.indexOf(silent);
    for (int i = 1; i <= voters.size(); i++) {
      HostId next = voters.get((after + i) % voters.size());
      if (directory.linked(next)) {
        return next;
      }
    }
    return null;
  }

  private void send(long number, Asked open) {
    post.send(open.voter, new Message.MetaAsk(number, open.command));
  }

  private void resend(long number, long now) {
    Asked open = asked.get(number);
    if (open != null) {
      HostId next = voter(open.voter);
      if (next != null) {
        open.voter = next;
        open.sentOn = false;
        send(number, open);
      }
      open.again = timers.at(now + resendMs, due -> resend(number, due));
    }
  }

  /**
   * Has META's word on whether a snapshot has begun, for somebody who is not trusted with it.
   *
   * @param then whether it has; false too if no voter within reach has heard of it, or answers
   */
  void confirm(long round, long now, Consumer<Boolean> then) {
    Set<HostId> others = new HashSet<>(voters());
    others.removeIf(voter -> voter.equals(self) || !directory.linked(voter));
    if (round <= known.round() || others.isEmpty()) {
      then.accept(round <= known.round());
      return;
    }
    long number = ++asks;
    confirming.put(number, new Confirming(round, others, then));
    voters().stream()
        .filter(others::contains)
        .forEach(voter -> post.send(voter, new Message.MetaAsk(number, null)));
    timers.at(now + resendMs, due -> confirmed(number, others));
  }

  /** Some voters have said what they know, or will not. */
  private void confirmed(long number, Set<HostId> said) {
    Confirming open = confirming.get(number);
    if (open != null) {
      open.voters.removeAll(Set.copyOf(said));
      boolean begun = open.round <= known.round();
      if (begun || open.voters.isEmpty()) {
        confirming.remove(number);
        open.then.accept(begun);
      }
    }
  }

  /** The link with a host broke: what it was asked is not answered over it any more. */
  void lost(HostId host) {
    List.copyOf(confirming.keySet()).forEach(number -> confirmed(number, Set.of(host)));
    if (host.equals(leader)) {
      leader = null;
    }
  }

  /** Somebody knows a version; asks for it if it is news: that host, if no voter is in reach. */
  void heard(HostId from, long version) {
    if (version > known.version() && !asked()) {
      ask(from);
    }
  }

  /** Asks for META's state: its leader, or if there is none within reach every voter that is. */
  void ask() {
    boolean unused = asked();
  }

  /** As that; false if no other that votes is within reach. */
  private boolean asked() {
    HostId first = leader();
    if (first != null && !first.equals(self) && directory.linked(first)) {
      post.send(first, new Message.MetaAsk(++asks, null));
      return true;
    }
    boolean any = false;
    for (HostId voter : voters()) {
      if (!voter.equals(self) && directory.linked(voter)) {
        post.send(voter, new Message.MetaAsk(++asks, null));
        any = true;
      }
    }
    return any;
  }

  /** Asks a host what it knows of META, whether it is a voter or not. */
  void ask(HostId host) {
    post.send(host, new Message.MetaAsk(++asks, null));
  }

  void onAsk(HostId from, Message.MetaAsk ask) {
    MetaStore its = store;
    MetaCommand command = ask.command();
    if (command == null) {
      post.send(from, told(ask.ask(), null));
      return;
    }
    if (its == null) {
      return;
    }
    its.submit(
        ask.ask(),
        command,
        new MetaStore.Answer() {
          @Override
          public void done(@Nullable String refused) {
            post.send(from, told(ask.ask(), refused));
          }

          @Override
          public void elsewhere() {
            post.send(from, new Message.MetaElsewhere(ask.ask(), leader()));
          }
        });
  }

  private Message.MetaTold told(long ask, @Nullable String refused) {
    return new Message.MetaTold(ask, refused, known, leader());
  }

  /** The voters have agreed on a state; their leader tells everyone within reach. */
  void agreed(MetaState state, boolean leads, long now) {
    learn(state, now);
    if (leads) {
      for (HostId host : directory.linked()) {
        if (!host.equals(self)) {
          post.send(host, told(0, null));
        }
      }
    }
  }

  private void learn(MetaState state, long now) {
    if (state.version() > known.version()) {
      known = state;
      changed.accept(known, now);
    }
  }

  void onTold(HostId from, Message.MetaTold told, long now) {
    if (told.leader() != null) {
      leader = told.leader();
    }
    learn(told.state(), now);
    confirmed(told.ask(), Set.of(from));
    Asked answered = asked.remove(told.ask());
    if (answered != null) {
      if (answered.again != null) {
        answered.again.cancel();
      }
      answered.done.accept(told.refused());
    }
  }

  /** A voter does not lead: whoever does is asked at once, but once until the next resend. */
  void onElsewhere(HostId from, Message.MetaElsewhere elsewhere) {
    HostId named = elsewhere.leader();
    if (named == null || named.equals(from)) {
      return;
    }
    leader = named;
    Asked open = asked.get(elsewhere.ask());
    if (open != null && open.voter.equals(from) && !open.sentOn && directory.linked(named)) {
      open.voter = named;
      open.sentOn = true;
      send(elsewhere.ask(), open);
    }
  }
}
