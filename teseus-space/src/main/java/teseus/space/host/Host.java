package teseus.space.host;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import teseus.roulette.Strategy;
import teseus.space.Event;
import teseus.space.HostId;
import teseus.space.OpId;
import teseus.space.Position;
import teseus.space.SegmentId;
import teseus.space.SessionId;
import teseus.space.Template;
import teseus.space.TokenId;
import teseus.space.Tuple;
import teseus.space.spi.Computer;
import teseus.space.spi.Log;
import teseus.space.spi.Network;
import teseus.space.wire.Beacon;
import teseus.space.wire.Frame;
import teseus.space.wire.Message;
import teseus.space.wire.MetaCommand;
import teseus.space.wire.MetaState;
import teseus.space.wire.Roster;

/**
 * One host of the blackboard, as a state machine: it leads its segments, asks for those who come to
 * it, speaks and hears beacons, and holds auctions. Everything that happens to it is a call with
 * the time, in milliseconds since 1970 and never falling; everything it does is a call of its log
 * and its network. One thread at a time may call it.
 */
public final class Host {
  private final HostSettings settings;
  private final StoreIdentity store;
  private final Log log;
  private final Log lasting;
  private final Assembly parts;
  private final Router router;
  private long safe;
  private long lastingSafe;

  /**
   * A host on a store that was opened.
   *
   * @param recovered what the store held
   * @param store which store it is
   * @param log where its segments append
   * @param network how it reaches the others
   * @param computer computes the functions it has registered
   * @param random its only source of chance
   * @param strategies finds a strategy by name, or throws an {@link IllegalArgumentException}
   * @param watch is told what goes on
   */
  public Host(
      HostSettings settings,
      Recovered recovered,
      StoreIdentity store,
      Log log,
      Network network,
      Computer computer,
      RandomGenerator random,
      Function<String, Strategy> strategies,
      Watch watch) {
    this(
        settings,
        recovered,
        store,
        log,
        network,
        computer,
        random,
        strategies,
        watch,
        new HostParts());
  }

  Host(
      HostSettings settings,
      Recovered recovered,
      StoreIdentity store,
      Log log,
      Network network,
      Computer computer,
      RandomGenerator random,
      Function<String, Strategy> strategies,
      Watch watch,
      HostParts make) {
    this.settings = settings;
    this.store = store;
    this.log = log;
    this.lasting = log.lasting();
    this.parts =
        new Assembly(
            settings,
            recovered,
            store,
            log,
            network,
            computer,
            random,
            strategies,
            watch,
            make,
            () -> commit(log.safe()));
    this.router = Routes.to(parts);
  }

  /** Begins: leads its segments under a new epoch, and listens. Called once. */
  public void start(long time) {
    enter(time);
    parts.voter.start();
    parts.speaker.start(now());
    parts.news.listed(parts.roll.roster(), now());
    parts.greeting.start(now());
    parts.news.meta(parts.meta.known(), now());
    parts.doubts.start();
    parts.succession.start(now());
    parts.housekeeping.start(now());
    parts.eras.start(now());
    settle();
  }

  /** A link with a peer stands. */
  public void linkUp(HostId peer, long time) {
    enter(time);
    parts.news.linkUp(peer, now());
    settle();
  }

  /** The link with a peer is gone. */
  public void linkDown(HostId peer, long time) {
    enter(time);
    parts.news.linkDown(peer, now());
    settle();
  }

  /**
   * Frames came over the link with a peer. Each is handled with all that it makes this host say to
   * itself before the next is; what they make it append is shipped and forced together. What the
   * handling of one throws is thrown when all are handled.
   */
  public void receive(HostId from, List<Frame> frames, long time) {
    enter(time);
    RuntimeException failure = null;
    for (Frame frame : frames) {
      try {
        handle(from, frame);
      } catch (RuntimeException e) {
        failure = e;
      }
    }
    settle();
    if (failure != null) {
      throw failure;
    }
  }

