package teseus.space.sim;

import io.microraft.model.message.RaftMessage;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A machine that runs one voter at a time on its disk: it crashes and starts again, or is paused
 * and hears all at once what it missed.
 */
final class RaftMachine {
  private final RaftVoter.Name name;
  private final List<RaftVoter.Name> all;
  private final Agenda agenda;
  private final Trace trace;
  private final RandomGenerator random;
  private final RaftTruth truth;
  private final BiConsumer<RaftVoter.Name, RaftMessage> network;
  private final RaftParts parts;
  private final RaftDisk disk;
  private final ArrayDeque<Consumer<RaftVoter>> backlog = new ArrayDeque<>();
  private @Nullable RaftVoter voter;
  private boolean paused;
  private boolean forcing;
  private int slow = 1;
  private int incarnation;

  /**
   * A machine with an empty disk.
   *
   * @param network takes what its voter says to others
   * @param parts what its voter is made of
   */
  RaftMachine(
      RaftVoter.Name name,
      List<RaftVoter.Name> all,
      Agenda agenda,
      Trace trace,
      RandomGenerator random,
      RaftTruth truth,
      BiConsumer<RaftVoter.Name, RaftMessage> network,
      RaftParts parts) {
    this.name = name;
    this.all = all;
    this.agenda = agenda;
    this.trace = trace;
    this.random = random;
    this.truth = truth;
    this.network = network;
    this.parts = parts;
    this.disk = new RaftDisk(random);
  }

  RaftVoter.Name name() {
    return name;
  }

  boolean up() {
    return voter != null;
  }

  boolean running() {
    return voter != null && !paused;
  }

  boolean paused() {
    return paused;
  }

  int incarnation() {
    return incarnation;
  }

  void start() {
    incarnation++;
    trace.add(name.name(), "start", incarnation, incarnation);
    forcing = false;
    voter =
        new RaftVoter(
            name,
            all,
            disk,
            new RaftTurns(agenda::now, this::after),
            parts.gate(disk.size()),
            parts.mender(),
            random,
            truth,
            network);
    happens(RaftVoter::run);
  }

  void crash() {
    trace.add(name.name(), "crash", incarnation, incarnation);
    disk.crash();
    if (voter != null) {
      voter.survived(disk.size());
    }
    voter = null;
    paused = false;
    backlog.clear();
  }

  void pause() {
    trace.add(name.name(), "pause", "", 0);
    paused = true;
  }

  void resume() {
    trace.add(name.name(), "resume", backlog.size(), backlog.size());
    paused = false;
    while (!backlog.isEmpty()) {
      happens(backlog.remove());
    }
  }

  /** How many times slower than usual its disk is. */
  void slow(int times) {
    slow = times;
  }

  /** Something happens to the voter that runs now; later if it is paused, never if none runs. */
  void happens(Consumer<RaftVoter> what) {
    if (voter == null) {
      return;
    }
    if (paused) {
      backlog.add(what);
      return;
    }
    what.accept(voter);
    voter.run();
    force();
  }

  private void after(long ms, Runnable what) {
    later(ms, any -> what.run());
  }

  private void later(long ms, Consumer<RaftVoter> what) {
    int its = incarnation;
    agenda.after(
        ms,
        () -> {
          if (its == incarnation) {
            happens(what);
          }
        });
  }

  /** One force at a time, of all that was written by then. */
  private void force() {
    if (forcing || !disk.dirty()) {
      return;
    }
    forcing = true;
    int count = disk.size();
    later(
        random.nextInt(4) * (long) slow,
        forced -> {
          disk.force(count);
          forcing = false;
          forced.forced(count);
        });
  }
}
