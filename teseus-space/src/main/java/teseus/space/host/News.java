package teseus.space.host;

import java.util.List;
import java.util.Set;
import teseus.space.HostId;
import teseus.space.SegmentId;
import teseus.space.store.Slot;
import teseus.space.wire.MetaState;
import teseus.space.wire.Roster;

/**
 * Tells the parts of a host what one of them found out and several go by, in the order in which
 * they have to know it: what META has decided, who is within reach, who leads what.
 */
final class News implements Seats.Listener, Greeting.LeadListener, Departures.Listener {
  private final Assembly parts;

  /**
   * Nothing is told yet.
   *
   * @param parts those to be told; all of them are there before anything happens
   */
  News(Assembly parts) {
    this.parts = parts;
  }

  /** META has a new state. */
  void meta(MetaState state, long now) {
    parts.post.hears(state.version());
    parts.directory.logs(state.segments());
    parts.voter.learned(state.voters());
    parts.roll.learned(state.roster(), state.version() > 0, now);
    parts.watch.meta(state);
    if (state.strategy() != null) {
      parts.rule.choose(new StrategyChoice(state.strategy(), state.weights()));
    }
    parts.directory.leaving(state.leaving().keySet());
    parts.directory.lost(state.lost());
    parts.view.registered(state.hosts());
    parts.ledger.leaving(!state.stays(parts.self));
    parts.indexes.declared(state.indexes());
    parts.eras.meta(state, now);
    parts.sessions.era(state.era());
    parts.keeper.era(state.era(), now);
    parts.succession.meta(state, now);
    parts.cuts.meta(state, now);
    parts.master.meta(state, now);
    parts.moves.meta(state, now);
    parts.newcomer.review(now);
    parts.greeting.meta(now);
    parts.post.knows(state.version());
  }

  /** There is another list of hosts. Others are asked from now on, by what is under way too. */
  void listed(Roster roster, long now) {
    parts.watch.roster(roster);
    parts.ledger.newcomers(Set.copyOf(parts.roll.newcomers()));
    if (roster.number() > 0) {
      leadChanged(parts.directory.segments(), now);
    }
  }

  /** A link with a peer stands. */
  void linkUp(HostId peer, long now) {
    parts.directory.linkUp(peer);
    parts.clocks.reached(peer);
    parts.speaker.hosts();
    parts.greeting.linked(peer, now);
    parts.succession.linked(peer, true, now);
  }

  /** The link with a peer is gone. */
  void linkDown(HostId peer, long now) {
    List<SegmentId> segments = parts.directory.ledBy(peer);
    parts.directory.linkDown(peer);
    parts.credit.lost(peer);
    parts.queues.lost(peer, now);
    parts.feeds.lost(peer);
    parts.meta.lost(peer);
    parts.view.lost(peer);
    parts.clocks.lost(peer);
    parts.auction.forget(peer);
    parts.speaker.hosts();
    parts.succession.linked(peer, false, now);
    leadChanged(segments, now);
  }

  @Override
  public void leadChanged(List<SegmentId> segments, long now) {
    parts.asker.leadChanged(segments, now);
    parts.participant.leadChanged(segments, now);
    parts.moves.leadChanged(segments);
    parts.subscriptions.leadChanged(segments, now);
  }

  @Override
  public void opened(Segment segment, long now) {
    parts.keeper.era(parts.meta.known().era(), now);
    parts.participant.opened(segment, now);
    parts.coordinator.opened(segment, now);
    parts.cuts.opened(segment, now);
    parts.leases.changed(now);
    parts.moves.opened(segment, now);
    parts.evals.opened(segment);
    parts.greeting.opened(segment, now);
    parts.newcomer.review(now);
  }

  @Override
  public void left(SegmentId segment, long now) {
    parts.speaker.left(segment);
    parts.cuts.left(segment);
    parts.participant.left(segment);
    parts.coordinator.left(segment);
    parts.directory.left(segment);
    leadChanged(List.of(segment), now);
  }

  @Override
  public void closed(SegmentId segment, long out, boolean there) {
    parts.cuts.moved(segment, out, there);
    parts.clearing.moved(segment, parts.timers.now());
  }

  @Override
  public void back(Led target, Slot slot, long now) {
    parts.clearing.refused(now);
    parts.leases.granted(slot.until(), now);
    target.waits().offer(slot, now);
  }
}