  private void handle(HostId from, Frame frame) {
    parts.cuts.seen(frame.colour(), now());
    parts.roll.heard(from, frame.roster(), now());
    parts.post.hears(frame.meta());
    router.handle(from, frame.message(), now());
    handleOwn();
  }

  /** A beacon was heard. */
  public void heard(Beacon beacon, long time) {
    enter(time);
    if (!beacon.host().equals(parts.self)) {
      parts.cuts.seen(beacon.colour(), now());
      parts.speaker.heard(beacon, now());
      parts.greeting.heard(beacon, now());
    }
    settle();
  }

  /** Its {@link Log#lasting} log has forced everything up to a position. */
  public void forced(long position, long time) {
    enter(time);
    forced(lasting, position);
    settle();
  }

  private void forced(Log which, long position) {
    if (which == log) {
      commit(position);
    }
    if (which == lasting && position > lastingSafe) {
      lastingSafe = position;
      parts.roll.forced(position, now());
      parts.voter.forced(position);
    }
  }

  private void commit(long position) {
    if (position <= safe) {
      return;
    }
    safe = position;
    for (SegmentCopy copy : parts.kept.values()) {
      copy.log().forced(position);
      if (copy.mended()) {
        long unused = parts.notes.write(copy.note(now()));
      }
    }
    for (Copies its : List.copyOf(parts.copies.values())) {
      its.commit();
    }
    parts.copyKeeper.forced(position);
  }

  /** Whether all that may be missing of its store is on record there, or nothing is. */
  public boolean settled() {
    return parts.doubts.noted();
  }

  /** Whether something was appended that is safe by now and was not known to be. */
  private boolean committed() {
    long before = safe + lastingSafe;
    forced(log, log.safe());
    forced(lasting, lasting.safe());
    return safe + lastingSafe > before;
  }

  /** Time has passed: does what is due. */
  public void advance(long time) {
    enter(time);
    settle();
  }

  /** When {@link #advance} should be called next. */
  public long nextDue() {
    return parts.timers.next();
  }

  /** A function was computed: what it gave is to stand where the active tuple is. */
  public void computed(SegmentId segment, TokenId token, Tuple result, long time) {
    enter(time);
    parts.evals.computed(segment, token, result, now());
    settle();
  }

  /** A function gave no result, and will not. */
  public void failed(SegmentId segment, TokenId token, String why, long time) {
    enter(time);
    parts.evals.failed(segment, token, why, now());
    settle();
  }

  /** The host it runs on was measured. */
  public void measured(Readings readings) {
    parts.ledger.measured(readings);
  }

  /**
   * Begins a request that is not repeated. What goes wrong is a {@link Reply.Failed}.
   *
   * @param listener is told the answer, perhaps before this returns; a second time if the first was
   *     that the outcome is not known, and {@link #outcome} was asked
   * @return its name, for {@link #cancel} and {@link #outcome}
   * @throws IllegalArgumentException if a tuple is beyond a limit; nothing was done
   */
  public OpId submit(Request request, Consumer<Reply> listener, long time) {
    return submit(request, Said.NOTHING, listener, time);
  }

  /**
   * As {@link #submit(Request, Consumer, long)}, for who says what it has heard.
   *
   * @param heard as {@link Said} has it
   */
  public OpId submit(Request request, long heard, Consumer<Reply> listener, long time) {
    enter(time);
    OpId op = parts.asker.submit(request, heard, listener, now());
    settle();
    return op;
  }

  /**
   * Does a request of a caller in this very process, which is gone when this host is: as {@link
   * #submit(Request, Consumer, long)}, but that what a cancelled take gets all the same is the
   * caller's and not put back.
   */
  public OpId call(Request request, Consumer<Reply> listener, long time) {
    enter(time);
    OpId op = parts.asker.call(request, listener, now());
    settle();
    return op;
  }

