package teseus.space.wire;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import teseus.roulette.Offer;
import teseus.space.Condition;
import teseus.space.Edits;
import teseus.space.Event;
import teseus.space.FieldIndex;
import teseus.space.HostId;
import teseus.space.Limits;
import teseus.space.LookUp;
import teseus.space.OpId;
import teseus.space.Position;
import teseus.space.SegmentId;
import teseus.space.SessionId;
import teseus.space.Template;
import teseus.space.TokenId;
import teseus.space.Tuple;

/** At least one of every record, with values that differ so that none can stand for another. */
final class Samples {
  static final HostId HERA = new HostId("hera");
  static final HostId ZEUS = new HostId("zeus-2");
  static final SegmentId SEGMENT = new SegmentId(HERA, 3);
  static final SegmentId META = new SegmentId(ZEUS, SegmentId.META);
  static final SessionId SESSION = new SessionId(7, 0xFEDCBA9876543210L);
  static final OpId OP = new OpId(SESSION, 300);
  static final TokenId TOKEN = new TokenId(new OpId(new SessionId(0, 5), 1));
  static final FieldIndex INDEX = new FieldIndex("Job", "of.host", false);
  static final Offer OFFER = new Offer("hera", 1000, 2000, 0.25, 0.5, 0.75);
  static final Envelope ENVELOPE =
      new Envelope(
          TOKEN,
          "Job",
          TupleCodec.encode(Tuple.of("Job", Map.of("size", 5)), Limits.DEFAULT),
          1_790_000_000_000L << 16 | 4,
          Long.MAX_VALUE,
          7);
  static final Active ACTIVE = new Active(TOKEN, "echo", "Job", new byte[] {6, 7, 8}, 15);
  static final Envelope OTHER = new Envelope(new TokenId(OP), "caf\u00e9", new byte[0], 1, 2);
  static final Envelope SUBTYPE =
      new Envelope(
          TOKEN,
          "Job",
          TupleCodec.encode(
              Tuple.of("Job", List.of("Task", "caf\u00e9"), Map.of("size", 6), Limits.DEFAULT),
              Limits.DEFAULT),
          5,
          6);
  static final Template TEMPLATE =
      Template.ofType("Job")
          .where("of.host", "hera")
          .where("size", 5)
          .where("share", 0.5)
          .where("exact", new BigDecimal("0.12345678901234567890"))
          .where("none", null)
          .where("flags", List.of(true, false, Map.of("deep", -1)))
          .and(Condition.in("one", 1, "two", null))
          .and(
              Condition.or(
                  Condition.not(Condition.lt("n", 5)),
                  Condition.and(Condition.between("s", "a", "b"), Condition.exists("e"))))
          .and(Condition.gt("n", 2.5))
          .and(Condition.prefix("p", "caf\u00e9"));

  static final Edits EDITS =
      Edits.set("of.host", "hera")
          .then(Edits.increment("size", 5))
          .then(Edits.append("list", 0.5))
          .then(Edits.putIfAbsent("first", null))
          .then(Edits.remove("gone"));

  static final Portion PORTION =
      new Portion(
          SEGMENT,
          5,
          2,
          List.of(TOKEN),
          List.of(new Portion.Take(OP, TOKEN)),
          List.of(new Portion.Write(TOKEN, "Job", new byte[] {4, 5}, 6)));

  static final List<Action> ACTIONS =
      List.of(
          new Action.Write("Job", new byte[] {1, 2, 3}, 60_000, null),
          new Action.Write("Job", new byte[0], 8, new Action.Restored(TOKEN, 9, 10)),
          new Action.Eval("echo", "Job", new byte[] {4, 5}, 70_000),
          new Action.Take(TEMPLATE, null),
          new Action.Take(Template.any(), TOKEN),
          new Action.Cancel(),
          new Action.Update(TOKEN, 3, "Job", new byte[] {4}),
          new Action.Modify(TOKEN, EDITS),
          new Action.Renew(TOKEN, 60_000),
          new Action.CancelLease(TOKEN),
          new Action.Lock(OP, 10, true, TEMPLATE, null),
          new Action.Lock(OP, 11, false, Template.any(), TOKEN),
          new Action.Commit(
              OP, 12, List.of(PORTION, new Portion(META, 0, 0, List.of(), List.of(), List.of()))));

