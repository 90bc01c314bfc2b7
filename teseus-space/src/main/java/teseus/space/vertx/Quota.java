package teseus.space.vertx;

/** So much a second: a count of events, and of bytes. A second begins with its first event. */
final class Quota {
  private static final long SECOND_MS = 1_000;

  private final int maxEvents;
  private final long maxBytes;
  private long began = Long.MIN_VALUE;
  private int events;
  private long bytes;

  Quota(int maxEvents, long maxBytes) {
    this.maxEvents = maxEvents;
    this.maxBytes = maxBytes;
  }

  /** Whether an event of that size still fits now; does not count it. */
  boolean allows(long now, long size) {
    if (began == Long.MIN_VALUE || now - began >= SECOND_MS) {
      began = now;
      events = 0;
      bytes = 0;
    }
    return events < maxEvents && bytes + size <= maxBytes;
  }

  /** Counts an event that was allowed. */
  void spend(long size) {
    events++;
    bytes += size;
  }
}