  /**
   * Begins a client's request, or joins it if it is under way, or answers it again.
   *
   * @throws IllegalArgumentException if a tuple is beyond a limit; nothing was done
   */
  public void submit(OpId op, Said said, Request request, Consumer<Reply> listener, long time) {
    enter(time);
    parts.asker.submit(op, said, request, listener, now());
    settle();
  }

  /** Calls a request off; {@code forget} if nobody wants what it gets, so that it goes back. */
  public void cancel(OpId op, boolean forget, long time) {
    enter(time);
    parts.asker.cancel(op, forget, now());
    settle();
  }

  /** Asks what became of a request of this host's own whose outcome was not known. */
  public void outcome(OpId op, Consumer<Reply> listener, long time) {
    enter(time);
    parts.asker.outcome(op, listener, now());
    settle();
  }

  /** A new session for a client, which is good for turn 0 at this host alone. */
  public SessionId openSession(long time) {
    enter(time);
    SessionId opened = parts.sessions.open(now());
    settle();
    return opened;
  }

  /**
   * Undoes a client's take, whatever became of it: what it got goes back into the space.
   *
   * @param turn as for {@link #submit}; above every turn that the take was asked under at other
   *     hosts
   * @param listener is told when nothing can come of the take any more
   */
  public void undo(OpId op, int turn, long low, Consumer<Reply> listener, long time) {
    enter(time);
    parts.asker.undo(op, turn, low, listener, now());
    settle();
  }

  /**
   * Begins to tell somebody what happens to tuples that match.
   *
   * @param kinds what is to be told of; gaps are told of unasked
   * @param from where to go on, as an event or {@link #position} gave it at whichever host; null to
   *     begin with what happens once {@link Subscriber#opened} is called
   * @param term for how long, in milliseconds; {@link Long#MAX_VALUE} for ever
   * @param subscriber is told of no event before {@link #grant}
   * @return its number at this host
   * @throws teseus.space.BusyException if as many as may be are open; nothing was done
   */
  public long subscribe(
      Template template,
      Set<Event.Kind> kinds,
      @Nullable Position from,
      long term,
      Subscriber subscriber,
      long time) {
    enter(time);
    long id = parts.subscriptions.subscribe(template, kinds, from, after(term), subscriber, now());
    settle();
    return id;
  }

  /** A subscription is told of so many events more than was said before. */
  public void grant(long subscription, long more, long time) {
    enter(time);
    parts.subscriptions.grant(subscription, more);
    settle();
  }

  /**
   * A subscription lives for so many milliseconds from now on.
   *
   * @return false if it has ended
   */
  public boolean renew(long subscription, long term, long time) {
    enter(time);
    boolean renewed = parts.subscriptions.renew(subscription, after(term));
    settle();
    return renewed;
  }

  private long after(long term) {
    return term > Long.MAX_VALUE - now() ? Long.MAX_VALUE : now() + term;
  }

  /** Where a subscription would go on after what it was told of; empty if it has ended. */
  public Optional<Position> position(long subscription) {
    return Optional.ofNullable(parts.subscriptions.position(subscription));
  }

  /** Ends a subscription, which is told nothing more; nothing happens if it has ended. */
  public void unsubscribe(long subscription, long time) {
    enter(time);
    parts.subscriptions.cancel(subscription);
    settle();
  }

  /** The highest snapshot that this host has cut for. */
  public long colour() {
    return parts.post.colour();
  }

  /** The newest state of META that this host has heard of; what it tells depends on no newer. */
  public long heard() {
    return parts.post.heard();
  }

  /**
   * A client has seen a colour at another host: what it asks from now on comes after that cut.
   *
   * @param then whether META confirms the colour; only then is the client to be served
   */
  public void seen(long colour, Consumer<Boolean> then, long time) {
    enter(time);
    parts.meta.confirm(
        colour,
        now(),
        confirmed -> {
          if (confirmed) {
            parts.cuts.seen(colour, now());
          }
          then.accept(confirmed);
        });
    settle();
  }