  static final List<Result> RESULTS =
      List.of(
          new Result.Written(TOKEN, 12),
          new Result.Taken(ENVELOPE),
          new Result.Locked(ENVELOPE, 5, 3),
          new Result.Committed(),
          new Result.None(Result.Why.ABORTED, null),
          new Result.None(Result.Why.FULL, OFFER),
          new Result.None(Result.Why.CANCELLED, null),
          new Result.None(Result.Why.NO_FUNCTION, null),
          new Result.Refused(Result.Refusal.BUSY, 4),
          new Result.Updated(ENVELOPE),
          new Result.Conflict(5),
          new Result.Unfit("no list"),
          new Result.LeaseCancelled(TOKEN));

  private static final SegmentConfig CONFIG =
      new SegmentConfig(5, -6, List.of(new StoreName(HERA, -5), new StoreName(ZEUS, 7)));

  private static final Whereabouts AT = new Whereabouts("10.0.0.9", 7100, 8080);
  private static final Roster ROSTER =
      new Roster(
          4,
          Map.of(HERA, Member.seed(AT, 1), ZEUS, new Member(AT, 2, 3, true, 1)),
          Map.of(new HostId("juno"), 2));

  private static final VoterGroup VOTERS = new VoterGroup(2, Map.of(HERA, -1L, ZEUS, 3L));

  private static final MoveId MOVE = new MoveId(SEGMENT, -19, 39);

  static final List<MetaCommand> COMMANDS =
      List.of(
          new MetaCommand.Register(HERA, -5, -7, 6, AT, 2),
          new MetaCommand.Admit(ZEUS, AT, 3),
          new MetaCommand.Knows(ZEUS, -8, 9),
          new MetaCommand.TakePart(ZEUS),
          new MetaCommand.Remove(HERA),
          new MetaCommand.ChangeVoters(VOTERS),
          new MetaCommand.Configure(SEGMENT, 4, CONFIG),
          new MetaCommand.SetStrategy("best-fit", Map.of("memory", 0.5, "cpu", 2.0)),
          new MetaCommand.RaiseEra(),
          new MetaCommand.BeginSnapshot(ZEUS, List.of(SEGMENT, META)),
          new MetaCommand.CommitSnapshot(3, Map.of(SEGMENT, 44L)),
          new MetaCommand.AbortSnapshot(4, "hera does not answer"),
          new MetaCommand.DeclareIndex(INDEX),
          new MetaCommand.Drain(HERA),
          new MetaCommand.Readmit(HERA),
          new MetaCommand.Leave(ZEUS));

  static final List<MetaState> STATES =
      List.of(
          MetaState.EMPTY,
          new MetaState(
              10,
              11,
              "uniform",
              Map.of("w", 1.5),
              new TreeSet<>(Set.of(INDEX, new FieldIndex("Job", "size", true))),
              ROSTER,
              VOTERS,
              Map.of(HERA, new MetaState.Store(-1, 5, 2), ZEUS, new MetaState.Store(3, -6, 4)),
              Map.of(SEGMENT, CONFIG),
              Map.of(HERA, Leaving.DRAINING, ZEUS, Leaving.DRAINED),
              12,
              new MetaState.Snapshot(13, ZEUS, List.of(META))));

  private static final MetaImageCodec.Image IMAGE =
      new MetaImageCodec.Image(
          STATES.get(1), Map.of(-7L, Optional.empty(), 8L, Optional.of("not so")));
  private static final VoterEntry TERM = new VoterEntry(4, 2, null);
  private static final VoterEntry ENTRY =
      new VoterEntry(5, 3, new NumberedCommand(-6, new MetaCommand.RaiseEra()));
  private static final VoterPart PART = new VoterPart(7, 8, 0, 2, new byte[] {1, 2});
  private static final VoterMessage.Round ROUND = new VoterMessage.Round(9, 10);

