package teseus.space.wire;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import teseus.roulette.Offer;
import teseus.space.HostId;
import teseus.space.OpId;
import teseus.space.SegmentId;
import teseus.space.SessionId;
import teseus.space.TokenId;

/** The bytes of names, and of what is sent everywhere under them. */
final class Ids {
  private static final Comparator<SessionId> BY_ERA =
      Comparator.comparingInt(SessionId::era).thenComparingLong(SessionId::nonce);

  private Ids() {}

  static void host(BytesOut out, HostId host) {
    out.text(host.name());
  }

  static HostId host(BytesIn in) {
    return new HostId(in.name());
  }

  static void segment(BytesOut out, SegmentId segment) {
    host(out, segment.founder());
    out.zigzag(segment.index());
  }

  static SegmentId segment(BytesIn in) {
    return new SegmentId(host(in), in.int32());
  }

  static void segments(BytesOut out, List<SegmentId> segments) {
    out.list(segments, Ids::segment);
  }

  static List<SegmentId> segments(BytesIn in) {
    return in.list(Ids::segment);
  }

  static void session(BytesOut out, SessionId session) {
    out.zigzag(session.era());
    out.fixed(session.nonce());
  }

  static SessionId session(BytesIn in) {
    return new SessionId(in.int32(), in.fixed());
  }

  static void op(BytesOut out, OpId op) {
    session(out, op.session());
    out.varint(op.number());
  }

  static OpId op(BytesIn in) {
    return new OpId(session(in), in.varint());
  }

  static void token(BytesOut out, TokenId token) {
    op(out, token.write());
  }

  static TokenId token(BytesIn in) {
    return new TokenId(op(in));
  }

  static void envelope(BytesOut out, Envelope token) {
    token(out, token.id());
    out.text(token.type());
    out.bytes(token.fields());
    out.fixed(token.born());
    out.fixed(token.until());
    out.varint(token.version());
  }

  static Envelope envelope(BytesIn in) {
    return new Envelope(token(in), in.name(), in.bytes(), in.fixed(), in.fixed(), in.varint());
  }

  static void active(BytesOut out, Active active) {
    token(out, active.id());
    out.text(active.function());
    out.text(active.type());
    out.bytes(active.fields());
    out.fixed(active.until());
  }

  static Active active(BytesIn in) {
    return new Active(token(in), in.name(), in.name(), in.bytes(), in.fixed());
  }

  /** Segments with their epochs, or with any other number each. */
  static void bySegment(BytesOut out, Map<SegmentId, Long> numbers) {
    out.map(numbers, Comparator.naturalOrder(), Ids::segment, BytesOut::zigzag);
  }

  static Map<SegmentId, Long> bySegment(BytesIn in) {
    return in.map(Ids::segment, BytesIn::zigzag);
  }

  static void bySession(BytesOut out, Map<SessionId, Long> numbers) {
    out.map(numbers, BY_ERA, Ids::session, BytesOut::zigzag);
  }

  static Map<SessionId, Long> bySession(BytesIn in) {
    return in.map(Ids::session, BytesIn::zigzag);
  }

  static void weights(BytesOut out, Map<String, Double> weights) {
    out.map(weights, Comparator.naturalOrder(), BytesOut::text, BytesOut::real);
  }

  static Map<String, Double> weights(BytesIn in) {
    return in.map(BytesIn::text, BytesIn::real);
  }

  static void offer(BytesOut out, Offer offer) {
    out.text(offer.bidder());
    out.zigzag(offer.freeBytes());
    out.zigzag(offer.budgetBytes());
    out.real(offer.cpuIdle());
    out.real(offer.diskIdle());
    out.real(offer.availability());
  }

  static Offer offer(BytesIn in) {
    return new Offer(in.text(), in.zigzag(), in.zigzag(), in.real(), in.real(), in.real());
  }

  /** An enum's place; the places are part of the layout. */
  static void choice(BytesOut out, Enum<?> choice) {
    out.octet(choice.ordinal());
  }

  static <E extends Enum<E>> E choice(BytesIn in, E[] choices) {
    int place = in.octet();
    if (place >= choices.length) {
      throw in.before(1, "expected 0 to " + (choices.length - 1) + ", found " + place);
    }
    return choices[place];
  }
}
