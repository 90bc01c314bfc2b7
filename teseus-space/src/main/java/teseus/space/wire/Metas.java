package teseus.space.wire;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import teseus.space.FieldIndex;
import teseus.space.HostId;

/** The bytes of META's commands and state. */
final class Metas {
  static final Kinds<MetaCommand> COMMANDS = new Kinds<>("a command to META");

  static {
    COMMANDS.add(
        1,
        MetaCommand.Register.class,
        (out, register) -> {
          Ids.host(out, register.host());
          out.fixed(register.store());
          out.fixed(register.folder());
          out.zigzag(register.incarnation());
          whereabouts(out, register.at());
          out.zigzag(register.segments());
        },
        in ->
            new MetaCommand.Register(
                Ids.host(in), in.fixed(), in.fixed(), in.zigzag(), whereabouts(in), in.int32()));
    COMMANDS.add(
        2,
        MetaCommand.SetStrategy.class,
        (out, set) -> {
          out.text(set.name());
          Ids.weights(out, set.weights());
        },
        in -> new MetaCommand.SetStrategy(in.text(), Ids.weights(in)));
    COMMANDS.add(
        3, MetaCommand.RaiseEra.class, (out, raise) -> {}, in -> new MetaCommand.RaiseEra());
    COMMANDS.add(
        4,
        MetaCommand.BeginSnapshot.class,
        (out, begin) -> {
          Ids.host(out, begin.master());
          Ids.segments(out, begin.segments());
        },
        in -> new MetaCommand.BeginSnapshot(Ids.host(in), Ids.segments(in)));
    COMMANDS.add(
        5,
        MetaCommand.CommitSnapshot.class,
        (out, commit) -> {
          out.zigzag(commit.round());
          Ids.bySegment(out, commit.cuts());
        },
        in -> new MetaCommand.CommitSnapshot(in.zigzag(), Ids.bySegment(in)));
    COMMANDS.add(
        6,
        MetaCommand.AbortSnapshot.class,
        (out, abort) -> {
          out.zigzag(abort.round());
          out.text(abort.why());
        },
        in -> new MetaCommand.AbortSnapshot(in.zigzag(), in.text()));
    COMMANDS.add(
        7,
        MetaCommand.DeclareIndex.class,
        (out, declare) -> index(out, declare.index()),
        in -> new MetaCommand.DeclareIndex(index(in)));
    COMMANDS.add(
        8,
        MetaCommand.Configure.class,
        (out, configure) -> {
          Ids.segment(out, configure.segment());
          out.zigzag(configure.expected());
          config(out, configure.next());
        },
        in -> new MetaCommand.Configure(Ids.segment(in), in.zigzag(), config(in)));
    COMMANDS.add(
        9,
        MetaCommand.Drain.class,
        (out, drain) -> Ids.host(out, drain.host()),
        in -> new MetaCommand.Drain(Ids.host(in)));
    COMMANDS.add(
        10,
        MetaCommand.Readmit.class,
        (out, readmit) -> Ids.host(out, readmit.host()),
        in -> new MetaCommand.Readmit(Ids.host(in)));
    COMMANDS.add(
        11,
        MetaCommand.Leave.class,
        (out, leave) -> Ids.host(out, leave.host()),
        in -> new MetaCommand.Leave(Ids.host(in)));
    addRoster();
  }

  private static void addRoster() {
    COMMANDS.add(
        12,
        MetaCommand.Admit.class,
        (out, admit) -> {
          Ids.host(out, admit.host());
          whereabouts(out, admit.at());
          out.zigzag(admit.segments());
        },
        in -> new MetaCommand.Admit(Ids.host(in), whereabouts(in), in.int32()));
    COMMANDS.add(
        13,
        MetaCommand.Knows.class,
        (out, knows) -> {
          Ids.host(out, knows.host());
          out.fixed(knows.store());
          out.zigzag(knows.number());
        },
        in -> new MetaCommand.Knows(Ids.host(in), in.fixed(), in.zigzag()));
    COMMANDS.add(
        14,
        MetaCommand.TakePart.class,
        (out, part) -> Ids.host(out, part.host()),
        in -> new MetaCommand.TakePart(Ids.host(in)));
    COMMANDS.add(
        15,
        MetaCommand.Remove.class,
        (out, remove) -> Ids.host(out, remove.host()),
        in -> new MetaCommand.Remove(Ids.host(in)));
    COMMANDS.add(
        16,
        MetaCommand.ChangeVoters.class,
        (out, change) -> voters(out, change.next()),
        in -> new MetaCommand.ChangeVoters(voters(in)));
  }

  private Metas() {}

  static void state(BytesOut out, MetaState state) {
    out.zigzag(state.version());
    out.zigzag(state.era());
    out.optional(state.strategy(), BytesOut::text);
    Ids.weights(out, state.weights());
    out.list(List.copyOf(state.indexes()), Metas::index);
    roster(out, state.roster());
    voters(out, state.voters());
    out.map(state.hosts(), Comparator.naturalOrder(), Ids::host, Metas::store);
    out.map(state.segments(), Comparator.naturalOrder(), Ids::segment, Metas::config);
    out.map(state.leaving(), Comparator.naturalOrder(), Ids::host, Metas::leaving);
    out.zigzag(state.round());
    out.optional(state.snapshot(), Metas::snapshot);
  }

