package teseus.space.host;

/**
 * Does what is due again and again, however little happens: ends sessions and followers that were
 * not heard of, keeps this host's own sessions alive, lets go of log, and has primaries told what
 * room there is.
 */
final class Housekeeping {
  private static final long CHECKPOINT_MS = 5_000;

  /** How often primaries are told what room there is for copies, in {@code ack-ms}. */
  private static final int ROOM_TOLD = 5;

  /** How often sessions are looked through in the lease of one. */
  private static final int SESSIONS_SEEN = 5;

  private static final long LAPSE_RESENDS = 4 * Subscribed.RENEWALS;

  private final HostSettings settings;
  private final Timers timers;
  private final SessionKeeper keeper;
  private final Asker asker;
  private final Feeds feeds;
  private final Checkpoints checkpoints;
  private final CopyKeeper copies;
  private final Clearing clearing;

  Housekeeping(
      HostSettings settings,
      Timers timers,
      SessionKeeper keeper,
      Asker asker,
      Feeds feeds,
      Checkpoints checkpoints,
      CopyKeeper copies,
      Clearing clearing) {
    this.settings = settings;
    this.timers = timers;
    this.keeper = keeper;
    this.asker = asker;
    this.feeds = feeds;
    this.checkpoints = checkpoints;
    this.copies = copies;
    this.clearing = clearing;
  }

  /** Begins, and goes on for ever. */
  void start(long now) {
    sessions(now);
    log(now);
    room(now);
  }

  private void sessions(long now) {
    keeper.expire(now);
    asker.keepAlive(now);
    feeds.lapse(now - settings.times().resend() * LAPSE_RESENDS);
    timers.at(now + settings.sessionLeaseMs() / SESSIONS_SEEN, this::sessions);
  }

  private void log(long now) {
    checkpoints.tick(now);
    timers.at(now + CHECKPOINT_MS, this::log);
  }

  private void room(long now) {
    copies.tick();
    clearing.tick(now);
    timers.at(now + Math.max(1, settings.copies().ackMs() / ROOM_TOLD), this::room);
  }
}
