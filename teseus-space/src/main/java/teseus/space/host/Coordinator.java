package teseus.space.host;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import teseus.space.OpId;
import teseus.space.SegmentId;
import teseus.space.wire.Action;
import teseus.space.wire.LogRecord;
import teseus.space.wire.Message;
import teseus.space.wire.Portion;
import teseus.space.wire.Result;
import teseus.space.wire.TransactionMessage;

/**
 * Decides on transactions for which a segment led here is the first (PROTOCOL.md, rule 16). The
 * record DECIDE is the decision: what has none is not done, whoever asks, because a commit is only
 * executed by the primary under which it was begun, and once. A decision is remembered until all
 * others have done it.
 */
class Coordinator implements Aims.Execution {
  /** One that is not decided: memory, so that a fail-over aborts it. */
  private static final class Open {
    private final Led target;
    private final Action.Commit commit;
    private final Map<SegmentId, Portion> unanswered = new LinkedHashMap<>();
    private Aims.Asked asked;
    private Timers.@Nullable Timer resend;
    private Timers.@Nullable Timer deadline;

    private Open(Led target, Aims.Asked asked, Action.Commit commit) {
      this.target = target;
      this.asked = asked;
      this.commit = commit;
    }

    private OpId op() {
      return asked.aim().op();
    }

    private boolean isOf(SegmentId segment) {
      return target.segment().id().equals(segment);
    }

    private Portion own() {
      return commit.portions().get(0);
    }

    private List<Portion> others() {
      return commit.portions().subList(1, commit.portions().size());
    }

    private void stop() {
      if (resend != null) {
        resend.cancel();
      }
      if (deadline != null) {
        deadline.cancel();
      }
    }
  }

  /** One that is decided, and that some have not done yet. */
  private static final class Telling {
    private final Led target;
    private final TransactionTable.Decided decided;
    private final Set<SegmentId> left;
    private Aims.@Nullable Asked asked;
    private Timers.@Nullable Timer resend;

    private Telling(Led target, TransactionTable.Decided decided, Aims.@Nullable Asked asked) {
      this.target = target;
      this.decided = decided;
      this.left = new LinkedHashSet<>(decided.others());
      this.asked = asked;
    }

    private boolean isOf(SegmentId segment) {
      return target.segment().id().equals(segment);
    }

    private void stop() {
      if (resend != null) {
        resend.cancel();
      }
    }
  }

  private final Aims aims;
  private final Participant participant;
  private final AskingParts parts;
  private final Map<OpId, Open> open = new HashMap<>();
  private final Map<OpId, Telling> telling = new HashMap<>();

  Coordinator(Aims aims, Participant participant, AskingParts parts) {
    this.aims = aims;
    this.participant = participant;
    this.parts = parts;
  }

  /** How many are under way. */
  int size() {
    return open.size() + telling.size();
  }

  @Override
  public @Nullable Result known(Led target, OpId op) {
    return null; // what it has done is a completion
  }

  @Override
  public void execute(Led target, Aims.Asked asked, long now) {
    Open running = open.get(asked.aim().op());
    if (running != null) {
      running.asked = asked;
      return;
    }
    Open one = new Open(target, asked, (Action.Commit) asked.aim().action());
    OpId transaction = one.commit.transaction();
    Portion own = one.commit.portions().isEmpty() ? null : one.own();
    if (own == null
        || !own.segment().equals(target.segment().id())
        || !target.segment().ledUnder(own.epoch()) // another may have said that it is aborted
        || !participant.hold(target, transaction, own)) {
      aims.none(target, asked, Result.Why.ABORTED);
      return;
    }
    if (!target.segment().enough()) {
      aims.none(target, asked, Result.Why.FEW_COPIES);
      return;
    }
    if (aims.busy(target.segment(), asked)) {
      return;
    }
    open.put(one.op(), one);
    participant.locks(target).deciding(transaction);
    one.others().forEach(portion -> one.unanswered.put(portion.segment(), portion));
    long until =
        one.commit.lease() > Long.MAX_VALUE - now ? Long.MAX_VALUE : now + one.commit.lease();
    one.deadline = parts.timers().at(until, due -> abort(one, Result.Why.ABORTED, due));
    prepare(one, now);
  }

