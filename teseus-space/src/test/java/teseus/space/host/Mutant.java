package teseus.space.host;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import teseus.roulette.Strategy;
import teseus.space.HostId;
import teseus.space.Limits;
import teseus.space.OpId;
import teseus.space.Position;
import teseus.space.SegmentId;
import teseus.space.SessionId;
import teseus.space.Template;
import teseus.space.TokenId;
import teseus.space.meta.BrokenVoters;
import teseus.space.meta.VoterParts;
import teseus.space.spi.Computer;
import teseus.space.spi.Log;
import teseus.space.spi.Network;
import teseus.space.store.Slot;
import teseus.space.store.TokenStore;
import teseus.space.wire.Action;
import teseus.space.wire.Active;
import teseus.space.wire.Envelope;
import teseus.space.wire.Happening;
import teseus.space.wire.Message;
import teseus.space.wire.MetaState;
import teseus.space.wire.MoveId;
import teseus.space.wire.Portion;
import teseus.space.wire.Replication;
import teseus.space.wire.Result;
import teseus.space.wire.SegmentConfig;
import teseus.space.wire.StoreName;
import teseus.space.wire.TransactionMessage;

/** Hosts that break one rule each. Whoever watches over the rules must notice. */
public enum Mutant {
  /** A primary that was started again leads under the epoch it led under before. */
  REUSES_ITS_EPOCH(
      new HostParts() {
        @Override
        Succession succession(SuccessionParts parts) {
          return new Succession(parts) {
            @Override
            boolean maySit(SegmentCopy copy, SegmentConfig config) {
              return config.epoch() >= copy.led() && config.epoch() >= copy.promised();
            }
          };
        }
      }),

  /** A store that is no member proposes itself. */
  PROPOSES_THOUGH_NO_MEMBER(
      new HostParts() {
        @Override
        Succession succession(SuccessionParts parts) {
          return new Succession(parts) {
            @Override
            boolean mayPropose(SegmentCopy copy, SegmentConfig config) {
              return copy.whole() && copy.lineage() == config.log();
            }
          };
        }
      }),

  /** A store whose end was cut leads as if nothing were missing. */
  TRUSTS_A_CUT_END(
      new HostParts() {
        @Override
        Doubts doubts(
            HostId self,
            StoreIdentity store,
            boolean doubted,
            Map<SegmentId, SegmentCopy> kept,
            Map<SegmentId, Copies> copies,
            Post post,
            BiConsumer<SegmentCopy, Runnable> note) {
          return new Doubts(self, store, doubted, kept, copies, post, note) {
            @Override
            boolean mayLead(SegmentCopy copy, SegmentConfig config, MetaState state) {
              return !open();
            }
          };
        }
      }),

  /** A store takes records from whoever sends them, of whatever epoch. */
  TAKES_FROM_ANY_EPOCH(
      new HostParts() {
        @Override
        CopyKeeper copyKeeper(
            StoreIdentity store,
            Map<SegmentId, SegmentCopy> kept,
            StoreNotes notes,
            Log log,
            Post post,
            LongSupplier room) {
          return new CopyKeeper(store, kept, notes, log, post, room) {
            @Override
            boolean outdated(SegmentCopy copy, long epoch) {
              return false;
            }

            @Override
            boolean follows(SegmentCopy copy, Replication.Ship ship) {
              return copy.whole();
            }
          };
        }
      }),

  /** A store says that it holds what its disk has not forced. */
  ACKNOWLEDGES_BEFORE_FORCE(
      new HostParts() {
        @Override
        CopyKeeper copyKeeper(
            StoreIdentity store,
            Map<SegmentId, SegmentCopy> kept,
            StoreNotes notes,
            Log log,
            Post post,
            LongSupplier room) {
          return new CopyKeeper(store, kept, notes, log, post, room) {
            @Override
            long held(SegmentCopy copy) {
              return copy.log().next();
            }
          };
        }
      }),