  static final List<VoterRecord> VOTER_RECORDS =
      List.of(
          new VoterRecord.Begin(IMAGE),
          new VoterRecord.Term(1, null),
          new VoterRecord.Term(2, ZEUS),
          new VoterRecord.Append(TERM),
          new VoterRecord.Append(ENTRY),
          new VoterRecord.CutFrom(3),
          new VoterRecord.CutUntil(4),
          new VoterRecord.Keep(PART),
          new VoterRecord.Drop(5));

  static final List<VoterMessage> VOTER_MESSAGES =
      List.of(
          new VoterMessage.Has(),
          new VoterMessage.Begins(IMAGE),
          new VoterMessage.Append(3, 3, 1, 2, List.of(TERM, ENTRY), ROUND),
          new VoterMessage.Append(3, 0, 0, 0, List.of(), ROUND),
          new VoterMessage.Appended(1, 2, ROUND),
          new VoterMessage.NotAppended(1, 2, ROUND),
          new VoterMessage.Install(9, true, 7, 8, 2, PART, List.of(HERA, ZEUS), ROUND),
          new VoterMessage.Install(9, false, 7, 8, 3, null, List.of(), ROUND),
          new VoterMessage.Installed(1, 2, 3, ROUND),
          new VoterMessage.PreVote(1, 2, 3),
          new VoterMessage.PreVoted(1, true),
          new VoterMessage.Vote(1, 2, 3, true),
          new VoterMessage.Voted(1, false));
  private static final List<Replication.Span> SPANS =
      List.of(new Replication.Span(1, 0), new Replication.Span(3, 7));

  static final List<LogRecord> RECORDS =
      Stream.<LogRecord>concat(
              Stream.of(
                  new LogRecord.Lead(1),
                  new LogRecord.Put(2, OP, 20, ENVELOPE),
                  new LogRecord.Put(2, OP, 20, SUBTYPE),
                  new LogRecord.Take(3, OP, 21, TOKEN),
                  new LogRecord.Return(4, OP, TOKEN),
                  new LogRecord.Expire(5, TOKEN),
                  new LogRecord.Eval(12, OP, 25, ACTIVE),
                  new LogRecord.Computed(13, ENVELOPE),
                  new LogRecord.Lapse(14, TOKEN),
                  new LogRecord.Listed(15, ROSTER),
                  new LogRecord.Open(6, SESSION),
                  new LogRecord.End(7, SESSION),
                  new LogRecord.Era(8, 22),
                  new LogRecord.Turn(9, SESSION, 23),
                  new LogRecord.Cut(10, 24),
                  new LogRecord.Update(12, OP, 25, TOKEN, "Job", new byte[] {1, 2}, 26),
                  new LogRecord.Renew(13, OP, 27, TOKEN, 28),
                  new LogRecord.CancelLease(14, OP, 29, TOKEN),
                  new LogRecord.Prepare(
                      12, OP, TOKEN.write(), 25, META, PORTION.takes(), List.of(ENVELOPE, OTHER)),
                  new LogRecord.Decide(
                      13, OP, TOKEN.write(), 26, PORTION.takes(), List.of(OTHER), List.of(META)),
                  new LogRecord.Resolve(14, OP, true),
                  new LogRecord.Settled(15, OP),
                  new LogRecord.Out(16, TOKEN, META, -17),
                  new LogRecord.In(17, MOVE, ENVELOPE),
                  new LogRecord.Never(18, MOVE),
                  new LogRecord.Done(19, 36, TOKEN),
                  new LogRecord.Back(20, 37, TOKEN),
                  new LogRecord.Forget(21, SEGMENT, -18, 38),
                  new LogRecord.Note(15, SEGMENT, -1, 30, 31, 32, 35, true, false, 33, 34, SPANS),
                  new LogRecord.Void(16)),
              VOTER_RECORDS.stream().map(record -> new LogRecord.Voter(11, record)))
          .toList();

  static final List<Message> MESSAGES =
      Stream.of(
              operations(),
              waits(),
              follows(),
              sessions(),
              hosts(),
              transactions(),
              moves(),
              copies())
          .flatMap(each -> each)
          .toList();

