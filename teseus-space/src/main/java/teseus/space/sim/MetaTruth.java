package teseus.space.sim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import teseus.space.HostId;
import teseus.space.meta.Replica;
import teseus.space.spi.LogEntry;
import teseus.space.wire.Leaving;
import teseus.space.wire.LogRecord;
import teseus.space.wire.LogRecordCodec;
import teseus.space.wire.Message;
import teseus.space.wire.MetaCommand;
import teseus.space.wire.MetaImageCodec;
import teseus.space.wire.MetaState;
import teseus.space.wire.NumberedCommand;
import teseus.space.wire.VoterEntry;
import teseus.space.wire.VoterGroup;
import teseus.space.wire.VoterMessage;
import teseus.space.wire.VoterRecord;

/**
 * What META's voters have agreed on, reckoned from what is on their disks: one leader a term; what
 * is answered is safe at more than half of them; equal states by equal versions, everywhere; and at
 * the end each command of their log done once, and none that was answered missing.
 */
final class MetaTruth {
  private record Place(long group, long index, int term) {}

  private record Term(long group, int term) {}

  private final Supplier<Replica> replicas;
  private final TreeMap<Long, MetaImageCodec.Image> beginnings = new TreeMap<>();
  private final Map<HostId, Long> groups = new HashMap<>();
  private final Map<Term, HostId> leaders = new HashMap<>();
  private final Map<Place, Optional<NumberedCommand>> entries = new HashMap<>();
  private final Map<Place, Place> before = new HashMap<>();
  private final Map<HostId, TreeMap<Long, Place>> logs = new HashMap<>();
  private final List<TreeMap<Long, Place>> lost = new ArrayList<>();
  private final Set<Long> asked = new HashSet<>();
  private final Set<Long> safe = new HashSet<>();
  private final Map<Long, Optional<String>> told = new HashMap<>();
  private final Map<Long, MetaState> states = new HashMap<>();

  /**
   * Nothing is agreed on.
   *
   * @param replicas makes what commands change
   */
  MetaTruth(Supplier<Replica> replicas) {
    this.replicas = replicas;
  }

  /** A voter wrote something; returns the command in it, if there is one. */
  Optional<MetaCommand> appended(LogEntry entry) {
    if (record(entry) instanceof VoterRecord.Append append && append.entry().asked() != null) {
      NumberedCommand command = append.entry().asked();
      asked.add(command.number());
      return Optional.of(command.command());
    }
    return Optional.empty();
  }

  /** What a voter wrote is safe. */
  void forced(LogEntry entry) {
    HostId host = entry.segment().founder();
    TreeMap<Long, Place> log = logs.computeIfAbsent(host, any -> new TreeMap<>());
    VoterRecord record = record(entry);
    if (record instanceof VoterRecord.Begin begin) {
      begin(begin.image());
      groups.put(host, begin.image().state().voters().number());
      log.clear();
    } else if (record instanceof VoterRecord.CutFrom cut) {
      log.tailMap(cut.index(), true).clear();
    } else if (record instanceof VoterRecord.Keep keep) {
      Place last = new Place(group(host), keep.part().index(), keep.part().term());
      if (!last.equals(log.get(last.index))) {
        log.clear(); // a leader's state takes the place of a log that was left behind
        log.put(last.index, last);
      }
    } else if (record instanceof VoterRecord.Append append) {
      append(log, group(host), append.entry());
    }
  }

  /** A group begins with what META is where the one before ends, the same at each. */
  private void begin(MetaImageCodec.Image image) {
    long number = image.state().voters().number();
    MetaImageCodec.Image other = beginnings.putIfAbsent(number, image);
    Broken.unless(
        other == null || other.equals(image), "group %s begins with %s, %s", number, other, image);
    Broken.unless(
        number == 0 || entries.entrySet().stream().anyMatch(each -> names(each, image)),
        "group %s begins, and none before has safely named it",
        number);
  }

  private boolean names(
      Map.Entry<Place, Optional<NumberedCommand>> entry, MetaImageCodec.Image image) {
    VoterGroup next = image.state().voters();
    return entry.getKey().group == next.number() - 1
        && entry.getValue().isPresent()
        && safe.contains(entry.getValue().get().number())
        && entry.getValue().get().command().equals(new MetaCommand.ChangeVoters(next));
  }

  private long group(HostId host) {
    Long number = groups.get(host);
    if (number == null) {
      throw new Broken(host + " keeps META before a group of voters has begun");
    }
    return number;
  }

  /** A disk is gone; that it held something was promised before, and counts. */
  void wiped(HostId host) {
    groups.remove(host);
    TreeMap<Long, Place> log = logs.remove(host);
    if (log != null) {
      lost.add(log);
    }
  }

  /**
   * Whether this is the newest group, and more than half of it have its beginning on their disks.
   */
  boolean stands(VoterGroup group) {
    return !beginnings.isEmpty()
        && beginnings.lastKey() == group.number()
        && group.hosts().stream().filter(its -> has(its, group)).count() * 2
            > group.folders().size();
  }

  private boolean has(HostId host, VoterGroup group) {
    return Long.valueOf(group.number()).equals(groups.get(host));
  }

  /** The newest group of voters; null if none has begun. */
  @Nullable VoterGroup newest() {
    return beginnings.isEmpty() ? null : beginnings.lastEntry().getValue().state().voters();
  }