  /** A store cuts its log off for a primary whose log it has been a part of already. */
  CUTS_WITHIN_AN_EPOCH(
      new HostParts() {
        @Override
        CopyKeeper copyKeeper(
            StoreIdentity store,
            Map<SegmentId, SegmentCopy> kept,
            StoreNotes notes,
            Log log,
            Post post,
            LongSupplier room) {
          return new CopyKeeper(store, kept, notes, log, post, room) {
            @Override
            boolean truncates() {
              return true;
            }
          };
        }
      }),

  /** A primary commits what those who are about to be members do not hold. */
  FORGETS_WHO_COMES(
      new HostParts() {
        @Override
        Quorum quorum(CopySettings copies) {
          return new Quorum(copies.min()) {
            @Override
            long committed(
                SegmentConfig config,
                @Nullable List<StoreName> pending,
                ToLongFunction<StoreName> forced) {
              return super.committed(config, null, forced);
            }
          };
        }
      }),

  /** A store lets go of a copy that it was claimed for: its primary counts on what it said. */
  LETS_GO_OF_WHAT_IS_COUNTED_ON(
      new HostParts() {
        @Override
        Leftovers leftovers(StoreName self, CopySettings copies, Directory directory) {
          return new Leftovers(self, copies, directory) {
            @Override
            boolean free(SegmentCopy copy, SegmentConfig config) {
              return !copy.isVoid() && !copy.sole() && !config.members().contains(self);
            }
          };
        }
      }),

  /** A primary commits what most members hold. */
  COMMITS_BY_MAJORITY(
      new HostParts() {
        @Override
        Quorum quorum(CopySettings copies) {
          return new Quorum(copies.min()) {
            @Override
            long committed(
                SegmentConfig config,
                @Nullable List<StoreName> pending,
                ToLongFunction<StoreName> forced) {
              long[] held = config.members().stream().mapToLong(forced).sorted().toArray();
              return held[(held.length - 1) / 2];
            }
          };
        }
      }),

  /** A write is answered though fewer stores hold it than are asked for. */
  ANSWERS_WITH_FEW_COPIES(
      new HostParts() {
        @Override
        Quorum quorum(CopySettings copies) {
          return new Quorum(1);
        }
      }),

  /** A primary makes a store a member that does not hold the whole log. */
  ADDS_WITHOUT_CATCH_UP(
      new HostParts() {
        @Override
        CopyPlan copyPlan(
            CopySettings copies,
            Predicate<HostId> stays,
            Predicate<HostId> keepsTime,
            Predicate<StoreName> gone,
            ToLongFunction<HostId> room) {
          return new CopyPlan(copies, stays, keepsTime, gone, room) {
            @Override
            boolean holdsAll(Shipping shipping) {
              return shipping.linked();
            }
          };
        }
      }),

  /** A primary answers what it has done when it is asked again, before that is safe. */
  ANSWERS_A_COPY_BEFORE_COMMIT(
      new HostParts() {
        @Override
        Aims aims(
            Map<SegmentId, Led> led,
            HostLedger ledger,
            HybridClock clock,
            Post post,
            SessionLimits limits,
            TokenActions tokens) {
          return new Aims(led, ledger, clock, post, limits, tokens) {
            @Override
            void whenSafeAgain(Segment segment, Completion done, Runnable answer) {
              answer.run();
            }
          };
        }
      }),

  /** A primary executes an attempt that it answered NONE, when a late copy of it comes. */
  FORGETS_NONE(
      new HostParts() {
        @Override
        Refusals refusals() {
          return new Refusals() {
            @Override
            void refused(OpId op, int turn, int attempt, Result.Nothing answer) {}
          };
        }
      }),

  /** An asker aims at another segment, or says that it got nothing, while an aim is in flight. */
  HAS_TWO_IN_FLIGHT(
      new HostParts() {
        @Override
        Flight flight(OpId op, int turn, LongSupplier low, Asking asking) {
          return new Flight(op, turn, low, asking) {
            @Override
            boolean inFlight() {
              return false;
            }
          };
        }
      }),