  static final List<Beacon> BEACONS =
      List.of(
          new Beacon(
              HERA, -1, 1, 2, 3, 4, OFFER, 6, Map.of(), Set.of(), 5, "", Set.of(), Map.of(), false),
          new Beacon(
              ZEUS,
              Long.MIN_VALUE,
              1,
              2,
              3,
              4,
              OFFER,
              Long.MAX_VALUE,
              Map.of(
                  SEGMENT,
                  new Beacon.Changes(6, 7, 8, true, List.of(ENVELOPE, OTHER), List.of(TOKEN)),
                  META,
                  new Beacon.Changes(9, 10, 11, false, List.of(), List.of())),
              Set.of(HERA, ZEUS),
              12,
              "d1ge57",
              Set.of("echo", "word.count"),
              Map.of(HERA, new Beacon.Clock(-1, 2, -3)),
              true));

  private Samples() {}

  private static Stream<Message> moves() {
    return Stream.<MoveMessage>of(
            new MoveMessage.Bring(MOVE, META, -2, ENVELOPE),
            new MoveMessage.Settled(MOVE, META, true, 3),
            new MoveMessage.Over(SEGMENT, -4, 5, META))
        .map(Message.Moving::new);
  }

  private static Stream<Message> copies() {
    List<Replication.Logged> records =
        List.of(
            new Replication.Logged(1, new byte[] {1, 2}), new Replication.Logged(2, new byte[0]));
    return Stream.<Replication>of(
            new Replication.Claim(SEGMENT, 1, -2, 3),
            new Replication.Holds(SEGMENT, 1, -2, 3, SPANS, Replication.Holds.BROKEN),
            new Replication.Ship(SEGMENT, 1, -2, true, 3, records, 4),
            new Replication.Acked(SEGMENT, 1, -2, 3, 4),
            new Replication.Deposed(SEGMENT, 1, -2, 3),
            new Replication.ImagePart(SEGMENT, 1, -2, 3, SPANS, 4, 5, new byte[] {6}),
            new Replication.PullImage(SEGMENT, 1, -2, 3, 4),
            new Replication.HandOver(SEGMENT, 1, -2, 3),
            new Replication.Resign(SEGMENT, 1, -2),
            new Replication.Doubtful(SEGMENT, 1, -2, 3, 4, 5, List.of(6L, 0L)),
            new Replication.Confirm(SEGMENT, 1, -2, 3),
            new Replication.Confirmed(SEGMENT, 1, -2, 3))
        .map(Message.Replicated::new);
  }

  private static Stream<Message> follows() {
    Set<Event.Kind> two = Set.of(Event.Kind.WRITTEN, Event.Kind.EXPIRED);
    return Stream.of(
        new Message.Follow(1, SEGMENT, TEMPLATE, Event.Kind.all(), new Position.Mark(-2, 3)),
        new Message.Follow(4, SEGMENT, Template.any(), two, null),
        new Message.Followed(
            1,
            SEGMENT,
            2,
            -3,
            4,
            5,
            9,
            true,
            List.of(
                new Happening(6, Event.Kind.WRITTEN, ENVELOPE),
                new Happening(7, Event.Kind.RETURNED, OTHER))),
        new Message.Followed(1, SEGMENT, 2, 3, 4, 4, 4, false, List.of()),
        new Message.Unfollow(1, SEGMENT));
  }