  /** Whether no other gateway was told, or will be, that it is not done. */
  boolean mayStill(Led target, Message.Aim aim) {
    return Aims.refusal(target, aim.op(), aim.turn()) == null;
  }

  private void prepare(Open one, long now) {
    if (ready(one.unanswered.keySet())) {
      decide(one, now);
      return;
    }
    Message.Aim aim = one.asked.aim();
    for (Portion portion : one.unanswered.values()) {
      send(
          portion.segment(),
          new TransactionMessage.Prepare(
              one.commit.transaction(), aim.op(), aim.turn(), aim.low(), aim.segment(), portion));
    }
    one.resend = parts.timers().at(now + parts.times().resend(), due -> prepare(one, due));
  }

  /** Whether it may be decided while these have not agreed. */
  boolean ready(Set<SegmentId> unanswered) {
    return unanswered.isEmpty();
  }

  void onVoted(TransactionMessage.Voted voted, long now) {
    Open one = open.get(voted.op());
    if (one == null || !voted.first().equals(one.target.segment().id())) {
      return;
    }
    switch (voted.vote()) {
      case YES -> {
        if (one.unanswered.remove(voted.segment()) != null && one.unanswered.isEmpty()) {
          decide(one, now);
        }
      }
      case NO -> abort(one, Result.Why.ABORTED, now);
      case FULL -> abort(one, Result.Why.FULL, now);
      case FEW_COPIES -> abort(one, Result.Why.FEW_COPIES, now);
    }
  }

  private void decide(Open one, long now) {
    Message.Aim aim = one.asked.aim();
    Segment segment = one.target.segment();
    if (!segment.open() || open.get(aim.op()) != one) {
      return; // it goes on when the segment opens, if it does; or is over
    }
    if (segment.quieting()) {
      segment.defer(() -> decide(one, now));
      return;
    }
    if (!mayStill(one.target, aim)) {
      abort(one, Result.Why.ABORTED, now);
      return;
    }
    if (!segment.enough()) {
      abort(one, Result.Why.FEW_COPIES, now);
      return;
    }
    if (!participant.fits(one.own())) {
      abort(one, Result.Why.FULL, now);
      return;
    }
    one.stop();
    open.remove(aim.op());
    Aims.open(segment, aim.op().session(), now);
    List<SegmentId> others = new ArrayList<>();
    one.others().stream()
        .filter(portion -> !portion.readsOnly())
        .forEach(portion -> others.add(portion.segment()));
    long round = segment.state().round();
    segment.append(
        new LogRecord.Decide(
            now,
            one.commit.transaction(),
            aim.op(),
            aim.low(),
            one.own().takes(),
            participant.tokens(one.own(), now),
            others));
    segment.complete(now);
    participant.locks(one.target).handOver(one.commit.transaction(), now);
    TransactionTable.Decided decided =
        new TransactionTable.Decided(one.commit.transaction(), aim.op(), round, others);
    whenSafe(segment, () -> decided(one, decided, now));
  }

  /** A decision holds once it is committed, and as many stores as are asked for have it. */
  void whenSafe(Segment segment, Runnable then) {
    segment.whenKept(segment.next() - 1, then);
  }

  private void decided(Open one, TransactionTable.Decided decided, long now) {
    if (decided.others().isEmpty()) {
      answer(one.asked);
    } else {
      Telling told = new Telling(one.target, decided, one.asked);
      telling.put(decided.op(), told);
      tell(told, now);
    }
  }

  private void answer(Aims.Asked asked) {
    parts.post().send(asked.asker(), asked.answer(new Result.Committed()));
  }

  /** Tells again those who have not said that it is done; the client need not wait for them. */
  private void repeat(Telling told, long now) {
    if (told.asked != null) {
      answer(told.asked);
      told.asked = null;
    }
    tell(told, now);
  }

