package teseus.space.host;

import teseus.space.HostId;
import teseus.space.wire.Action;
import teseus.space.wire.Message;
import teseus.space.wire.Replication;
import teseus.space.wire.StoreName;
import teseus.space.wire.TransactionMessage;

/** Which part of the host hears which message. */
final class Routes {
  private final Assembly parts;
  private final Router router = new Router();

  private Routes(Assembly parts) {
    this.parts = parts;
  }

  /** Brings every message that there is to one of these. */
  static Router to(Assembly parts) {
    Routes routes = new Routes(parts);
    routes.operations();
    routes.waits();
    routes.sessions();
    routes.hosts();
    routes.segments();
    return routes.router;
  }

  /** What operations ask of segments, and are answered. */
  private void operations() {
    router.on(
        Message.Aim.class,
        (from, aim, at) -> {
          parts.keeper.heard(aim.op().session(), at);
          parts.aims.onAim(from, aim, at);
          if (aim.action() instanceof Action.Renew) {
            // To a time, perhaps, at which the renewal will not be safe yet.
            parts.leases.changed(at);
          }
        });
    router.on(Message.Answer.class, (from, answer, at) -> parts.asker.onAnswer(answer, at));
    router.on(Message.Peek.class, (from, peek, at) -> parts.looks.onPeek(from, peek));
    router.on(Message.Peeked.class, (from, peeked, at) -> parts.asker.onPeeked(peeked, at));
    router.on(Message.Count.class, (from, count, at) -> parts.looks.onCount(from, count));
    router.on(Message.Counted.class, (from, counted, at) -> parts.asker.onCounted(counted, at));
    router.on(Message.Explain.class, (from, explain, at) -> parts.looks.onExplain(from, explain));
    router.on(Message.Explained.class, (from, how, at) -> parts.asker.onExplained(how, at));
    router.on(Message.Locate.class, (from, locate, at) -> parts.looks.onLocate(from, locate));
    router.on(Message.Located.class, (from, located, at) -> parts.asker.onLocated(located, at));
    router.on(Message.Page.class, (from, page, at) -> parts.pages.onPage(from, page));
    router.on(Message.Paged.class, (from, paged, at) -> parts.asker.onPaged(paged, at));
  }

  /** What waits in segments, or follows them, and what that is told. */
  private void waits() {
    router.on(
        Message.Wait.class,
        (from, wait, at) -> {
          parts.keeper.heard(wait.op().session(), at);
          parts.queues.onWait(from, wait, at);
        });
    router.on(Message.Armed.class, parts.asker::onArmed);
    router.on(Message.Unwait.class, (from, unwait, at) -> parts.queues.onUnwait(unwait, at));
    router.on(Message.Call.class, parts.asker::onCall);
    router.on(Message.Shown.class, parts.asker::onShown);
    router.on(Message.Decline.class, (from, decline, at) -> parts.queues.onDecline(decline, at));
    router.on(Message.Follow.class, parts.feeds::onFollow);
    router.on(Message.Followed.class, parts.subscriptions::onFollowed);
    router.on(
        Message.Unfollow.class, (from, unfollow, at) -> parts.feeds.onUnfollow(from, unfollow));
  }

  /** How sessions go on, and end. */
  private void sessions() {
    router.on(Message.Fence.class, parts.keeper::onFence);
    router.on(Message.Fenced.class, (from, fenced, at) -> parts.asker.onFenced(fenced, at));
    router.on(Message.GiveBack.class, parts.keeper::onGiveBack);
    router.on(Message.GivenBack.class, (from, back, at) -> parts.asker.onGivenBack(back, at));
    router.on(Message.KeepAlive.class, (from, alive, at) -> parts.keeper.onKeepAlive(alive, at));
    router.on(Message.EndSession.class, (from, end, at) -> parts.keeper.onEnd(end, at));
    router.on(Message.AskSessions.class, (from, ask, at) -> parts.newcomer.onAsk(from, ask));
    router.on(Message.ToldSessions.class, (from, told, at) -> parts.newcomer.onTold(told, at));
  }

  /** Who is there, what they lead, and what META is. */
  private void hosts() {
    router.on(Message.Hello.class, parts.greeting::onHello);
    router.on(Message.PullView.class, (from, pull, at) -> parts.speaker.onPullView(from, pull));
    router.on(Message.ViewPart.class, (from, part, at) -> parts.speaker.onViewPart(part, at));
    router.on(Message.MetaAsk.class, (from, ask, at) -> parts.meta.onAsk(from, ask));
    router.on(Message.MetaTold.class, parts.meta::onTold);
    router.on(
        Message.MetaElsewhere.class,
        (from, elsewhere, at) -> parts.meta.onElsewhere(from, elsewhere));
    router.on(
        Message.Voting.class,
        (from, voting, at) -> parts.voter.received(from, voting.group(), voting.what()));
  }

  /** What segments do together, and with their copies. */
  private void segments() {
    router.on(
        Message.Replicated.class, (from, message, at) -> replication(from, message.what(), at));
    router.on(
        Message.Transactional.class, (from, message, at) -> transaction(from, message.what(), at));
    router.on(Message.Moving.class, (from, message, at) -> parts.moves.on(message.what(), at));
    router.on(Message.HasCut.class, (from, cut, at) -> parts.master.onHasCut(cut, at));
    router.on(Message.PullPart.class, (from, pull, at) -> parts.cuts.onPullPart(from, pull));
    router.on(Message.Part.class, (from, part, at) -> parts.master.onPart(part, at));
  }

  private void transaction(HostId from, TransactionMessage message, long at) {
    if (message instanceof TransactionMessage.Look look) {
      parts.participant.onLook(from, look);
    } else if (message instanceof TransactionMessage.Unlock unlock) {
      parts.participant.onUnlock(unlock, at);
    } else if (message instanceof TransactionMessage.Extend extend) {
      parts.participant.onExtend(extend, at);
    } else if (message instanceof TransactionMessage.Prepare prepare) {
      parts.participant.onPrepare(prepare, at);
    } else if (message instanceof TransactionMessage.Decided decided) {
      parts.participant.onDecided(decided, at);
    } else if (message instanceof TransactionMessage.Voted voted) {
      parts.coordinator.onVoted(voted, at);
    } else if (message instanceof TransactionMessage.Applied applied) {
      parts.coordinator.onApplied(applied, at);
    } else if (message instanceof TransactionMessage.Ask ask) {
      parts.coordinator.onAsk(ask);
    }
  }

  private void replication(HostId from, Replication said, long at) {
    Copies its = parts.copies.get(said.segment());
    if (said instanceof Replication.Deposed) {
      parts.meta.ask(); // somebody has been promised more: META knows why
    } else if (said instanceof Replication.HandOver over) {
      parts.succession.onHandOver(over, at);
    } else if (said instanceof Replication.Resign resign) {
      parts.succession.onResign(resign, at);
    } else if (said instanceof Replication.Doubtful doubtful) {
      parts.succession.onDoubtful(from, doubtful, at);
    } else if (said instanceof Replication.Holds
        || said instanceof Replication.Acked
        || said instanceof Replication.Confirmed
        || said instanceof Replication.PullImage) {
      if (its != null) {
        its.heard(new StoreName(from, said.store()), said, at);
      }
    } else if (!parts.doubts.refuses(said.segment(), said.epoch(), parts.meta.known())) {
      parts.copyKeeper.heard(from, said, claim -> parts.seats.claimed(claim.segment(), at), at);
    }
  }
}
