package teseus.space.host;

import java.nio.charset.StandardCharsets;
import teseus.roulette.Offer;
import teseus.space.Condition;
import teseus.space.HostId;
import teseus.space.OpId;
import teseus.space.SegmentId;
import teseus.space.SessionId;
import teseus.space.Template;
import teseus.space.TokenId;
import teseus.space.wire.Envelope;

/** SomeTokens, offers and templates for tests of what hosts tell each other. */
final class SomeTokens {
  static final HostId HERA = new HostId("hera");
  static final HostId ZEUS = new HostId("zeus");
  static final HostId ATHENA = new HostId("athena");
  static final SegmentId HERA_0 = new SegmentId(HERA, 0);
  static final SegmentId HERA_1 = new SegmentId(HERA, 1);
  static final SegmentId ZEUS_0 = new SegmentId(ZEUS, 0);

  /** A template matches fields that are, as text, the value of its first condition. */
  static final TupleMatcher BY_TEXT =
      (template, type, fields) ->
          (template.type() == null || template.type().equals(type))
              && (template.conditions().isEmpty()
                  || new String(fields, StandardCharsets.UTF_8)
                      .equals(((Condition.Equal) template.conditions().get(0)).value()));

  private SomeTokens() {}

  static TokenId id(long number) {
    return new TokenId(new OpId(new SessionId(1, 7), number));
  }

  static Envelope token(long number, String type, String text) {
    return token(number, type, text.getBytes(StandardCharsets.UTF_8));
  }

  static Envelope token(long number, String type, byte[] fields) {
    return new Envelope(id(number), type, fields, number << 16, Long.MAX_VALUE);
  }

  static Template text(String type, String text) {
    return Template.ofType(type).where("text", text);
  }

  static Offer offer(HostId host, long free) {
    return new Offer(host.name(), free, 1_000_000, 0.5, 0.5, 1);
  }
}