  /** An asker counts what a peer has answered as if it had not: it sends it less and less. */
  NEVER_GIVES_CREDIT_BACK(
      new HostParts() {
        @Override
        Credit credit(long most, long resend) {
          return new Credit(most, resend) {
            @Override
            void give(Debit debit, long now) {}
          };
        }
      }),

  /** A primary says that a turn is on record, and it is not. */
  DOES_NOT_RECORD_TURNS(
      new HostParts() {
        @Override
        SessionKeeper keeper(Map<SegmentId, Led> led, Post post, long leaseMs) {
          return new SessionKeeper(led, post, leaseMs) {
            @Override
            long record(
                Message.Fence fence,
                Segment segment,
                SessionTable.@Nullable Entry entry,
                long now) {
              return -1;
            }
          };
        }
      }),

  /** A primary answers what it has appended, before that is safe. */
  ANSWERS_BEFORE_COMMIT(
      new HostParts() {
        @Override
        Aims aims(
            Map<SegmentId, Led> led,
            HostLedger ledger,
            HybridClock clock,
            Post post,
            SessionLimits limits,
            TokenActions tokens) {
          return new Aims(led, ledger, clock, post, limits, tokens) {
            @Override
            void whenSafe(Segment segment, Completion done, Runnable answer) {
              answer.run();
            }
          };
        }
      }),

  /** The short cut answers what it has appended, before that is safe. */
  CUTS_SHORT_BEFORE_COMMIT(
      new HostParts() {
        @Override
        ShortCut shortCut(
            Asking asking,
            Placement placement,
            HostLedger ledger,
            HybridClock clock,
            Limits limits) {
          return new ShortCut(asking, placement, ledger, clock, limits) {
            @Override
            boolean safe(Done done) {
              return true;
            }
          };
        }
      }),

  /** The short cut says that there is nothing, and has not looked at other hosts. */
  CUTS_SHORT_OF_OTHERS(
      new HostParts() {
        @Override
        ShortCut shortCut(
            Asking asking,
            Placement placement,
            HostLedger ledger,
            HybridClock clock,
            Limits limits) {
          return new ShortCut(asking, placement, ledger, clock, limits) {
            @Override
            boolean everything() {
              return true;
            }
          };
        }
      }),

  /** The short cut takes what is held for a waiter. Nobody but {@code Fairness} notices. */
  CUTS_A_QUEUE_SHORT(
      new HostParts() {
        @Override
        ShortCut shortCut(
            Asking asking,
            Placement placement,
            HostLedger ledger,
            HybridClock clock,
            Limits limits) {
          return new ShortCut(asking, placement, ledger, clock, limits) {
            @Override
            @Nullable Slot free(Segment segment, Template template) {
              return segment.store().oldestVisible(template);
            }
          };
        }
      }),

  /** A primary gives what comes to one who waits here, though its client has gone elsewhere. */
  HANDS_OFF_TO_WHO_IS_GONE(
      new HostParts() {
        @Override
        HandOff handOff(HostId self, Map<SegmentId, Led> led, Aims aims, Asker asker) {
          return new HandOff(self, led, aims, asker) {
            @Override
            boolean may(Led target, Operation take, long low, Slot slot, long now) {
              return true;
            }
          };
        }
      }),

  /** A primary changes a token as readers see it, not as the log has left it. */
  CHANGES_WHAT_READERS_SEE(
      new HostParts() {
        @Override
        TokenActions tokens(HostLedger ledger, Limits limits) {
          return new TokenActions(ledger, limits) {
            @Override
            Envelope latest(TokenStore store, Slot slot) {
              return slot.token();
            }
          };
        }
      }),

  /** A primary updates a token whatever its version. */
  UPDATES_ANY_VERSION(
      new HostParts() {
        @Override
        TokenActions tokens(HostLedger ledger, Limits limits) {
          return new TokenActions(ledger, limits) {
            @Override
            boolean expected(Action.Update update, Envelope token) {
              return true;
            }
          };
        }
      }),