  private static Stream<Message> operations() {
    return Stream.of(
            ACTIONS.stream().map(action -> new Message.Aim(OP, 1, 2, SEGMENT, 3, 4, action)),
            RESULTS.stream().map(result -> new Message.Answer(OP, 1, 2, SEGMENT, 3, result)),
            Stream.of(
                new Message.Peek(1, SEGMENT, TEMPLATE, true, true),
                new Message.Peeked(1, SEGMENT, 2, ENVELOPE, true, 3, false, 4),
                new Message.Peeked(1, SEGMENT, 2, null, false, 3, true, 0),
                new Message.Count(1, SEGMENT, TEMPLATE),
                new Message.Counted(1, SEGMENT, 2),
                new Message.Explain(1, SEGMENT, TEMPLATE),
                new Message.Explained(
                    1,
                    SEGMENT,
                    List.of(
                        new LookUp("Job", Optional.of("index on key"), 9, 3, 2, true),
                        new LookUp("Job", Optional.empty(), 9, 9, 9, false))),
                new Message.Locate(1, SEGMENT, TOKEN),
                new Message.Located(1, SEGMENT, true, 2, 3),
                new Message.Page(1, SEGMENT, TEMPLATE, 2, -1, 3),
                new Message.Paged(1, SEGMENT, List.of(ENVELOPE, OTHER), 2, 3, true)))
        .flatMap(each -> each);
  }

  private static Stream<Message> waits() {
    return Stream.of(
        new Message.Wait(OP, 1, 2, SEGMENT, TEMPLATE, true, true, 3, null),
        new Message.Wait(OP, 1, 2, SEGMENT, TEMPLATE, true, true, 3, TOKEN.write()),
        new Message.Armed(OP, 1, 2, SEGMENT, 3),
        new Message.Unwait(OP, 1, SEGMENT),
        new Message.Call(OP, 1, 2, SEGMENT, 3, TOKEN),
        new Message.Shown(OP, 1, 2, SEGMENT, ENVELOPE),
        new Message.Decline(OP, 1, 2, SEGMENT, TOKEN));
  }

  private static Stream<Message> sessions() {
    return Stream.of(
        new Message.Fence(OP, 1, SEGMENT),
        new Message.Fenced(OP, 1, SEGMENT, null),
        new Message.Fenced(OP, 1, SEGMENT, RESULTS.get(0)),
        new Message.GiveBack(OP, 2, SEGMENT),
        new Message.GivenBack(OP, 2, SEGMENT, true),
        new Message.KeepAlive(Map.of(SESSION, 3L, new SessionId(7, 1), 4L)),
        new Message.EndSession(SESSION),
        new Message.AskSessions(5, SEGMENT),
        new Message.ToldSessions(6, Map.of(SESSION, 7L), List.of(SESSION)));
  }

  private static Stream<Message> hosts() {
    return Stream.of(
            Stream.of(
                new Message.Hello(HERA, -4, 5, Map.of(SEGMENT, 6L, META, 7L), 8, true),
                new Message.PullView(SEGMENT, 1),
                new Message.ViewPart(
                    SEGMENT, 1, 2, true, List.of(ENVELOPE, OTHER), List.of(TOKEN), false),
                new Message.MetaAsk(1, null),
                new Message.MetaElsewhere(1, HERA),
                new Message.MetaElsewhere(2, null),
                new Message.HasCut(1, SEGMENT, 2),
                new Message.PullPart(1, SEGMENT, 2),
                new Message.Part(1, SEGMENT, 2, List.of(ENVELOPE), -1)),
            COMMANDS.stream().map(command -> new Message.MetaAsk(1, command)),
            STATES.stream().map(state -> new Message.MetaTold(1, "why", state, HERA)),
            STATES.stream().map(state -> new Message.MetaTold(0, null, state, null)),
            VOTER_MESSAGES.stream().map(what -> new Message.Voting(-1, what)))
        .flatMap(each -> each);
  }

  private static Stream<Message> transactions() {
    OpId commit = TOKEN.write();
    return Stream.of(
            new TransactionMessage.Look(1, SEGMENT, TEMPLATE, OP, true),
            new TransactionMessage.Unlock(OP, SEGMENT),
            new TransactionMessage.Extend(OP, SEGMENT, 2),
            new TransactionMessage.Prepare(OP, commit, 3, 4, META, PORTION),
            new TransactionMessage.Voted(commit, META, SEGMENT, TransactionMessage.Vote.FULL),
            new TransactionMessage.Decided(OP, commit, META, SEGMENT, true, 5),
            new TransactionMessage.Applied(commit, META, SEGMENT),
            new TransactionMessage.Ask(OP, commit, META, SEGMENT))
        .map(Message.Transactional::new);
  }
}