  static MetaState state(BytesIn in) {
    return new MetaState(
        in.zigzag(),
        in.int32(),
        in.optional(BytesIn::text),
        Ids.weights(in),
        new TreeSet<>(in.list(Metas::index)),
        roster(in),
        voters(in),
        in.map(Ids::host, Metas::store),
        in.map(Ids::segment, Metas::config),
        in.map(Ids::host, Metas::leaving),
        in.zigzag(),
        in.optional(Metas::snapshot));
  }

  static void roster(BytesOut out, Roster roster) {
    out.zigzag(roster.number());
    out.map(roster.members(), Comparator.naturalOrder(), Ids::host, Metas::listed);
    out.map(
        roster.removed(),
        Comparator.naturalOrder(),
        Ids::host,
        (bytes, segments) -> bytes.zigzag(segments));
  }

  static Roster roster(BytesIn in) {
    return new Roster(
        in.zigzag(), in.map(Ids::host, Metas::listed), in.map(Ids::host, BytesIn::int32));
  }

  private static void voters(BytesOut out, VoterGroup group) {
    out.zigzag(group.number());
    out.map(group.folders(), Comparator.naturalOrder(), Ids::host, BytesOut::fixed);
  }

  private static VoterGroup voters(BytesIn in) {
    long number = in.zigzag();
    Map<HostId, Long> folders = in.map(Ids::host, BytesIn::fixed);
    try {
      return new VoterGroup(number, folders);
    } catch (IllegalArgumentException e) {
      throw in.malformed("expected who keeps META, found that " + e.getMessage());
    }
  }

  private static void listed(BytesOut out, Member member) {
    whereabouts(out, member.at());
    out.zigzag(member.segments());
    out.zigzag(member.since());
    out.flag(member.open());
    out.zigzag(member.knows());
  }

  private static Member listed(BytesIn in) {
    Whereabouts at = whereabouts(in);
    int segments = in.int32();
    long since = in.zigzag();
    boolean open = in.flag();
    long knows = in.zigzag();
    try {
      return new Member(at, segments, since, open, knows);
    } catch (IllegalArgumentException e) {
      throw in.malformed("expected a host of the list, found that " + e.getMessage());
    }
  }

  private static void whereabouts(BytesOut out, Whereabouts at) {
    out.text(at.address());
    out.zigzag(at.port());
    out.zigzag(at.http());
  }

  private static Whereabouts whereabouts(BytesIn in) {
    String address = in.text();
    int port = in.int32();
    int http = in.int32();
    try {
      return new Whereabouts(address, port, http);
    } catch (IllegalArgumentException e) {
      throw in.malformed("expected where a host can be reached, found that " + e.getMessage());
    }
  }

  private static void index(BytesOut out, FieldIndex index) {
    out.text(index.type());
    out.text(index.path());
    out.flag(index.ordered());
  }

  private static FieldIndex index(BytesIn in) {
    String type = in.text();
    String path = in.text();
    boolean ordered = in.flag();
    try {
      return new FieldIndex(type, path, ordered);
    } catch (IllegalArgumentException e) {
      throw in.malformed("expected an index, found that " + e.getMessage());
    }
  }

  private static void config(BytesOut out, SegmentConfig config) {
    out.zigzag(config.epoch());
    out.fixed(config.log());
    out.list(config.members(), Metas::member);
  }

  private static SegmentConfig config(BytesIn in) {
    long epoch = in.zigzag();
    long log = in.fixed();
    List<StoreName> members = in.list(Metas::member);
    try {
      return new SegmentConfig(epoch, log, members);
    } catch (IllegalArgumentException e) {
      throw in.malformed("expected who keeps a segment, found that " + e.getMessage());
    }
  }

  private static void member(BytesOut out, StoreName member) {
    Ids.host(out, member.host());
    out.fixed(member.id());
  }

  private static StoreName member(BytesIn in) {
    return new StoreName(Ids.host(in), in.fixed());
  }

  private static void store(BytesOut out, MetaState.Store store) {
    out.fixed(store.id());
    out.fixed(store.folder());
    out.zigzag(store.incarnation());
  }

  private static MetaState.Store store(BytesIn in) {
    return new MetaState.Store(in.fixed(), in.fixed(), in.zigzag());
  }

  private static void leaving(BytesOut out, Leaving leaving) {
    Ids.choice(out, leaving);
  }

  private static Leaving leaving(BytesIn in) {
    return Ids.choice(in, Leaving.values());
  }

  private static void snapshot(BytesOut out, MetaState.Snapshot snapshot) {
    out.zigzag(snapshot.round());
    Ids.host(out, snapshot.master());
    Ids.segments(out, snapshot.segments());
  }

  private static MetaState.Snapshot snapshot(BytesIn in) {
    return new MetaState.Snapshot(in.zigzag(), Ids.host(in), Ids.segments(in));
  }
}