  /** A primary calls nobody for what a token has become. */
  CALLS_NOBODY_FOR_A_CHANGE(
      new HostParts() {
        @Override
        Waits waits(
            Segment segment, HostId self, Waits.Here here, Post post, Timers timers, long holdMs) {
          return new Waits(segment, self, here, post, timers, holdMs) {
            @Override
            void offer(Slot slot, long now) {
              if (slot.version() == 1) {
                super.offer(slot, now);
              }
            }
          };
        }
      }),

  /** A primary does what it has done before, when it is asked again. */
  FORGETS_WHAT_IT_DID(
      new HostParts() {
        @Override
        Aims aims(
            Map<SegmentId, Led> led,
            HostLedger ledger,
            HybridClock clock,
            Post post,
            SessionLimits limits,
            TokenActions tokens) {
          return new Aims(led, ledger, clock, post, limits, tokens) {
            @Override
            @Nullable Completion done(Segment segment, OpId op) {
              return null;
            }
          };
        }
      }),

  /** A primary ends sessions by its clock, and writes nothing of it into the log. */
  ENDS_SESSIONS_BY_CLOCK(
      new HostParts() {
        @Override
        SessionKeeper keeper(Map<SegmentId, Led> led, Post post, long leaseMs) {
          return new SessionKeeper(led, post, leaseMs) {
            @Override
            void end(Led one, SessionId session, long now) {
              one.segment().sessions().end(session);
            }
          };
        }
      }),

  /** A primary puts in what a function gave each time it is told of it, as before a restart. */
  PUTS_RESULTS_TWICE(
      new HostParts() {
        @Override
        Evals evals(Map<SegmentId, Led> led, Computer computer, HybridClock clock, Limits limits) {
          return new Evals(led, computer, clock, limits) {
            private final Map<TokenId, Active> seen = new HashMap<>();

            @Override
            @Nullable Active active(Segment segment, TokenId token) {
              Active active = super.active(segment, token);
              if (active != null) {
                seen.put(token, active);
              }
              return seen.get(token);
            }
          };
        }
      }),

  /** A primary that was started again does not compute what it was computing. */
  DOES_NOT_COMPUTE_ANEW(
      new HostParts() {
        @Override
        Evals evals(Map<SegmentId, Led> led, Computer computer, HybridClock clock, Limits limits) {
          return new Evals(led, computer, clock, limits) {
            @Override
            void opened(Segment segment) {}
          };
        }
      }),

  /** What is held for a waiter stays held, though it never comes for it. */
  HOLDS_FOR_EVER(
      new HostParts() {
        @Override
        Waits waits(
            Segment segment, HostId self, Waits.Here here, Post post, Timers timers, long holdMs) {
          return new Waits(segment, self, here, post, timers, Long.MAX_VALUE / 4);
        }
      }),

  /** A primary calls who has come last. Nobody but {@code Fairness} notices. */
  CALLS_THE_NEWEST(
      new HostParts() {
        @Override
        Waits waits(
            Segment segment, HostId self, Waits.Here here, Post post, Timers timers, long holdMs) {
          return new Waits(segment, self, here, post, timers, holdMs) {
            @Override
            long since(Message.Wait wait, long now) {
              return -super.since(wait, now);
            }
          };
        }
      }),

  /** A primary queues a waiter and does not look whether there is a match already. */
  DOES_NOT_LOOK(
      new HostParts() {
        @Override
        Waits waits(
            Segment segment, HostId self, Waits.Here here, Post post, Timers timers, long holdMs) {
          return new Waits(segment, self, here, post, timers, holdMs) {
            @Override
            void look(Waiter waiter, long now) {}
          };
        }
      }),

