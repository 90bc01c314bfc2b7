package teseus.space.host;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import teseus.roulette.Strategy;
import teseus.space.HostId;
import teseus.space.SegmentId;
import teseus.space.meta.MetaStore;
import teseus.space.spi.Computer;
import teseus.space.spi.Log;
import teseus.space.spi.Network;
import teseus.space.wire.Action;
import teseus.space.wire.StoreName;

/**
 * Puts a host together: makes each of its parts, once, and gives it those that it works with. The
 * order counts, for some draw a number as they are made, and a seed is to give the same host again.
 */
final class Assembly {
  final HostId self;
  final Watch watch;
  final Timers timers = new Timers();
  final Post post;
  final Directory directory;
  final Credit credit;
  final Map<SegmentId, SegmentCopy> kept;
  final Map<SegmentId, Led> led = new LinkedHashMap<>();
  final Map<SegmentId, Copies> copies = new LinkedHashMap<>();
  final HostLedger ledger;
  final View view;
  final AuctionLog auctions = new AuctionLog();
  final Auction auction;
  final RuleInForce rule;
  final Aims aims;
  final Looks looks;
  final Pages pages;
  final Queues queues;
  final SessionKeeper keeper;
  final AskerSessions sessions;
  final Asker asker;
  final Feeds feeds = new Feeds();
  final Subscriptions subscriptions;
  final Speaker speaker;
  final Clocks clocks;
  final Meta meta;
  final MetaStore voter;
  final Eras eras;
  final StoreNotes notes;
  final CopyKeeper copyKeeper;
  final Doubts doubts;
  final Seats seats;
  final Succession succession;
  final Cuts cuts;
  final SnapshotMaster master;
  final Leases leases;
  final Evals evals;
  final Participant participant;
  final Coordinator coordinator;
  final TokenMoves moves;
  final Clearing clearing;
  final Counters counters = new Counters();
  final DeclaredIndexes indexes = new DeclaredIndexes(led.values());
  final Greeting greeting;
  final Roll roll;
  final Newcomer newcomer;
  final Housekeeping housekeeping;
  final News news;

  /**
   * All of them, of which none has done anything yet; as for {@link Host}.
   *
   * @param make makes those that hold a rule of the protocol
   * @param commit commits what was appended and is safe by now
   */
  Assembly(
      HostSettings settings,
      Recovered recovered,
      StoreIdentity store,
      Log log,
      Network network,
      Computer computer,
      RandomGenerator random,
      Function<String, Strategy> strategies,
      Watch watch,
      HostParts make,
      Runnable commit) {
    this.self = settings.self();
    this.kept = recovered.kept();
    this.watch = watch;
    this.rule = new RuleInForce(strategies, settings.strategy());
    this.news = new News(this);
    Log lasting = log.lasting();
    post = new Post(self, network);
    post.colour(recovered.colour());
    directory = new Directory(self, settings.segments());
    HybridClock clock = new HybridClock();
    credit = make.credit(settings.load().pendingPerPeer(), settings.times().resend());
    AskingParts parts =
        new AskingParts(post, timers, directory, led, settings.times(), credit, make);
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
            credit,
            auction,
            auctions,
            watch::auction,
            settings.holdMs());
    sessions = new AskerSessions(post, directory, random, settings.sessionLeaseMs());
    meta = new Meta(self, settings.meta().voters(), parts, random.nextLong() >>> 1, news::meta);
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
            commit,
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
            make.departures(parts, news),
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
                new Voting(timers, post),
                random,
                (state, leads) -> meta.agreed(state, leads, timers.now()));
    meta.kept(voter);
    Founding founding = make.founding(settings, voter);
    greeting = new Greeting(settings, store, parts, meta, founding, news);
    notes = new StoreNotes(new SegmentId(self, SegmentId.NOTES), log, recovered.notesNext());
    StoreNotes lists =
        new StoreNotes(new SegmentId(self, SegmentId.ROSTER), lasting, recovered.rosterNext());
    boolean unsure = recovered.isDoubted() && settings.hosts().size() > 1;
    roll = make.roll(store, recovered.roster(), unsure, parts, self, meta, lists, news::listed);
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
        (copy, then) -> copyKeeper.whenForced(notes.write(copy.note(timers.now())), then);
    doubts = make.doubts(self, store, recovered.isDoubted(), kept, copies, post, note);
    StoreName name = new StoreName(self, store.id());
    seats =
        new Seats(
            settings,
            name,
            log,
            parts,
            copies,
            copyKeeper,
            notes,
            view,
            feeds,
            speaker,
            indexes,
            meta,
            make.handOff(self, led, aims, asker)::takes,
            () -> new Committed(watch, timers, leases, evals, speaker, counters),
            news);
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
                seats,
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
    housekeeping =
        new Housekeeping(
            settings,
            timers,
            keeper,
            asker,
            feeds,
            new Checkpoints(log, led, kept, copyKeeper, voter, notes, lists, roll),
            copyKeeper,
            clearing);
    kept.values().forEach(one -> one.history().budget(settings.subscriptions().historyBytes()));
  }
}
