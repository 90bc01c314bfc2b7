package teseus.space.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import teseus.space.OpId;
import teseus.space.SegmentId;
import teseus.space.TokenId;
import teseus.space.host.Recovered;
import teseus.space.host.SnapshotSink;
import teseus.space.spi.LogEntry;
import teseus.space.wire.Envelope;
import teseus.space.wire.EnvelopeCodec;
import teseus.space.wire.LogRecord;
import teseus.space.wire.LogRecordCodec;

/**
 * Global snapshots, taken all the while. Each that completes must be one consistent cut of the logs
 * (PROTOCOL.md, "Global snapshot"): what was handed over is what each log adds up to before its
 * cut, with all of each transaction that was decided before and nothing of any other; and whatever
 * is in the cut, all that its client had been told before is in it too.
 */
final class Rounds {
  /** One snapshot; of use only once it is complete. */
  private final class Round implements SnapshotSink {
    private final SimulatedHost master;
    private final int incarnation;
    private final Map<SegmentId, Map<TokenId, byte[]>> parts = new HashMap<>();
    private long money;
    private Map<SegmentId, Long> cuts = Map.of();
    private long number;
    private @Nullable String failed;

    Round(SimulatedHost master) {
      this.master = master;
      this.incarnation = master.incarnation();
    }

    @Override
    public void begun(long round) {
      number = round;
    }

    @Override
    public void committed(Map<SegmentId, Long> vector) {
      cuts = vector;
    }

    @Override
    public void part(
        SegmentId segment, List<Envelope> tokens, Consumer<@Nullable String> wantsMore) {
      Map<TokenId, byte[]> part = parts.computeIfAbsent(segment, any -> new HashMap<>());
      for (Envelope token : tokens) {
        byte[] before = part.put(token.id(), EnvelopeCodec.encode(token));
        Broken.unless(before == null, "%s is twice in snapshot %s", token.id(), number);
        money += CutTransactions.isAccount(token) ? CutTransactions.money(token) : 0;
      }
      agenda.after(
          random.nextInt(5),
          () -> {
            if (master.incarnation() == incarnation) {
              master.run(host -> wantsMore.accept(null));
            }
          });
    }

    @Override
    public void complete() {
      complete.add(this);
    }

    @Override
    public void failed(String why) {
      failed = why;
    }
  }

  /** Where an operation's record is. */
  private record Place(SegmentId segment, long lsn) {
    boolean before(Map<SegmentId, Long> cuts) {
      Long cut = cuts.get(segment);
      return cut != null && lsn < cut;
    }
  }

  private final List<SimulatedHost> machines;
  private final Agenda agenda;
  private final RandomGenerator random;
  private final List<Round> complete = new ArrayList<>();

  Rounds(List<SimulatedHost> machines, Agenda agenda, RandomGenerator random) {
    this.machines = machines;
    this.agenda = agenda;
    this.random = random;
  }

  /** A machine begins a snapshot, if it runs. */
  void act() {
    SimulatedHost machine = machines.get(random.nextInt(machines.size()));
    if (machine.running()) {
      Round round = new Round(machine);
      machine.run(host -> host.snapshot(round, machine.clock()));
    }
  }

  /** All is mended and quiet: a snapshot completes, however often one was given up before. */
  void last(long patience) {
    int before = complete.size();
    long deadline = agenda.now() + patience;
    Round round = new Round(machines.get(0));
    while (complete.size() == before && agenda.now() < deadline) {
      round = new Round(machines.get(random.nextInt(machines.size())));
      Round begun = round;
      begun.master.run(host -> host.snapshot(begun, begun.master.clock()));
      long next = agenda.now() + 1_000;
      while (complete.size() == before && begun.failed == null && agenda.step(next)) {}
      next = agenda.now() + 100;
      while (complete.size() == before && agenda.step(next)) {}
    }
    Broken.unless(
        complete.size() > before, "all is quiet, and no snapshot completes: %s", round.failed);
  }