  /** A client is gone for good; what it still waits for is called off first. */
  public void endSession(SessionId session, long time) {
    enter(time);
    parts.asker.endSession(session, now());
    settle();
  }

  /**
   * Asks META for something.
   *
   * @param done why it was not done, or null when it is done and safe; or that META has not
   *     answered in time
   */
  public void command(MetaCommand command, Consumer<@Nullable String> done, long time) {
    enter(time);
    parts.meta.submit(command, settings.times().answer(), now(), done);
    settle();
  }

  /** The list of the cluster's hosts that it goes by. */
  public Roster roster() {
    return parts.roll.roster();
  }

  /** What META says, as far as this host knows. */
  public MetaState meta() {
    return parts.meta.known();
  }

  /**
   * Takes a global snapshot, with this host as its master.
   *
   * @param sink gets its parts
   */
  public void snapshot(SnapshotSink sink, long time) {
    enter(time);
    parts.master.begin(sink, now());
    settle();
  }

  /**
   * Has the oldest tokens of a segment that is led here go to another, as far as nobody has them in
   * hand; each is found there as it was, or stays.
   *
   * @param most tokens, at most
   * @return how many have left; none if the segment is not served here, or META knows no such other
   */
  public int move(SegmentId from, SegmentId to, int most, long time) {
    enter(time);
    int sent = parts.moves.move(from, to, most, now());
    settle();
    return sent;
  }

  /** The last auction held here. */
  public Optional<Explained> lastAuction() {
    return parts.auctions.last();
  }

  /** The auction of a token that was written here, if it is still remembered. */
  public Optional<Explained> auction(TokenId token) {
    return parts.auctions.find(token);
  }

  /** How much it has in memory for what is under way. */
  public HostLoad load() {
    int waiters = 0;
    int held = 0;
    int remembered = 0;
    for (Led one : parts.led.values()) {
      waiters += one.waits().queue().size();
      held += one.waits().queue().held();
      remembered += one.segment().sessions().entries().size();
    }
    return new HostLoad(
        parts.asker.size(),
        parts.asker.questions(),
        parts.credit.size(),
        parts.sessions.size(),
        waiters,
        held,
        remembered,
        parts.subscriptions.size(),
        parts.feeds.size(),
        parts.asker.transactions() + parts.participant.size() + parts.coordinator.size(),
        parts.moves.size(),
        parts.timers.size());
  }

  /**
   * A number for the state of each segment led here. What the log adds up to gives the same once
   * everything appended is forced.
   */
  public Map<SegmentId, Long> digests() {
    Map<SegmentId, Long> digests = new LinkedHashMap<>();
    parts.led.forEach((id, one) -> digests.put(id, SegmentImage.digest(one.segment().state())));
    return digests;
  }

  /** How it stands. */
  public HostStatus status(int mostTokens, int mostWaiting, long time) {
    enter(time);
    settle();
    return new StatusReport(
            settings,
            store,
            parts.led,
            parts.copies,
            parts.succession,
            parts.ledger,
            parts.directory,
            parts.view,
            parts.meta,
            parts.clocks,
            parts.rule.choice())
        .make(mostTokens, mostWaiting, parts.counters, now());
  }

  private long now() {
    return parts.timers.now();
  }

  /** Begins a turn: what is due by now comes first, so that nobody gets a token past its lease. */
  private void enter(long time) {
    parts.timers.run(Math.max(now(), time));
  }

  /** Ends a turn: what it said to itself is handled, and what it appended is on its way to disk. */
  private void settle() {
    do {
      parts.feeds.tell();
      handleOwn();
      for (Copies its : parts.copies.values()) {
        its.ship(now());
      }
      log.flush();
    } while (committed());
  }

  private void handleOwn() {
    do {
      for (Message own = parts.post.next(); own != null; own = parts.post.next()) {
        parts.timers.run(now()); // a token may have become visible past its lease
        router.handle(parts.self, own, now());
      }
    } while (parts.voter.run());
  }
}