  private int majority(long group) {
    MetaImageCodec.Image beginning = beginnings.get(group);
    return beginning == null
        ? Integer.MAX_VALUE
        : beginning.state().voters().folders().size() / 2 + 1;
  }

  private void append(TreeMap<Long, Place> log, long group, VoterEntry entry) {
    Place place = new Place(group, entry.index(), entry.term());
    same(entries, place, Optional.ofNullable(entry.asked()));
    Place last = log.get(place.index - 1);
    if (last != null) {
      same(before, place, last);
    }
    log.put(place.index, place);
    long kept =
        Stream.concat(logs.values().stream(), lost.stream())
            .filter(all -> place.equals(all.get(place.index)))
            .count();
    if (entry.asked() != null && kept >= majority(group)) {
      safe.add(entry.asked().number());
    }
  }

  private static <V> void same(Map<Place, V> known, Place place, V value) {
    V other = known.putIfAbsent(place, value);
    Broken.unless(
        other == null || other.equals(value), "%s is one thing: %s, %s", place, other, value);
  }

  private static VoterRecord record(LogEntry entry) {
    if (LogRecordCodec.decode(entry.body()) instanceof LogRecord.Voter record) {
      return record.what();
    }
    throw new Broken("META's log holds a record of a segment");
  }

  /** A host says something to another. */
  void said(HostId from, Message message) {
    if (message instanceof Message.Voting voting
        && voting.what() instanceof VoterMessage.Append append) {
      Term term = new Term(voting.group(), append.term());
      HostId other = leaders.putIfAbsent(term, from);
      Broken.unless(
          other == null || other.equals(from),
          "META's %s has one leader: %s, %s",
          term,
          other,
          from);
    } else if (message instanceof Message.MetaTold answer && asked.contains(answer.ask())) {
      answered(answer.ask(), answer.refused());
    }
  }

  /** Somebody is told what became of a command. */
  void answered(long number, @Nullable String refused) {
    Broken.unless(safe.contains(number), "command %s is answered before it is safe", number);
    Optional<String> outcome = Optional.ofNullable(refused);
    Optional<String> before = told.putIfAbsent(number, outcome);
    Broken.unless(
        before == null || before.equals(outcome),
        "command %s is answered %s, and %s",
        number,
        before,
        outcome);
  }

  /** A host knows a state. */
  void known(HostId host, MetaState state) {
    state
        .leaving()
        .forEach(
            (left, how) ->
                Broken.unless(
                    how == Leaving.DRAINING || state.heldBy(left).isEmpty(),
                    "%s is drained, and holds %s",
                    left,
                    state.heldBy(left).keySet()));
    MetaState before = states.putIfAbsent(state.version(), state);
    Broken.unless(
        before == null || before.equals(state),
        "version %s of META is %s, and at %s %s",
        state.version(),
        before,
        host,
        state);
  }

  /** How many terms somebody led. */
  int terms() {
    return leaders.size();
  }

  /** How many commands were done or refused. */
  int commands() {
    return safe.size();
  }

  /** The version that the commands on the disks add up to, each done once. */
  long version() {
    Replica meta = replicas.get();
    Map<Long, Optional<String>> outcomes = new HashMap<>();
    if (!beginnings.isEmpty()) {
      meta.restore(beginnings.lastEntry().getValue().state());
      outcomes.putAll(beginnings.lastEntry().getValue().outcomes());
    }
    for (NumberedCommand command : log()) {
      outcomes.computeIfAbsent(
          command.number(), any -> Optional.ofNullable(meta.apply(command.command())));
    }
    told.forEach(
        (number, outcome) ->
            Broken.unless(
                outcome.equals(outcomes.get(number)),
                "command %s was answered %s, and the log has it as %s",
                number,
                outcome,
                outcomes.get(number)));
    MetaState known = states.get(meta.state().version());
    Broken.unless(
        known == null || known.equals(meta.state()),
        "META is %s where its log adds up to %s",
        known,
        meta.state());
    return meta.state().version();
  }

  /** The commands of the newest group's log, which all of it have, each the end of it at least. */
  private List<NumberedCommand> log() {
    ArrayDeque<NumberedCommand> commands = new ArrayDeque<>();
    Map<Long, Place> log = new HashMap<>();
    for (Place at = last(); at != null; at = before.get(at)) {
      log.put(at.index, at);
      Broken.unless(entries.containsKey(at), "nobody wrote %s", at);
      entries.getOrDefault(at, Optional.empty()).ifPresent(commands::addFirst);
      Broken.unless(at.index == 1 || before.containsKey(at), "nothing is before %s", at);
    }
    long newest = beginnings.isEmpty() ? 0 : beginnings.lastKey();
    logs.forEach(
        (host, its) ->
            its.values().stream()
                .filter(place -> place.group == newest)
                .forEach(
                    place ->
                        Broken.unless(
                            place.equals(log.get(place.index)),
                            "all is quiet, and %s has %s for %s",
                            host,
                            place,
                            log.get(place.index))));
    return List.copyOf(commands);
  }

  private @Nullable Place last() {
    return logs.values().stream()
        .filter(log -> !log.isEmpty())
        .map(log -> log.lastEntry().getValue())
        .filter(place -> place.group == beginnings.lastKey())
        .max(Comparator.comparingLong(Place::index))
        .orElse(null);
  }
}
