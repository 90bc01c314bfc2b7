package teseus.space.host;

/**
 * Whether a primary's own disk gets on with a segment's log. One that hangs fails nothing and gives
 * nothing back, while all links stand. Its time is counted in ticks: those that a paused process
 * misses do not count against its disk.
 */
final class OwnDisk {
  private final SegmentLog log;
  private final int patience;
  private long forced;
  private int idle;

  /**
   * One that has owed nothing yet.
   *
   * @param patience after how many ticks without a step one that owes a force hangs
   */
  OwnDisk(SegmentLog log, int patience) {
    this.log = log;
    this.patience = patience;
  }

  void tick() {
    boolean idles = log.forced() == forced && forced < log.next();
    idle = idles ? idle + 1 : 0;
    forced = log.forced();
  }

  /** Whether it has owed a force for so long, and has not got on since. */
  boolean hangs() {
    return idle > patience && log.forced() == forced;
  }
}
