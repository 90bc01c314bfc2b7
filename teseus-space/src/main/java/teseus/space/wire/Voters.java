package teseus.space.wire;

/** The bytes of what META's voters say and keep. Tags within message 90 and log record 50. */
final class Voters {
  static final Kinds<VoterMessage> MESSAGES = new Kinds<>("a voter's message");
  static final Kinds<VoterRecord> RECORDS = new Kinds<>("a voter's record");

  static {
    addAppends();
    addInstalls();
    addVotes();
    addGroups();
    addRecords();
  }

  private Voters() {}

  static void addTo(Kinds<Message> kinds) {
    kinds.add(
        90,
        Message.Voting.class,
        (out, voting) -> {
          out.zigzag(voting.group());
          MESSAGES.write(out, voting.what());
        },
        in -> new Message.Voting(in.zigzag(), MESSAGES.read(in)));
  }

  static void addRecordsTo(Kinds<LogRecord> kinds) {
    kinds.add(
        50,
        LogRecord.Voter.class,
        (out, voter) -> {
          out.fixed(voter.at());
          RECORDS.write(out, voter.what());
        },
        in -> new LogRecord.Voter(in.fixed(), RECORDS.read(in)));
  }

  static void least(String name, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "a voter's " + name + " is at least " + least + ", was " + value);
    }
  }

  private static void addAppends() {
    MESSAGES.add(
        1,
        VoterMessage.Append.class,
        (out, append) -> {
          out.zigzag(append.term());
          out.zigzag(append.beforeIndex());
          out.zigzag(append.beforeTerm());
          out.zigzag(append.committed());
          out.list(append.entries(), Voters::entry);
          round(out, append.round());
        },
        in ->
            new VoterMessage.Append(
                in.int32(),
                in.zigzag(),
                in.int32(),
                in.zigzag(),
                in.list(Voters::entry),
                round(in)));
    MESSAGES.add(
        2,
        VoterMessage.Appended.class,
        (out, appended) -> {
          out.zigzag(appended.term());
          out.zigzag(appended.last());
          round(out, appended.round());
        },
        in -> new VoterMessage.Appended(in.int32(), in.zigzag(), round(in)));
    MESSAGES.add(
        3,
        VoterMessage.NotAppended.class,
        (out, not) -> {
          out.zigzag(not.term());
          out.zigzag(not.expected());
          round(out, not.round());
        },
        in -> new VoterMessage.NotAppended(in.int32(), in.zigzag(), round(in)));
  }

  private static void addInstalls() {
    MESSAGES.add(
        4,
        VoterMessage.Install.class,
        (out, install) -> {
          out.zigzag(install.term());
          out.flag(install.leads());
          out.zigzag(install.index());
          out.zigzag(install.indexTerm());
          out.zigzag(install.parts());
          out.optional(install.part(), Voters::part);
          out.list(install.from(), Ids::host);
          round(out, install.round());
        },
        in ->
            new VoterMessage.Install(
                in.int32(),
                in.flag(),
                in.zigzag(),
                in.int32(),
                in.int32(),
                in.optional(Voters::part),
                in.list(Ids::host),
                round(in)));
    MESSAGES.add(
        5,
        VoterMessage.Installed.class,
        (out, installed) -> {
          out.zigzag(installed.term());
          out.zigzag(installed.index());
          out.zigzag(installed.part());
          round(out, installed.round());
        },
        in -> new VoterMessage.Installed(in.int32(), in.zigzag(), in.int32(), round(in)));
  }

  private static void addVotes() {
    MESSAGES.add(
        6,
        VoterMessage.PreVote.class,
        (out, vote) -> {
          out.zigzag(vote.term());
          out.zigzag(vote.lastIndex());
          out.zigzag(vote.lastTerm());
        },
        in -> new VoterMessage.PreVote(in.int32(), in.zigzag(), in.int32()));
    MESSAGES.add(
        7,
        VoterMessage.PreVoted.class,
        (out, voted) -> {
          out.zigzag(voted.term());
          out.flag(voted.granted());
        },
        in -> new VoterMessage.PreVoted(in.int32(), in.flag()));
    MESSAGES.add(
        8,
        VoterMessage.Vote.class,
        (out, vote) -> {
          out.zigzag(vote.term());
          out.zigzag(vote.lastIndex());
          out.zigzag(vote.lastTerm());
          out.flag(vote.sticky());
        },
        in -> new VoterMessage.Vote(in.int32(), in.zigzag(), in.int32(), in.flag()));
    MESSAGES.add(
        9,
        VoterMessage.Voted.class,
        (out, voted) -> {
          out.zigzag(voted.term());
          out.flag(voted.granted());
        },
        in -> new VoterMessage.Voted(in.int32(), in.flag()));
  }

  private static void addGroups() {
    MESSAGES.add(10, VoterMessage.Has.class, (out, has) -> {}, in -> new VoterMessage.Has());
    MESSAGES.add(
        11,
        VoterMessage.Begins.class,
        (out, begins) -> image(out, begins.image()),
        in -> new VoterMessage.Begins(image(in)));
  }

  private static void image(BytesOut out, MetaImageCodec.Image image) {
    out.bytes(MetaImageCodec.encode(image));
  }

  private static MetaImageCodec.Image image(BytesIn in) {
    return MetaImageCodec.decode(in.bytes());
  }

  private static void addRecords() {
    RECORDS.add(
        1,
        VoterRecord.Begin.class,
        (out, begin) -> image(out, begin.image()),
        in -> new VoterRecord.Begin(image(in)));
    RECORDS.add(
        2,
        VoterRecord.Term.class,
        (out, term) -> {
          out.zigzag(term.term());
          out.optional(term.vote(), Ids::host);
        },
        in -> new VoterRecord.Term(in.int32(), in.optional(Ids::host)));
    RECORDS.add(
        3,
        VoterRecord.Append.class,
        (out, append) -> entry(out, append.entry()),
        in -> new VoterRecord.Append(entry(in)));
    RECORDS.add(
        4,
        VoterRecord.CutFrom.class,
        (out, cut) -> out.zigzag(cut.index()),
        in -> new VoterRecord.CutFrom(in.zigzag()));
    RECORDS.add(
        5,
        VoterRecord.CutUntil.class,
        (out, cut) -> out.zigzag(cut.index()),
        in -> new VoterRecord.CutUntil(in.zigzag()));
    RECORDS.add(
        6,
        VoterRecord.Keep.class,
        (out, keep) -> part(out, keep.part()),
        in -> new VoterRecord.Keep(part(in)));
    RECORDS.add(
        7,
        VoterRecord.Drop.class,
        (out, drop) -> out.zigzag(drop.index()),
        in -> new VoterRecord.Drop(in.zigzag()));
  }

  private static void entry(BytesOut out, VoterEntry entry) {
    out.zigzag(entry.index());
    out.zigzag(entry.term());
    out.optional(entry.asked(), Voters::asked);
  }

  private static VoterEntry entry(BytesIn in) {
    return new VoterEntry(in.zigzag(), in.int32(), in.optional(Voters::asked));
  }

  private static void asked(BytesOut out, NumberedCommand asked) {
    out.fixed(asked.number());
    Metas.COMMANDS.write(out, asked.command());
  }

  private static NumberedCommand asked(BytesIn in) {
    return new NumberedCommand(in.fixed(), Metas.COMMANDS.read(in));
  }

  private static void part(BytesOut out, VoterPart part) {
    out.zigzag(part.index());
    out.zigzag(part.term());
    out.zigzag(part.part());
    out.zigzag(part.parts());
    out.bytes(part.bytes());
  }

  private static VoterPart part(BytesIn in) {
    return new VoterPart(in.zigzag(), in.int32(), in.int32(), in.int32(), in.bytes());
  }

  private static void round(BytesOut out, VoterMessage.Round round) {
    out.zigzag(round.query());
    out.zigzag(round.flow());
  }

  private static VoterMessage.Round round(BytesIn in) {
    return new VoterMessage.Round(in.zigzag(), in.zigzag());
  }
}