  /** A primary that was started again does not know that it forgot what happened before. */
  FORGETS_WHAT_HAPPENED(
      new HostParts() {
        @Override
        Feed feed(Segment segment, History history, long store, Post post, int most) {
          long started = segment.committed();
          return new Feed(segment, history, store, post, most) {
            @Override
            long start(Position.Mark from) {
              return from.lsn() < started ? from.lsn() + 1 : super.start(from);
            }
          };
        }
      }),

  /** The home of a subscription numbers what it is told twice as if it were told once more. */
  NUMBERS_TWICE(
      new HostParts() {
        @Override
        Place place(SegmentId segment, Position.@Nullable Mark mark, boolean late) {
          return new Place(segment, mark, late) {
            @Override
            boolean news(
                Position.@Nullable Mark before, Message.Followed followed, Happening happening) {
              return true;
            }
          };
        }
      }),

  /** The home of a subscription goes on one record after what its subscriber was told. */
  GOES_ON_TOO_LATE(
      new HostParts() {
        @Override
        Place place(SegmentId segment, Position.@Nullable Mark mark, boolean late) {
          return new Place(
              segment, mark == null ? null : new Position.Mark(mark.store(), mark.lsn() + 1), late);
        }
      }),

  /** The home of a subscription does not follow a primary that was started again. */
  HEARS_ONE_LIFE(
      new HostParts() {
        @Override
        Place place(SegmentId segment, Position.@Nullable Mark mark, boolean late) {
          return new Place(segment, mark, late) {
            private long epoch;

            @Override
            Heard heard(Message.Followed followed) {
              epoch = epoch == 0 ? followed.epoch() : epoch;
              return epoch == followed.epoch() ? super.heard(followed) : Heard.NOTHING;
            }
          };
        }
      }),

  /** An asker does not wait anew at a primary that was started again. */
  DOES_NOT_WAIT_ANEW(
      new HostParts() {
        @Override
        Waiting waiting(
            OpId op,
            int turn,
            Template template,
            boolean take,
            boolean sure,
            @Nullable OpId transaction,
            Asking asking) {
          return new Waiting(op, turn, template, take, sure, transaction, asking) {
            @Override
            void leadChanged(SegmentId segment, long now) {}
          };
        }
      }),

  /** A host handles a message in a new colour first, and cuts after that. */
  CUTS_AFTER_HANDLING(
      new HostParts() {
        @Override
        Cuts cuts(Map<SegmentId, Led> led, AskingParts parts) {
          return new Cuts(led, parts) {
            @Override
            void seen(long colour, long now) {
              parts.timers().at(now, due -> super.seen(colour, due));
            }
          };
        }
      }),

  /** META's voters say what their disk has not forced yet. */
  VOTES_BEFORE_IT_IS_SAFE(
      new HostParts() {
        @Override
        VoterParts voter() {
          return BrokenVoters.SPEAK_BEFORE_IT_IS_SAFE;
        }
      }),

  /** META's voters do a command again that was asked at another of them before. */
  DOES_COMMANDS_TWICE(
      new HostParts() {
        @Override
        VoterParts voter() {
          return BrokenVoters.FORGET_WHAT_THEY_DID;
        }
      }),

  /**
   * A segment that has another primary, or was started again, locks nothing of what it prepared.
   */
  UNLOCKS_WHAT_IT_PREPARED(
      new HostParts() {
        @Override
        Participant participant(
            HostLedger ledger,
            HybridClock clock,
            Aims aims,
            AskingParts parts,
            Cuts cuts,
            Leases leases) {
          return new Participant(ledger, clock, aims, parts, cuts, leases) {
            @Override
            void opened(Segment segment, long now) {
              for (TransactionTable.Prepared one : segment.state().transactions().prepared()) {
                one.takes().stream()
                    .map(take -> segment.store().get(take.token()))
                    .filter(Objects::nonNull)
                    .filter(slot -> slot.lockedBy() != null)
                    .forEach(segment.store()::unlock);
              }
              super.opened(segment, now);
            }
          };
        }
      }),

