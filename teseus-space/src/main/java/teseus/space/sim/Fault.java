package teseus.space.sim;

/** What may go wrong. */
public enum Fault {
  /** A process is killed; a part of what was not forced is lost. */
  CRASH,
  /** All processes are killed at once. */
  POWER_CUT,
  /** A process stands still for a while, its clock does not. */
  PAUSE,
  /** A connection breaks. */
  BREAK,
  /** What one host says to another gets lost for a while. */
  ONE_WAY,
  /** A host hears nobody and is heard by nobody for a while. */
  PARTITION,
  /** Forcing takes up to a hundred times as long for a while. */
  SLOW_DISK,
  /** A disk is lost, and its host comes back on an empty one; in some runs alone. */
  WIPE,
  /**
   * The last batch that a disk had forced is gone when its host comes back; in some runs alone,
   * where hosts find an end that is not whole after other crashes, too.
   */
  TEAR,
  /** A disk fails: its host halts, and is started again at once or when the disk works again. */
  DISK_ERROR,
  /** A disk hangs for a while: it forces nothing, and does not fail; in some runs alone. */
  DISK_HANG,
  /** A disk is nearly full for a while: its host takes nothing more in. */
  DISK_FULL,
  /** A wall clock is set, by milliseconds or by seconds, forwards or back. */
  CLOCK_JUMP,
  /** A host is drained, stopped when it is, or taken back; in some runs alone. */
  DRAIN,
  /** From now on other shares of messages are lost, repeated and late. */
  WEATHER
}
