package teseus.space.host;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.ObjLongConsumer;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import teseus.space.HostId;
import teseus.space.Limits;
import teseus.space.OpId;
import teseus.space.Position;
import teseus.space.SegmentId;
import teseus.space.Template;
import teseus.space.meta.MetaStore;
import teseus.space.meta.VoterParts;
import teseus.space.spi.Computer;
import teseus.space.spi.Log;
import teseus.space.wire.Roster;
import teseus.space.wire.StoreName;

/**
 * Makes the parts of a host that hold a rule of the protocol each. Tests make hosts with one part
 * broken, to see that the simulator notices.
 */
class HostParts {
  VoterParts voter() {
    return new VoterParts();
  }

  Founding founding(HostSettings settings, MetaStore voter) {
    return new Founding(settings, voter);
  }

  Segment segment(SegmentCopy copy, Log log, Segment.Observer observer) {
    return new Segment(copy, log, observer);
  }

  Quorum quorum(CopySettings copies) {
    return new Quorum(copies.min());
  }

  CopyPlan copyPlan(
      CopySettings copies,
      Predicate<HostId> stays,
      Predicate<HostId> keepsTime,
      Predicate<StoreName> gone,
      ToLongFunction<HostId> room) {
    return new CopyPlan(copies, stays, keepsTime, gone, room);
  }

  CopyKeeper copyKeeper(
      StoreIdentity store,
      Map<SegmentId, SegmentCopy> kept,
      StoreNotes notes,
      Log log,
      Post post,
      LongSupplier room) {
    return new CopyKeeper(store, kept, notes, log, post, room);
  }

  Leftovers leftovers(StoreName self, CopySettings copies, Directory directory) {
    return new Leftovers(self, copies, directory);
  }

  Doubts doubts(
      HostId self,
      StoreIdentity store,
      boolean doubted,
      Map<SegmentId, SegmentCopy> kept,
      Map<SegmentId, Copies> copies,
      Post post,
      BiConsumer<SegmentCopy, Runnable> note) {
    return new Doubts(self, store, doubted, kept, copies, post, note);
  }

  Succession succession(SuccessionParts parts) {
    return new Succession(parts);
  }

  Roll roll(
      StoreIdentity store,
      Roster found,
      boolean unsure,
      AskingParts parts,
      HostId self,
      Meta meta,
      StoreNotes notes,
      ObjLongConsumer<Roster> changed) {
    return new Roll(store, found, unsure, parts, self, meta, notes, changed);
  }

  Newcomer newcomer(HostId self, List<SegmentId> own, AskingParts parts, Meta meta, long firstAsk) {
    return new Newcomer(self, own, parts, meta, firstAsk);
  }

  Refusals refusals() {
    return new Refusals();
  }

  Waits waits(
      Segment segment, HostId self, Waits.Here here, Post post, Timers timers, long holdMs) {
    return new Waits(segment, self, here, post, timers, holdMs);
  }

  HandOff handOff(HostId self, Map<SegmentId, Led> led, Aims aims, Asker asker) {
    return new HandOff(self, led, aims, asker);
  }

  TokenActions tokens(HostLedger ledger, Limits limits) {
    return new TokenActions(ledger, limits);
  }

  Aims aims(
      Map<SegmentId, Led> led,
      HostLedger ledger,
      HybridClock clock,
      Post post,
      SessionLimits limits,
      TokenActions tokens) {
    return new Aims(led, ledger, clock, post, limits, tokens);
  }

  ShortCut shortCut(
      Asking asking, Placement placement, HostLedger ledger, HybridClock clock, Limits limits) {
    return new ShortCut(asking, placement, ledger, clock, limits);
  }

  Evals evals(Map<SegmentId, Led> led, Computer computer, HybridClock clock, Limits limits) {
    return new Evals(led, computer, clock, limits);
  }

  SessionKeeper keeper(Map<SegmentId, Led> led, Post post, long leaseMs) {
    return new SessionKeeper(led, post, leaseMs);
  }

  Flight flight(OpId op, int turn, LongSupplier low, Asking asking) {
    return new Flight(op, turn, low, asking);
  }

  Credit credit(long most, long resend) {
    return new Credit(most, resend);
  }

  Cuts cuts(Map<SegmentId, Led> led, AskingParts parts) {
    return new Cuts(led, parts);
  }

  Feed feed(Segment segment, History history, long store, Post post, int most) {
    return new Feed(segment, history, store, post, most);
  }

  Place place(SegmentId segment, Position.@Nullable Mark mark, boolean late) {
    return new Place(segment, mark, late);
  }

  Waiting waiting(
      OpId op,
      int turn,
      Template template,
      boolean take,
      boolean sure,
      @Nullable OpId transaction,
      Asking asking) {
    return new Waiting(op, turn, template, take, sure, transaction, asking);
  }

  Participant participant(
      HostLedger ledger,
      HybridClock clock,
      Aims aims,
      AskingParts parts,
      Cuts cuts,
      Leases leases) {
    return new Participant(ledger, clock, aims, parts, cuts, leases);
  }

  Departures departures(AskingParts parts, Departures.Listener listener) {
    return new Departures(parts, listener);
  }

  Arrivals arrivals(AskingParts parts, HostLedger ledger, Predicate<SegmentId> open) {
    return new Arrivals(parts, ledger, open);
  }

  Coordinator coordinator(Aims aims, Participant participant, AskingParts parts) {
    return new Coordinator(aims, participant, parts);
  }
}