  /** A segment agrees to what it has not locked, or not any more. */
  PREPARES_WITHOUT_LOCKS(
      new HostParts() {
        @Override
        Participant participant(
            HostLedger ledger,
            HybridClock clock,
            Aims aims,
            AskingParts parts,
            Cuts cuts,
            Leases leases) {
          return new Participant(ledger, clock, aims, parts, cuts, leases) {
            @Override
            boolean hold(Led target, OpId transaction, Portion portion) {
              return true;
            }
          };
        }
      }),

  /** A segment that has prepared, and hears nothing for a while, does its part. */
  COMMITS_BY_TIMEOUT(
      new HostParts() {
        @Override
        Participant participant(
            HostLedger ledger,
            HybridClock clock,
            Aims aims,
            AskingParts parts,
            Cuts cuts,
            Leases leases) {
          return new Participant(ledger, clock, aims, parts, cuts, leases) {
            @Override
            void ask(long now) {
              for (Led one : parts.led().values()) {
                for (TransactionTable.Prepared each :
                    List.copyOf(one.segment().state().transactions().prepared())) {
                  SegmentId self = one.segment().id();
                  onDecided(
                      new TransactionMessage.Decided(
                          each.transaction(), each.op(), each.first(), self, true, 0),
                      now);
                }
              }
              super.ask(now);
            }
          };
        }
      }),

  /** The first segment decides before the others have agreed. */
  DECIDES_BEFORE_ALL_AGREE(
      new HostParts() {
        @Override
        Coordinator coordinator(Aims aims, Participant participant, AskingParts parts) {
          return new Coordinator(aims, participant, parts) {
            @Override
            boolean ready(Set<SegmentId> unanswered) {
              return true;
            }
          };
        }
      }),

  /** The first segment forgets what it decided when one of the others has done it. */
  FORGETS_WHAT_IT_DECIDED(
      new HostParts() {
        @Override
        Coordinator coordinator(Aims aims, Participant participant, AskingParts parts) {
          return new Coordinator(aims, participant, parts) {
            @Override
            boolean enough(Set<SegmentId> left) {
              return true;
            }
          };
        }
      }),

  /** A commit is answered, and others are told to do their part, before the decision is safe. */
  ANSWERS_A_COMMIT_BEFORE_IT_IS_SAFE(
      new HostParts() {
        @Override
        Coordinator coordinator(Aims aims, Participant participant, AskingParts parts) {
          return new Coordinator(aims, participant, parts) {
            @Override
            void whenSafe(Segment segment, Runnable then) {
              then.run();
            }
          };
        }
      }),

  /** A segment says that it has agreed before that is safe. */
  AGREES_BEFORE_IT_IS_SAFE(
      new HostParts() {
        @Override
        Participant participant(
            HostLedger ledger,
            HybridClock clock,
            Aims aims,
            AskingParts parts,
            Cuts cuts,
            Leases leases) {
          return new Participant(ledger, clock, aims, parts, cuts, leases) {
            @Override
            void whenSafe(Segment segment, Runnable then) {
              then.run();
            }
          };
        }
      }),

  /** A new primary of the first segment does not know what the one before it decided. */
  FORGETS_WHAT_ANOTHER_DECIDED(
      new HostParts() {
        @Override
        Coordinator coordinator(Aims aims, Participant participant, AskingParts parts) {
          return new Coordinator(aims, participant, parts) {
            private final Set<OpId> forgotten = new HashSet<>();

            @Override
            void opened(Segment segment, long now) {
              segment.state().transactions().decided().forEach(one -> forgotten.add(one.op()));
              super.opened(segment, now);
            }

            @Override
            TransactionTable.@Nullable Decided decided(Segment segment, OpId op) {
              return forgotten.contains(op) ? null : super.decided(segment, op);
            }
          };
        }
      }),

  /** A token that is elsewhere by now is found again where it was: BACK in the place of DONE. */
  KEEPS_WHAT_HAS_GONE(
      new HostParts() {
        @Override
        Departures departures(AskingParts parts, Departures.Listener listener) {
          return new Departures(parts, listener) {
            @Override
            void close(Led target, long out, boolean gone, boolean there, long now) {
              super.close(target, out, false, there, now);
            }
          };
        }
      }),