  private void tell(Telling told, long now) {
    told.left.forEach(segment -> tell(told.target, told.decided, segment, true));
    told.resend = parts.timers().at(now + parts.times().resend(), due -> repeat(told, due));
  }

  void onApplied(TransactionMessage.Applied applied, long now) {
    Telling told = telling.get(applied.op());
    if (told == null
        || !told.target.segment().id().equals(applied.first())
        || !told.target.segment().open() // it will be told again
        || !told.left.remove(applied.segment())) {
      return;
    }
    if (enough(told.left)) {
      forget(told, now);
    }
  }

  /** Whether a decision may be forgotten while these have not said that it is done. */
  boolean enough(Set<SegmentId> left) {
    return left.isEmpty();
  }

  private void forget(Telling told, long now) {
    telling.remove(told.decided.op());
    told.stop();
    told.target.segment().append(new LogRecord.Settled(now, told.decided.op()));
    if (told.asked != null) {
      answer(told.asked);
    }
  }

  void onAsk(TransactionMessage.Ask ask) {
    Led target = parts.led().get(ask.first());
    if (target == null || !target.segment().open() || open.containsKey(ask.op())) {
      return; // asked again
    }
    Segment segment = target.segment();
    TransactionTable.Decided decided = decided(segment, ask.op());
    if (decided == null) {
      TransactionTable.Decided never =
          new TransactionTable.Decided(ask.transaction(), ask.op(), 0, List.of());
      // Whoever asks may have agreed to what another, who leads by now, is about to decide.
      segment.whenLed(() -> tell(target, never, ask.segment(), false));
    } else {
      whenSafe(segment, () -> tell(target, decided, ask.segment(), true));
    }
  }

  /** What was decided here of a commit; null if it was not, or if all have done it. */
  TransactionTable.@Nullable Decided decided(Segment segment, OpId op) {
    return segment.state().transactions().decided(op);
  }

  /**
   * A segment is served from now on, perhaps not for the first time here: those it had decided for
   * are told, and what all others have agreed to meanwhile is decided.
   */
  void opened(Segment segment, long now) {
    Led target = parts.led().get(segment.id());
    if (target != null) {
      whenSafe(segment, () -> tellAgain(target, now));
      List.copyOf(open.values()).stream()
          .filter(one -> one.target == target && ready(one.unanswered.keySet()))
          .forEach(one -> decide(one, now));
    }
  }

  private void tellAgain(Led target, long now) {
    for (TransactionTable.Decided decided : target.segment().state().transactions().decided()) {
      if (!telling.containsKey(decided.op())) {
        Telling told = new Telling(target, decided, null);
        telling.put(decided.op(), told);
        tell(told, now);
      }
    }
  }

  /** A segment is led here no more: whoever waits for an answer asks its next primary. */
  void left(SegmentId segment) {
    open.values().stream().filter(one -> one.isOf(segment)).forEach(Open::stop);
    open.values().removeIf(one -> one.isOf(segment));
    telling.values().stream().filter(told -> told.isOf(segment)).forEach(Telling::stop);
    telling.values().removeIf(told -> told.isOf(segment));
  }

  private void abort(Open one, Result.Why why, long now) {
    one.stop();
    open.remove(one.op());
    participant.locks(one.target).end(one.commit.transaction(), now);
    aims.none(one.target, one.asked, why);
    TransactionTable.Decided aborted =
        new TransactionTable.Decided(one.commit.transaction(), one.op(), 0, List.of());
    one.others().forEach(portion -> tell(one.target, aborted, portion.segment(), false));
  }

  private void tell(
      Led target, TransactionTable.Decided decided, SegmentId segment, boolean commit) {
    send(
        segment,
        new TransactionMessage.Decided(
            decided.transaction(),
            decided.op(),
            target.segment().id(),
            segment,
            commit,
            decided.round()));
  }

  private void send(SegmentId to, TransactionMessage message) {
    Directory.Lead lead = parts.directory().lead(to);
    if (lead != null) {
      parts.post().send(lead.host(), new Message.Transactional(message));
    }
  }
}
