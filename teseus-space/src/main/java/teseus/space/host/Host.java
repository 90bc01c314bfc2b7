package teseus.space.host;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
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
import teseus.space.meta.MetaStore;
import teseus.space.meta.VoterHost;
import teseus.space.spi.Computer;
import teseus.space.spi.Log;
import teseus.space.spi.Network;
import teseus.space.store.Slot;
import teseus.space.wire.Action;
import teseus.space.wire.Beacon;
import teseus.space.wire.Envelope;
import teseus.space.wire.Frame;
import teseus.space.wire.LogRecord;
import teseus.space.wire.Message;
import teseus.space.wire.MetaCommand;
import teseus.space.wire.MetaState;
import teseus.space.wire.Replication;
import teseus.space.wire.Roster;
import teseus.space.wire.SegmentConfig;
import teseus.space.wire.StoreName;
import teseus.space.wire.TransactionMessage;
import teseus.space.wire.VoterMessage;

/**
 * One host of the blackboard, as a state machine: it leads its segments, asks for those who come to
 * it, speaks and hears beacons, and holds auctions. Everything that happens to it is a call with
 * the time, in milliseconds since 1970 and never falling; everything it does is a call of its log
 * and its network. One thread at a time may call it.
 */
public final class Host {
  private static final long CHECKPOINT_MS = 5_000;

  /** How often primaries are told what room there is for copies, in {@code ack-ms}. */
  private static final int ROOM_TOLD = 5;

  private static final long LAPSE_RESENDS = 4 * Subscribed.RENEWALS;