  /**
   * A token that is on its way is found again where it was after some time, whatever became of it.
   */
  TAKES_BACK_BY_TIMEOUT(
      new HostParts() {
        @Override
        Departures departures(AskingParts parts, Departures.Listener listener) {
          return new Departures(parts, listener) {
            @Override
            void ask(long now) {
              for (Led one : parts.led().values()) {
                if (one.segment().open()) {
                  for (long out : List.copyOf(one.segment().state().moves().outs().keySet())) {
                    close(one, out, false, false, now);
                  }
                }
              }
              super.ask(now);
            }
          };
        }
      }),

  /** A token is sent to another segment while a fail-over may still find it where it was. */
  SENDS_WHAT_HAS_NOT_LEFT(
      new HostParts() {
        @Override
        Departures departures(AskingParts parts, Departures.Listener listener) {
          return new Departures(parts, listener) {
            @Override
            void whenSafe(Segment segment, long out, Runnable then) {
              then.run();
            }
          };
        }
      }),

  /** A segment says that a token never comes in, and keeps no record of that. */
  FORGETS_WHAT_IT_REFUSED(
      new HostParts() {
        @Override
        Arrivals arrivals(AskingParts parts, HostLedger ledger, Predicate<SegmentId> open) {
          return new Arrivals(parts, ledger, open) {
            @Override
            void refuse(Segment segment, MoveId move, long now) {
              tell(segment, move, new MoveTable.Outcome(0, false, 0));
            }
          };
        }
      }),

  /** A segment takes a token in each time it is asked to. */
  TAKES_IN_TWICE(
      new HostParts() {
        @Override
        Arrivals arrivals(AskingParts parts, HostLedger ledger, Predicate<SegmentId> open) {
          return new Arrivals(parts, ledger, open) {
            @Override
            boolean over(Segment segment, MoveId move) {
              return false;
            }

            @Override
            MoveTable.@Nullable Outcome outcome(Segment segment, MoveId move) {
              return null;
            }
          };
        }
      }),

  /** A segment says that a token is there before that is safe. */
  SAYS_IT_IS_THERE_TOO_EARLY(
      new HostParts() {
        @Override
        Arrivals arrivals(AskingParts parts, HostLedger ledger, Predicate<SegmentId> open) {
          return new Arrivals(parts, ledger, open) {
            @Override
            void whenSafe(Segment segment, long lsn, Runnable then) {
              then.run();
            }
          };
        }
      }),

  /** A snapshot has a token that was on its way in both segments. */
  CUTS_WHAT_IS_ELSEWHERE(
      new HostParts() {
        @Override
        Cuts cuts(Map<SegmentId, Led> led, AskingParts parts) {
          return new Cuts(led, parts) {
            @Override
            boolean inCutElsewhere(boolean there) {
              return false;
            }
          };
        }
      }),

  /** The first segment commits though the session goes on through another host. */
  DECIDES_FOR_AN_OLD_TURN(
      new HostParts() {
        @Override
        Coordinator coordinator(Aims aims, Participant participant, AskingParts parts) {
          return new Coordinator(aims, participant, parts) {
            @Override
            boolean mayStill(Led target, Message.Aim aim) {
              return true;
            }
          };
        }
      });

  private final HostParts parts;

  Mutant(HostParts parts) {
    this.parts = parts;
  }

  /** What breaks the rule. */
  HostParts parts() {
    return parts;
  }

  /** A host that breaks the rule. */
  public Host host(
      HostSettings settings,
      Recovered recovered,
      StoreIdentity store,
      Log log,
      Network network,
      Computer computer,
      RandomGenerator random,
      Function<String, Strategy> strategies,
      Watch watch) {
    return new Host(
        settings, recovered, store, log, network, computer, random, strategies, watch, parts);
  }
}