  /** Every snapshot that was completed is a consistent cut. */
  void check(Stores stores, List<Asked> asked) {
    List<LogEntry> entries = stores.decided().values().stream().flatMap(List::stream).toList();
    Map<OpId, Place> places = places(entries);
    for (Round round : complete) {
      exact(round, entries);
      closed(round, asked, places);
    }
  }

  private static Map<OpId, Place> places(List<LogEntry> entries) {
    Map<OpId, Place> places = new HashMap<>();
    for (LogEntry entry : entries) {
      LogRecord record = LogRecordCodec.decode(entry.body());
      OpId op = by(record);
      if (op != null) {
        places.put(op, new Place(entry.segment(), entry.lsn()));
      }
    }
    return places;
  }

  /** The operation that a record is of; null if it is of none. */
  private static @Nullable OpId by(LogRecord record) {
    if (record instanceof LogRecord.Put put) {
      return put.op();
    } else if (record instanceof LogRecord.Eval eval) {
      return eval.op();
    } else if (record instanceof LogRecord.Take take) {
      return take.op();
    } else if (record instanceof LogRecord.Update update) {
      return update.op();
    } else if (record instanceof LogRecord.Renew renew) {
      return renew.op();
    }
    return record instanceof LogRecord.CancelLease cancel ? cancel.op() : null;
  }

  /** What was handed over is what the logs add up to, with no transaction done in part. */
  private static void exact(Round round, List<LogEntry> entries) {
    Recovered before = new Recovered(1);
    CutTransactions transactions = new CutTransactions();
    CutMoves moves = new CutMoves();
    Set<TokenId> all = new HashSet<>();
    for (LogEntry entry : entries) {
      Long cut = round.cuts.get(entry.segment());
      if (cut != null && entry.lsn() < cut) {
        before.entry(entry);
        LogRecord record = LogRecordCodec.decode(entry.body());
        transactions.before(entry.segment(), record);
        moves.before(entry.segment(), entry.lsn(), record);
      } else if (cut != null && entry.lsn() == cut) {
        Broken.unless(
            LogRecordCodec.decode(entry.body()) instanceof LogRecord.Cut its
                && its.round() == round.number,
            "snapshot %s cuts %s at %s, where the log has no such cut",
            round.number,
            entry.segment(),
            cut);
      }
    }
    round.cuts.forEach(
        (segment, cut) -> {
          Map<TokenId, byte[]> part = round.parts.getOrDefault(segment, Map.of());
          Map<TokenId, byte[]> logged = before.tokens(segment);
          transactions.complete(segment, logged);
          moves.complete(segment, logged);
          part.keySet()
              .forEach(
                  id ->
                      Broken.unless(
                          all.add(id), "%s is in two parts of snapshot %s", id, round.number));
          Broken.unless(
              part.keySet().equals(logged.keySet()),
              "snapshot %s holds %s of %s, and its log before the cut %s",
              round.number,
              part.keySet(),
              segment,
              logged.keySet());
          part.forEach(
              (id, token) ->
                  Broken.unless(
                      Arrays.equals(token, logged.get(id)),
                      "snapshot %s holds %s of %s as it was not at the cut",
                      round.number,
                      id,
                      segment));
        });
    Broken.unless(
        round.money == transactions.money(),
        "snapshot %s holds %s of money, and %s was put in: half of a transaction",
        round.number,
        round.money,
        transactions.money());
  }

  /**
   * Whoever was told of one thing before he asked for the next has both in the cut, or not both.
   */
  private static void closed(Round round, List<Asked> asked, Map<OpId, Place> places) {
    Map<String, Asked> latest = new HashMap<>();
    for (Asked one : asked) {
      Place place = places.get(one.id());
      if (place != null && place.before(round.cuts)) {
        Asked known = latest.get(one.client());
        if (known == null || known.begun() < one.begun()) {
          latest.put(one.client(), one);
        }
      }
    }
    for (Asked one : asked) {
      Asked later = latest.get(one.client());
      Place place = places.get(one.id());
      if (later != null && place != null && one.outcome() == Asked.Outcome.DONE) {
        Broken.unless(
            place.before(round.cuts) || one.ended() >= later.begun(),
            "snapshot %s holds what %s did, and not %s before it",
            round.number,
            later,
            one);
      }
    }
  }
}