  private final HostSettings settings;
  private final StoreIdentity store;
  private final Log log;
  private final Log lasting;
  private final Timers timers = new Timers();
  private final Post post;
  private final Directory directory;
  private final Map<SegmentId, SegmentCopy> kept;
  private final Map<SegmentId, Led> led = new LinkedHashMap<>();
  private final Map<SegmentId, Copies> copies = new LinkedHashMap<>();
  private final HostLedger ledger;
  private final View view;
  private final AuctionLog auctions = new AuctionLog();
  private final Auction auction;
  private final Aims aims;
  private final Looks looks;
  private final Pages pages;
  private final SessionKeeper keeper;
  private final AskerSessions sessions;
  private final Asker asker;
  private final Feeds feeds = new Feeds();
  private final Subscriptions subscriptions;
  private final Speaker speaker;
  private final Clocks clocks;
  private final Meta meta;
  private final MetaStore voter;
  private final Eras eras;
  private final StoreNotes notes;
  private final StoreNotes lists;
  private final CopyKeeper copyKeeper;
  private final Doubts doubts;
  private final Succession succession;
  private final Cuts cuts;
  private final SnapshotMaster master;
  private final Leases leases;
  private final Evals evals;
  private final Participant participant;
  private final Coordinator coordinator;
  private final TokenMoves moves;
  private final Clearing clearing;
  private final Counters counters = new Counters();
  private final Router router = new Router();
  private final Watch watch;
  private final RuleInForce rule;
  private final DeclaredIndexes indexes = new DeclaredIndexes(led.values());
  private final Queues queues;
  private final Greeting greeting;
  private final Roll roll;
  private final Newcomer newcomer;
  private final HostParts make;
  private long now;
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
    this.make = make;
    this.kept = recovered.kept();
    this.watch = watch;
    this.rule = new RuleInForce(strategies, settings.strategy());
    HostId self = settings.self();
    post = new Post(self, network);
    post.colour(recovered.colour());
    directory = new Directory(self, settings.segments());
    HybridClock clock = new HybridClock();
    AskingParts parts = new AskingParts(post, timers, directory, led, settings.times(), make);
    ledger =
        new HostLedger(
            self,
            settings.budget(),
            settings.load().tokens(),
            kept.values(),
            copies,
            computer.functions());
    view =
        new View(
            Math.max(KnownTokens.LEAST_BUDGET, settings.budget() / 8),
            new EncodedFields()::matches);
    auction = new Auction(rule::rule, random);
    aims =
        make.aims(
            led, ledger, clock, post, settings.sessions(), make.tokens(ledger, settings.limits()));
    looks = new Looks(led, post);
    pages = new Pages(led, post);
    queues = new Queues(led);
    keeper = make.keeper(led, post, settings.sessionLeaseMs());
    Placement placement =
        new Placement(
            self,
            directory,
            led,
            ledger,
            new Registered(self, ledger, view, directory),
            auction,
            auctions,
            watch::auction,
            settings.holdMs());
    sessions = new AskerSessions(post, directory, random, settings.sessionLeaseMs());
    meta =
        new Meta(self, settings.meta().voters(), parts, random.nextLong() >>> 1, this::metaChanged);
    asker =
        new Asker(
            sessions,
            parts,
            view,
            placement,
            meta,
            settings.transactions(),
            settings.limits(),
            new Load(settings.load()),
            ledger,
            clock,
            () -> commit(log.safe()),
            random);
    subscriptions =
        new Subscriptions(parts, settings.subscriptions().perHost(), random.nextLong() >>> 1);
    clocks =
        new Clocks(
            self, store, settings.maxSkewMs(), skew -> watch.clock(skew, settings.maxSkewMs()));
    speaker =
        new Speaker(
            new Speaker.Identity(self, store, settings.digest()),
            network,
            parts,
            ledger,
            view,
            auction,
            new BeaconTurns(settings.beacon(), random),
            random,
            () -> meta.known().version(),
            clocks,
            watch);
    cuts = make.cuts(led, parts);
    master = new SnapshotMaster(self, parts, meta);
    leases = new Leases(led, timers);
    evals = make.evals(led, computer, clock, settings.limits());
    participant = make.participant(ledger, clock, aims, parts, cuts, leases);
    coordinator = make.coordinator(aims, participant, parts);
    moves =
        new TokenMoves(
            led,
            make.departures(parts, new Moved()),
            make.arrivals(parts, ledger, segment -> directory.bidders().contains(self)));
    aims.on(Action.Lock.class, participant);
    aims.on(Action.Commit.class, coordinator);
    eras = new Eras(self, meta, timers, settings.eraMs());
    voter =
        make.voter()
            .keeper(
                new StoreName(self, store.folder()),
                settings.meta(),
                lasting,
                recovered.voter(),
                new MetaMachine(),
                new Voting(),
                random,
                (state, leads) -> meta.agreed(state, leads, now));
    meta.kept(voter);
    Founding founding = make.founding(settings, voter);
    greeting = new Greeting(settings, store, parts, meta, founding, this::leadChanged);
    notes = new StoreNotes(new SegmentId(self, SegmentId.NOTES), log, recovered.notesNext());
    lists = new StoreNotes(new SegmentId(self, SegmentId.ROSTER), lasting, recovered.rosterNext());
    boolean unsure = recovered.isDoubted() && settings.hosts().size() > 1;
    roll = make.roll(store, recovered.roster(), unsure, parts, self, meta, lists, this::listed);
    roll.start();
    newcomer =
        make.newcomer(
            self,
            settings.own(),
            parts,
            meta,
            (31 * store.id() + store.incarnation()) << Integer.SIZE);
    copyKeeper = make.copyKeeper(store, kept, notes, log, post, ledger::free);
    BiConsumer<SegmentCopy, Runnable> note =
        (copy, then) -> copyKeeper.whenForced(notes.write(copy.note(now)), then);
    doubts = make.doubts(self, store, recovered.isDoubted(), kept, copies, post, note);
    StoreName name = new StoreName(self, store.id());
    Mates mates = new Mates(name, settings.copies(), directory, view);
    succession =
        make.succession(
            new SuccessionParts(
                name,
                settings.own(),
                recovered.firstEpoch(),
                settings.copies(),
                make.copyPlan(
                    settings.copies(),
                    directory::stays,
                    directory::keepsTime,
                    its -> meta.known().replaced(its),
                    mates::room),
                mates,
                make.leftovers(name, settings.copies(), directory),
                meta,
                timers,
                directory,
                doubts,
                kept,
                copies,
                new Seats(),
                note,
                random));
    clearing =
        new Clearing(
            self,
            led,
            copies,
            succession::scatters,
            placement,
            directory,
            moves,
            settings.copies().ackMs());
    kept.values().forEach(one -> one.history().budget(settings.subscriptions().historyBytes()));
    route();
  }

  private void route() {
    router.on(
        Message.Aim.class,
        (from, aim, at) -> {
          keeper.heard(aim.op().session(), at);
          aims.onAim(from, aim, at);
          if (aim.action() instanceof Action.Renew) {
            leases.changed(at); // to a time, perhaps, at which the renewal will not be safe yet
          }
        });
    router.on(Message.Answer.class, (from, answer, at) -> asker.onAnswer(answer, at));
    router.on(Message.Peek.class, (from, peek, at) -> looks.onPeek(from, peek));
    router.on(Message.Peeked.class, (from, peeked, at) -> asker.onPeeked(peeked, at));
    router.on(Message.Count.class, (from, count, at) -> looks.onCount(from, count));
    router.on(Message.Counted.class, (from, counted, at) -> asker.onCounted(counted, at));
    router.on(Message.Explain.class, (from, explain, at) -> looks.onExplain(from, explain));
    router.on(Message.Explained.class, (from, how, at) -> asker.onExplained(how, at));
    router.on(Message.Locate.class, (from, locate, at) -> looks.onLocate(from, locate));
    router.on(Message.Located.class, (from, located, at) -> asker.onLocated(located, at));
    router.on(Message.Page.class, (from, page, at) -> pages.onPage(from, page));
    router.on(Message.Paged.class, (from, paged, at) -> asker.onPaged(paged, at));
    router.on(
        Message.Wait.class,
        (from, wait, at) -> {
          keeper.heard(wait.op().session(), at);
          queues.onWait(from, wait, at);
        });
    router.on(Message.Armed.class, asker::onArmed);
    router.on(Message.Unwait.class, (from, unwait, at) -> queues.onUnwait(unwait, at));
    router.on(Message.Call.class, asker::onCall);
    router.on(Message.Shown.class, asker::onShown);
    router.on(Message.Decline.class, (from, decline, at) -> queues.onDecline(decline, at));
    router.on(Message.Follow.class, feeds::onFollow);
    router.on(Message.Followed.class, subscriptions::onFollowed);
    router.on(Message.Unfollow.class, (from, unfollow, at) -> feeds.onUnfollow(from, unfollow));
    router.on(Message.Fence.class, keeper::onFence);
    router.on(Message.Fenced.class, (from, fenced, at) -> asker.onFenced(fenced, at));
    router.on(Message.GiveBack.class, keeper::onGiveBack);
    router.on(Message.GivenBack.class, (from, back, at) -> asker.onGivenBack(back, at));
    router.on(Message.KeepAlive.class, (from, alive, at) -> keeper.onKeepAlive(alive, at));
    router.on(Message.EndSession.class, (from, end, at) -> keeper.onEnd(end, at));
    router.on(Message.AskSessions.class, (from, ask, at) -> newcomer.onAsk(from, ask));
    router.on(Message.ToldSessions.class, (from, told, at) -> newcomer.onTold(told, at));
    router.on(Message.Hello.class, greeting::onHello);
    router.on(Message.PullView.class, (from, pull, at) -> speaker.onPullView(from, pull));
    router.on(Message.ViewPart.class, (from, part, at) -> speaker.onViewPart(part, at));
    router.on(Message.MetaAsk.class, (from, ask, at) -> meta.onAsk(from, ask));
    router.on(Message.MetaTold.class, meta::onTold);
    router.on(
        Message.MetaElsewhere.class, (from, elsewhere, at) -> meta.onElsewhere(from, elsewhere));
    router.on(
        Message.Voting.class,
        (from, voting, at) -> voter.received(from, voting.group(), voting.what()));
    router.on(
        Message.Replicated.class, (from, message, at) -> replication(from, message.what(), at));
    router.on(Message.HasCut.class, (from, cut, at) -> master.onHasCut(cut, at));
    router.on(Message.PullPart.class, (from, pull, at) -> cuts.onPullPart(from, pull));
    router.on(
        Message.Transactional.class, (from, message, at) -> transaction(from, message.what(), at));
    router.on(Message.Moving.class, (from, message, at) -> moves.on(message.what(), at));
    router.on(Message.Part.class, (from, part, at) -> master.onPart(part, at));
  }

  private void transaction(HostId from, TransactionMessage message, long at) {
    if (message instanceof TransactionMessage.Look look) {
      participant.onLook(from, look);
    } else if (message instanceof TransactionMessage.Unlock unlock) {
      participant.onUnlock(unlock, at);
    } else if (message instanceof TransactionMessage.Extend extend) {
      participant.onExtend(extend, at);
    } else if (message instanceof TransactionMessage.Prepare prepare) {
      participant.onPrepare(prepare, at);
    } else if (message instanceof TransactionMessage.Decided decided) {
      participant.onDecided(decided, at);
    } else if (message instanceof TransactionMessage.Voted voted) {
      coordinator.onVoted(voted, at);
    } else if (message instanceof TransactionMessage.Applied applied) {
      coordinator.onApplied(applied, at);
    } else if (message instanceof TransactionMessage.Ask ask) {
      coordinator.onAsk(ask);
    }
  }

  /** Begins: leads its segments under a new epoch, and listens. Called once. */
  public void start(long time) {
    enter(time);
    voter.start();
    speaker.start(now);
    listed(roll.roster(), now);
    greeting.start(now);
    metaChanged(meta.known(), now);
    doubts.start();
    succession.start(now);
    housekeep(now);
    checkpoint(now);
    tellRoom(now);
    eras.start(now);
    settle();
  }

  private void note(SegmentCopy copy) {
    long unused = notes.write(copy.note(now));
  }

  private void opened(Segment segment) {
    keeper.era(meta.known().era(), now);
    participant.opened(segment, now);
    coordinator.opened(segment, now);
    cuts.opened(segment, now);
    leases.changed(now);
    moves.opened(segment, now);
    evals.opened(segment);
    greeting.opened(segment, now);
    newcomer.review(now);
  }

  /** A link with a peer stands. */
  public void linkUp(HostId peer, long time) {
    enter(time);
    directory.linkUp(peer);
    clocks.reached(peer);
    speaker.hosts();
    greeting.linked(peer, now);
    succession.linked(peer, true, now);
    settle();
  }

  /** The link with a peer is gone. */
  public void linkDown(HostId peer, long time) {
    enter(time);
    List<SegmentId> segments = directory.ledBy(peer);
    directory.linkDown(peer);
    queues.lost(peer, now);
    feeds.lost(peer);
    meta.lost(peer);
    view.lost(peer);
    clocks.lost(peer);
    auction.forget(peer);
    speaker.hosts();
    succession.linked(peer, false, now);
    leadChanged(segments, now);
    settle();
  }

  private void leadChanged(List<SegmentId> segments, long at) {
    asker.leadChanged(segments, at);
    participant.leadChanged(segments, at);
    moves.leadChanged(segments);
    subscriptions.leadChanged(segments, at);
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
    cuts.seen(frame.colour(), now);
    roll.heard(from, frame.roster(), now);
    router.handle(from, frame.message(), now);
    handleOwn();
  }

  /** A beacon was heard. */
  public void heard(Beacon beacon, long time) {
    enter(time);
    if (!beacon.host().equals(settings.self())) {
      cuts.seen(beacon.colour(), now);
      speaker.heard(beacon, now);
      greeting.heard(beacon, now);
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
      roll.forced(position, now);
      voter.forced(position);
    }
  }

  private void commit(long position) {
    if (position <= safe) {
      return;
    }
    safe = position;
    for (SegmentCopy copy : kept.values()) {
      copy.log().forced(position);
      if (copy.mended()) {
        note(copy);
      }
    }
    List.copyOf(copies.values()).forEach(Copies::commit);
    copyKeeper.forced(position);
  }

  /** Whether all that may be missing of its store is on record there, or nothing is. */
  public boolean settled() {
    return doubts.noted();
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
    return timers.next();
  }

  /** A function was computed: what it gave is to stand where the active tuple is. */
  public void computed(SegmentId segment, TokenId token, Tuple result, long time) {
    enter(time);
    evals.computed(segment, token, result, now);
    settle();
  }

  /** A function gave no result, and will not. */
  public void failed(SegmentId segment, TokenId token, String why, long time) {
    enter(time);
    evals.failed(segment, token, why, now);
    settle();
  }

  /** The host it runs on was measured. */
  public void measured(Readings readings) {
    ledger.measured(readings);
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
    enter(time);
    OpId op = asker.submit(request, listener, now);
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
    OpId op = asker.call(request, listener, now);
    settle();
    return op;
  }

  /**
   * Begins a client's request, or joins it if it is under way, or answers it again.
   *
   * @param turn 0 at the client's first host, one more at each host it goes on at
   * @param low the lowest number whose answer the client may still ask for
   * @throws IllegalArgumentException if a tuple is beyond a limit; nothing was done
   */
  public void submit(
      OpId op, int turn, long low, Request request, Consumer<Reply> listener, long time) {
    enter(time);
    asker.submit(op, turn, low, request, listener, now);
    settle();
  }

  /** Calls a request off; {@code forget} if nobody wants what it gets, so that it goes back. */
  public void cancel(OpId op, boolean forget, long time) {
    enter(time);
    asker.cancel(op, forget, now);
    settle();
  }

  /** Asks what became of a request of this host's own whose outcome was not known. */
  public void outcome(OpId op, Consumer<Reply> listener, long time) {
    enter(time);
    asker.outcome(op, listener, now);
    settle();
  }

  /** A new session for a client, which is good for turn 0 at this host alone. */
  public SessionId openSession(long time) {
    enter(time);
    SessionId opened = sessions.open(now);
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
    asker.undo(op, turn, low, listener, now);
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
    long id = subscriptions.subscribe(template, kinds, from, after(term), subscriber, now);
    settle();
    return id;
  }

  /** A subscription is told of so many events more than was said before. */
  public void grant(long subscription, long more, long time) {
    enter(time);
    subscriptions.grant(subscription, more);
    settle();
  }

  /**
   * A subscription lives for so many milliseconds from now on.
   *
   * @return false if it has ended
   */
  public boolean renew(long subscription, long term, long time) {
    enter(time);
    boolean renewed = subscriptions.renew(subscription, after(term));
    settle();
    return renewed;
  }

  private long after(long term) {
    return term > Long.MAX_VALUE - now ? Long.MAX_VALUE : now + term;
  }

  /** Where a subscription would go on after what it was told of; empty if it has ended. */
  public Optional<Position> position(long subscription) {
    return Optional.ofNullable(subscriptions.position(subscription));
  }

  /** Ends a subscription, which is told nothing more; nothing happens if it has ended. */
  public void unsubscribe(long subscription, long time) {
    enter(time);
    subscriptions.cancel(subscription);
    settle();
  }

  /** The highest snapshot that this host has cut for. */
  public long colour() {
    return post.colour();
  }

  /**
   * A client has seen a colour at another host: what it asks from now on comes after that cut.
   *
   * @param then whether META confirms the colour; only then is the client to be served
   */
  public void seen(long colour, Consumer<Boolean> then, long time) {
    enter(time);
    meta.confirm(
        colour,
        now,
        confirmed -> {
          if (confirmed) {
            cuts.seen(colour, now);
          }
          then.accept(confirmed);
        });
    settle();
  }

  /** A client is gone for good; what it still waits for is called off first. */
  public void endSession(SessionId session, long time) {
    enter(time);
    asker.endSession(session, now);
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
    meta.submit(command, settings.times().answer(), now, done);
    settle();
  }

  /** The list of the cluster's hosts that it goes by. */
  public Roster roster() {
    return roll.roster();
  }

  /** What META says, as far as this host knows. */
  public MetaState meta() {
    return meta.known();
  }

  /**
   * Takes a global snapshot, with this host as its master.
   *
   * @param sink gets its parts
   */
  public void snapshot(SnapshotSink sink, long time) {
    enter(time);
    master.begin(sink, now);
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
    int sent = moves.move(from, to, most, now);
    settle();
    return sent;
  }

  /** The last auction held here. */
  public Optional<Explained> lastAuction() {
    return auctions.last();
  }

  /** The auction of a token that was written here, if it is still remembered. */
  public Optional<Explained> auction(TokenId token) {
    return auctions.find(token);
  }

  /** How much it has in memory for what is under way. */
  public HostLoad load() {
    int waiters = 0;
    int held = 0;
    int remembered = 0;
    for (Led one : led.values()) {
      waiters += one.waits().queue().size();
      held += one.waits().queue().held();
      remembered += one.segment().sessions().entries().size();
    }
    return new HostLoad(
        asker.size(),
        asker.questions(),
        sessions.size(),
        waiters,
        held,
        remembered,
        subscriptions.size(),
        feeds.size(),
        asker.transactions() + participant.size() + coordinator.size(),
        moves.size(),
        timers.size());
  }

  /**
   * A number for the state of each segment led here. What the log adds up to gives the same once
   * everything appended is forced.
   */
  public Map<SegmentId, Long> digests() {
    Map<SegmentId, Long> digests = new LinkedHashMap<>();
    led.forEach((id, one) -> digests.put(id, SegmentImage.digest(one.segment().state())));
    return digests;
  }

  /** How it stands. */
  public HostStatus status(int mostTokens, int mostWaiting, long time) {
    enter(time);
    settle();
    return new StatusReport(
            settings,
            store,
            led,
            copies,
            succession,
            ledger,
            directory,
            view,
            meta,
            clocks,
            rule.choice())
        .make(mostTokens, mostWaiting, counters, now);
  }

  /** Other segments are asked from now on, by what is under way too. */
  private void listed(Roster roster, long at) {
    watch.roster(roster);
    ledger.newcomers(Set.copyOf(roll.newcomers()));
    if (roster.number() > 0) {
      leadChanged(directory.segments(), at);
    }
  }

  private void metaChanged(MetaState state, long at) {
    directory.logs(state.segments());
    voter.learned(state.voters());
    roll.learned(state.roster(), state.version() > 0, at);
    watch.meta(state);
    if (state.strategy() != null) {
      rule.choose(new StrategyChoice(state.strategy(), state.weights()));
    }
    directory.leaving(state.leaving().keySet());
    directory.lost(state.lost());
    ledger.leaving(!state.stays(settings.self()));
    indexes.declared(state.indexes());
    eras.meta(state, at);
    sessions.era(state.era());
    keeper.era(state.era(), at);
    succession.meta(state, at);
    cuts.meta(state, at);
    master.meta(state, at);
    moves.meta(state, at);
    newcomer.review(at);
    greeting.meta(at);
  }

  private void housekeep(long at) {
    keeper.expire(at);
    asker.keepAlive(at);
    feeds.lapse(at - settings.times().resend() * LAPSE_RESENDS);
    timers.at(at + settings.sessionLeaseMs() / 5, this::housekeep);
  }

  private void tellRoom(long at) {
    copyKeeper.tick();
    clearing.tick(at);
    timers.at(at + Math.max(1, settings.copies().ackMs() / ROOM_TOLD), this::tellRoom);
  }

  /** Lets go of log that only old entries keep. */
  private void checkpoint(long at) {
    Set<SegmentId> due = log.wantImages();
    led.values().stream()
        .map(Led::segment)
        .filter(segment -> due.contains(segment.id()))
        .forEach(Segment::checkpoint);
    if (due.contains(voter.log())) {
      voter.checkpoint();
    }
    if (due.contains(notes.id())) {
      notes.checkpoint(kept.values().stream().map(copy -> copy.note(at)).toList());
    }
    if (due.contains(lists.id())) {
      lists.checkpoint(List.of(roll.record(at)));
    }
    due.stream().filter(segment -> !led.containsKey(segment)).forEach(copyKeeper::checkpoint);
    kept.values().forEach(copy -> copyKeeper.note(copy, at));
    timers.at(at + CHECKPOINT_MS, this::checkpoint);
  }

  /** Begins a turn: what is due by now comes first, so that nobody gets a token past its lease. */
  private void enter(long time) {
    now = Math.max(now, time);
    timers.run(now);
  }

  /** Ends a turn: what it said to itself is handled, and what it appended is on its way to disk. */
  private void settle() {
    do {
      feeds.tell();
      handleOwn();
      copies.values().forEach(its -> its.ship(now));
      log.flush();
    } while (committed());
  }

  private void handleOwn() {
    do {
      for (Message own = post.next(); own != null; own = post.next()) {
        timers.run(now); // a token may have become visible past its lease
        router.handle(settings.self(), own, now);
      }
    } while (voter.run());
  }

  /** What META as it is kept here is given. */
  private final class Voting implements VoterHost {
    @Override
    public long now() {
      return now;
    }

    @Override
    public Runnable after(long ms, Runnable task) {
      return timers.at(now + ms, due -> task.run())::cancel;
    }

    @Override
    public void send(HostId to, long group, VoterMessage message) {
      post.send(to, new Message.Voting(group, message));
    }
  }

  private void replication(HostId from, Replication said, long at) {
    Copies its = copies.get(said.segment());
    if (said instanceof Replication.Deposed) {
      meta.ask(); // somebody has been promised more: META knows why
    } else if (said instanceof Replication.HandOver over) {
      succession.onHandOver(over, at);
    } else if (said instanceof Replication.Doubtful doubtful) {
      succession.onDoubtful(from, doubtful, at);
    } else if (said instanceof Replication.Holds
        || said instanceof Replication.Acked
        || said instanceof Replication.Confirmed
        || said instanceof Replication.PullImage) {
      if (its != null) {
        its.heard(new StoreName(from, said.store()), said, at);
      }
    } else if (!doubts.refuses(said.segment(), said.epoch(), meta.known())) {
      copyKeeper.heard(
          from,
          said,
          claim -> {
            if (led.containsKey(claim.segment())) {
              stepDown(claim.segment(), at);
            }
          },
          at);
    }
  }

  private void stepDown(SegmentId id, long at) {
    Led one = led.remove(id);
    copies.remove(id);
    if (one != null) {
      one.segment().depose();
      one.waits().close();
      feeds.remove(id);
      speaker.left(id);
      cuts.left(id);
      participant.left(id);
      coordinator.left(id);
      directory.left(id);
      leadChanged(List.of(id), at);
    }
  }

  /** What becomes of moves out of the segments led here. */
  private final class Moved implements Departures.Listener {
    @Override
    public void closed(SegmentId segment, long out, boolean there) {
      cuts.moved(segment, out, there);
      clearing.moved(segment, now);
    }

    @Override
    public void back(Led target, Slot slot, long at) {
      clearing.refused(at);
      leases.granted(slot.until(), at);
      target.waits().offer(slot, at);
    }
  }

  /** What META decides of the segments that this store may lead. */
  private final class Seats implements Succession.Seat {
    @Override
    public void promote(SegmentId id, SegmentCopy copy, SegmentConfig config, long at) {
      copyKeeper.led(id);
      view.drop(id);
      if (config.members().size() == 1) {
        copy.commit(copy.log().forced()); // all of R has it
      }
      Committed committed = new Committed();
      Segment segment = make.segment(copy, log, committed);
      Waits waits = make.waits(segment, settings.self(), post, timers, settings.holdMs());
      led.put(id, new Led(segment, waits, make.refusals()));
      committed.waits = waits;
      History history = copy.history();
      history.budget(settings.subscriptions().historyBytes());
      int homes = Math.max(settings.hosts().size(), MetaMachine.MOST_HOSTS);
      int followers = homes * settings.subscriptions().perHost();
      committed.told =
          feeds.add(segment, history, make.feed(segment, history, config.log(), post, followers));
      indexes.declared(meta.known().indexes());
      Copies its =
          new Copies(
              new StoreName(settings.self(), store.id()),
              segment,
              config,
              post,
              settings.copies(),
              make.quorum(settings.copies()));
      copies.put(id, its);
      begin(its, config, at);
      speaker.feed(segment);
    }

    @Override
    public void lead(Copies its, SegmentConfig config, long at) {
      its.begin(config);
      begin(its, config, at);
    }

    /** Nothing is shipped under the epoch before it is on record that it was led (rule 9). */
    private void begin(Copies its, SegmentConfig config, long at) {
      Segment segment = its.segment();
      segment.copy().led(config.epoch(), config.log());
      segment.copy().sole(config.members().size() == 1);
      long noted = notes.write(segment.copy().note(at));
      copyKeeper.whenForced(noted, () -> its.start(config.epoch(), directory::linked, now));
      segment.lead(config.epoch(), at, () -> opened(segment));
    }

    @Override
    public void stepDown(SegmentId segment, long at) {
      Host.this.stepDown(segment, at);
    }

    @Override
    public void letGo(SegmentCopy copy, long at) {
      copyKeeper.letGo(copy, at);
    }
  }

  /** What becomes of the records of one segment. */
  private final class Committed implements Segment.Observer {
    private @Nullable Waits waits;
    private Feeds.@Nullable Told told;
    private @Nullable ChangeFeed changes;

    @Override
    public void commits(Segment segment, long lsn) {
      watch.committed(segment.id(), lsn);
    }

    @Override
    public void shown(Segment segment, long lsn, Slot slot) {
      leases.granted(slot.until(), now);
      if (waits != null) {
        waits.offer(slot, now);
      }
    }

    @Override
    public void happened(Segment segment, long lsn, LogRecord record, Envelope token) {
      if (told != null) {
        told.committed(lsn, record, token);
      }
    }

    @Override
    public void committed(Segment segment, long lsn, LogRecord record, @Nullable Slot shown) {
      counters.count(record);
      if (record instanceof LogRecord.Eval eval) {
        leases.granted(eval.active().until(), now);
        evals.committed(segment, eval.active());
      } else if (record instanceof LogRecord.Renew renew) {
        leases.granted(renew.until(), now);
      }
      if (changes == null) {
        changes = speaker.feed(segment);
      }
      Speaker.committed(changes, lsn, record, shown);
    }
  }
}
