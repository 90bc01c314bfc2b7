package teseus.space.sim;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What some runs go through, and others do not, as their seeds say. Each trial has chance of its
 * own, so that one more of them leaves all other runs what they were.
 */
final class Trials {
  private final long seed;
  private final SimulationSettings settings;

  Trials(long seed, SimulationSettings settings) {
    this.seed = seed;
    this.settings = settings;
  }

  /** Every fourth run is of hosts that are added and removed. */
  boolean grows() {
    return settings.faults() && settings.hosts() > 1 && new SplittableRandom(~seed).nextInt(4) == 0;
  }

  /** In every sixth run disks are lost, if there are copies of what is on them. */
  boolean wipes() {
    return happens(Fault.WIPE, 6);
  }

  /** In every fourth run ends of logs are not whole, if there are copies of what is in them. */
  boolean tears() {
    return happens(Fault.TEAR, 4);
  }

  /** In every third run segments are in memory alone, if several stores are to hold each. */
  boolean replicated() {
    return settings.faults() && chance("REPLICATED").nextInt(3) == 0;
  }

  /** In every fourth run disks fail, or are full. */
  boolean diskErrors() {
    return happens(Fault.DISK_ERROR, 4);
  }

  /** In every fifth run disks hang. */
  boolean diskHangs() {
    return happens(Fault.DISK_HANG, 5);
  }

  /** In every fifth run clocks are set, and none is as fast as the others. */
  boolean clockJumps() {
    return happens(Fault.CLOCK_JUMP, 5);
  }

  /** In every third run others come to keep META; not where disks are lost, theirs perhaps. */
  boolean elects() {
    return settings.faults() && !wipes() && electing().nextInt(3) == 0;
  }

  /** In every third run clients say what they have heard of META; what they look for, and when. */
  @Nullable SplittableRandom looks(int client) {
    return settings.faults() && chance("LOOK").nextInt(3) == 0 ? chance("LOOK " + client) : null;
  }

  /** In every third run tokens go from one segment to another. */
  boolean moves() {
    return settings.faults() && moving().nextInt(3) == 0;
  }

  /** Where chance comes from that is of moves alone. */
  SplittableRandom moving() {
    return chance("MOVE");
  }

  /** Where chance comes from that is of those who keep META alone. */
  SplittableRandom electing() {
    return new SplittableRandom(~seed - 1);
  }

  private boolean happens(Fault fault, int oneIn) {
    return settings.faults() && chance(fault).nextInt(oneIn) == 0;
  }

  /** Where chance comes from that is of one fault alone. */
  SplittableRandom chance(Fault fault) {
    return chance(fault.name());
  }

  private SplittableRandom chance(String what) {
    return new SplittableRandom(seed ^ (long) what.hashCode() << Integer.SIZE);
  }
}
