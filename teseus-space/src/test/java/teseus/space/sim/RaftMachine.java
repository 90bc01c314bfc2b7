package teseus.space.sim;

import java.util.ArrayDeque;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import teseus.space.HostId;
import teseus.space.meta.MetaSettings;
import teseus.space.meta.MetaStore;
import teseus.space.meta.VoterFound;
import teseus.space.meta.VoterHost;
import teseus.space.meta.VoterParts;
import teseus.space.spi.Image;
import teseus.space.spi.Log;
import teseus.space.spi.LogEntry;
import teseus.space.wire.MetaState;
import teseus.space.wire.StoreName;
import teseus.space.wire.VoterMessage;

/**
 * A machine that runs one voter at a time on its disk: it crashes and starts again, or is paused
 * and hears all at once what it missed.
 */
final class RaftMachine {
  /** Takes what a voter says to another. */
  interface Mouth {
    void say(HostId to, long group, VoterMessage message);
  }

  private final HostId name;
  private final MetaSettings settings;
  private final Agenda agenda;
  private final Trace trace;
  private final RandomGenerator random;
  private final RaftTruth truth;
  private final Mouth network;
  private final VoterParts parts;
  private final Supplier<SimulatedDisk> disks;
  private final ArrayDeque<Consumer<MetaStore>> backlog = new ArrayDeque<>();
  private SimulatedDisk disk;
  private long store = 1;
  private @Nullable MetaStore voter;
  private @Nullable SimulatedLog log;
  private boolean paused;
  private int slow = 1;
  private int incarnation;
  private long version;

  /**
   * A machine with an empty disk.
   *
   * @param disks makes empty disks
   * @param network takes what its voter says to others
   * @param parts what its voter is made of
   */
  RaftMachine(
      HostId name,
      MetaSettings settings,
      Agenda agenda,
      Trace trace,
      RandomGenerator random,
      RaftTruth truth,
      Supplier<SimulatedDisk> disks,
      Mouth network,
      VoterParts parts) {
    this.name = name;
    this.settings = settings;
    this.agenda = agenda;
    this.trace = trace;
    this.random = random;
    this.truth = truth;
    this.network = network;
    this.parts = parts;
    this.disks = disks;
    this.disk = disks.get();
  }

  HostId name() {
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

  /** The version that its voter last told of. */
  long version() {
    return version;
  }

  void start() {
    incarnation++;
    trace.add(name.name(), "start", incarnation, incarnation);
    VoterFound found = new VoterFound();
    disk.replay(
        new Log.Recovery() {
          @Override
          public void image(Image image) {
            throw new Broken("simulated disks keep every entry");
          }

          @Override
          public void entry(LogEntry entry) {
            found.entry(entry);
          }
        });
    SimulatedLog opened =
        new SimulatedLog(agenda, disk, () -> random.nextInt(4) * (long) slow, false, new Forces());
    log = opened;
    voter =
        parts.keeper(
            new StoreName(name, store),
            settings,
            opened,
            found,
            new CasRegister(),
            new Surroundings(),
            random,
            this::agreed);
    happens(
        its -> {
          its.start();
          if (store == 1 && settings.voters().contains(name)) {
            its.begin();
          }
        });
  }

  /** The number of the disk that it runs on. */
  long store() {
    return store;
  }

  /** Its disk is gone, and what ran on it. */
  void wipe() {
    crash();
    trace.add(name.name(), "wipe", store, (int) store);
    store++;
    disk = disks.get();
  }

  /** Whether it runs a voter. */
  boolean votes() {
    return voter != null && voter.votes();
  }

  private final class Forces implements Log.Listener {
    @Override
    public void forced(long position) {
      happens(its -> its.forced(position));
    }

    @Override
    public void failed(Exception cause) {
      throw new Broken("no disk fails here: " + cause);
    }
  }

  private void agreed(MetaState state, boolean leads) {
    version = state.version();
    truth.agreed(name, state);
  }

  void crash() {
    trace.add(name.name(), "crash", incarnation, incarnation);
    if (log != null) {
      log.close();
    }
    disk.crash();
    voter = null;
    log = null;
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
  void happens(Consumer<MetaStore> what) {
    MetaStore its = voter;
    if (its == null || log == null) {
      return;
    }
    if (paused) {
      backlog.add(what);
      return;
    }
    what.accept(its);
    while (its.run()) {}
    log.flush();
  }

  private final class Surroundings implements VoterHost {
    private final int its = incarnation;

    @Override
    public long now() {
      return agenda.now();
    }

    @Override
    public Runnable after(long ms, Runnable task) {
      agenda.after(
          ms,
          () -> {
            if (its == incarnation) {
              happens(any -> task.run());
            }
          });
      return () -> {}; // whoever was called off passes it over
    }

    @Override
    public void send(HostId to, long group, VoterMessage message) {
      network.say(to, group, message);
    }
  }
}
