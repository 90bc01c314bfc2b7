package teseus.space.wire;

import teseus.space.Event;

/**
 * Something that happened in a segment, as its log has it.
 *
 * @param lsn of the record
 * @param kind not {@code GAP}
 * @param token what it happened to
 */
public record Happening(long lsn, Event.Kind kind, Envelope token) {
  /** What keeping it costs, in bytes. */
  public long cost() {
    return token.cost();
  }
}
