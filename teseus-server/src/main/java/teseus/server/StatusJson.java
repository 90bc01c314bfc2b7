package teseus.server;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import teseus.roulette.Offer;
import teseus.space.HostId;
import teseus.space.Template;
import teseus.space.host.Explained;
import teseus.space.host.HostStatus;
import teseus.space.host.StrategyChoice;
import teseus.space.wire.Beacon;
import teseus.space.wire.Envelope;
import teseus.space.wire.Leaving;
import teseus.space.wire.MetaState;

/** What goes on in a host as JSON, in the fields that {@code docs/dashboard.md} lists. */
final class StatusJson {
  /** Tokens told of one by one, at most. */
  static final int MOST_TOKENS = 120;

  /** Waiting operations told of one by one, at most. */
  static final int MOST_WAITING = 50;

  private StatusJson() {}

  static JsonObject host(HostStatus status, String url, String digest, long startedAt) {
    Offer offer = status.offer();
    return new JsonObject()
        .put("host", status.host().name())
        .put("store", Long.toHexString(status.store().id()))
        .put("incarnation", status.store().incarnation())
        .put("at", status.at())
        .put("uptimeMs", status.at() - startedAt)
        .put("http", url)
        .put("strategy", status.strategy().name())
        .put("weights", weights(status.strategy()))
        .put("config", digest)
        .put("meta", status.meta())
        .put("leader", status.leader().map(HostId::name).orElse(null))
        .put("standing", standing(status.leaving().orElse(null)))
        .put("clockOffMs", status.skew())
        .put("budget", offer.budgetBytes())
        .put("used", status.used())
        .put("free", offer.freeBytes())
        .put("cpuIdle", offer.cpuIdle())
        .put("diskIdle", offer.diskIdle())
        .put("availability", offer.availability())
        .put("segments", segments(status))
        .put("waiting", waiting(status))
        .put("waitingTotal", status.waitingTotal())
        .put("tokens", tokens(status))
        .put("tokensTotal", status.tokens())
        .put("reaches", new JsonArray(status.reaches().stream().map(Object::toString).toList()))
        .put("written", status.written())
        .put("taken", status.taken())
        .put("returned", status.returned())
        .put("expired", status.expired())
        .put("functions", new JsonArray(status.functions().stream().sorted().toList()))
        .put("active", status.active())
        .put("stranded", status.stranded());
  }

  /** Whether a host takes part, was added and does not yet, is being drained, or is drained. */
  static String standing(HostId host, MetaState meta) {
    Leaving leaving = meta.leaving().get(host);
    return leaving == null && !meta.roster().open(host) ? "joining" : standing(leaving);
  }

  /** Whether a host takes part, is being drained, or is drained. */
  static String standing(@Nullable Leaving leaving) {
    return leaving == null ? "member" : leaving.name().toLowerCase(Locale.ROOT);
  }

  static JsonObject weights(StrategyChoice strategy) {
    JsonObject weights = new JsonObject();
    new TreeMap<>(strategy.weights()).forEach(weights::put); // every host says it alike
    return weights;
  }

  private static JsonArray segments(HostStatus status) {
    JsonArray segments = new JsonArray();
    for (HostStatus.Led segment : status.segments()) {
      segments.add(
          new JsonObject()
              .put("id", segment.id().toString())
              .put("epoch", segment.epoch())
              .put("open", segment.open())
              .put("tokens", segment.tokens())
              .put("bytes", segment.bytes())
              .put("lsn", segment.lsn())
              .put("waiters", segment.waiters())
              .put("copies", copies(segment))
              .put("lacking", segment.lacking())
              .put("leaving", segment.leaving()));
    }
    return segments;
  }

  private static JsonArray copies(HostStatus.Led segment) {
    JsonArray copies = new JsonArray();
    for (HostStatus.Copy copy : segment.copies()) {
      copies.add(
          new JsonObject()
              .put("host", copy.host().name())
              .put("member", copy.member())
              .put("linked", copy.linked())
              .put("behind", copy.behind() < 0 ? null : copy.behind()));
    }
    return copies;
  }

  private static JsonArray waiting(HostStatus status) {
    JsonArray waiting = new JsonArray();
    for (HostStatus.Waits waits : status.waiting()) {
      waiting.add(
          new JsonObject()
              .put("op", waits.op().toString())
              .put("template", readable(waits.template()))
              .put("take", waits.take())
              .put("host", waits.host().name())
              .put("ageMs", waits.age()));
    }
    return waiting;
  }

  private static String readable(Template template) {
    StringBuilder text = new StringBuilder(template.type() == null ? "any" : template.type());
    template.conditions().forEach(condition -> text.append(' ').append(condition));
    return text.toString();
  }

  private static JsonArray tokens(HostStatus status) {
    JsonArray tokens = new JsonArray();
    for (Envelope token : status.newest()) {
      tokens.add(
          new JsonObject()
              .put("id", token.id().toString())
              .put("type", token.type())
              .put("bytes", token.fields().length)
              .put("born", token.born() >>> 16));
    }
    return tokens;
  }

  /** An auction as it is shown live. */
  static JsonObject auction(Explained auction, String entry) {
    JsonArray bids = new JsonArray();
    for (Explained.Bidder bidder : auction.bidders()) {
      bids.add(bid(bidder));
    }
    boolean waiting = auction.strategy().equals("waiting-taker");
    return new JsonObject()
        .put("at", auction.at())
        .put("token", auction.token().toString())
        .put("type", auction.demand().type())
        .put("bytes", auction.demand().bytes())
        .put("entry", entry)
        .put("strategy", auction.strategy())
        .put("draw", Double.isNaN(auction.draw()) ? null : auction.draw())
        .put("winner", auction.winner().map(Object::toString).orElse(null))
        .put("segment", auction.segment() == null ? null : auction.segment().toString())
        .put("reason", waiting ? "waiting taker" : auction.failure())
        .put("bids", bids);
  }

  private static JsonObject bid(Explained.Bidder bidder) {
    JsonObject bid =
        new JsonObject()
            .put("host", bidder.host().name())
            .put("score", bidder.score())
            .put("odds", bidder.odds())
            .put("place", bidder.place())
            .put("fate", bidder.fate().name().toLowerCase(Locale.ROOT))
            .put("ruledOut", bidder.place() == 0 ? ruledOut(bidder) : null)
            .put("why", bidder.why())
            .put("ageMs", bidder.age());
    Offer offer = bidder.offer();
    if (offer != null) {
      bid.put("free", offer.freeBytes())
          .put("budget", offer.budgetBytes())
          .put("cpuIdle", offer.cpuIdle())
          .put("diskIdle", offer.diskIdle())
          .put("availability", offer.availability());
    }
    if (bidder.fresh() != null) {
      bid.put("freeWhenAsked", bidder.fresh().freeBytes());
    }
    return bid;
  }

  private static String ruledOut(Explained.Bidder bidder) {
    return bidder.why() == null ? "no bid of it was known" : bidder.why();
  }

  static JsonObject pulse(Beacon beacon, int bytes) {
    int added = 0;
    int removed = 0;
    for (Map.Entry<?, Beacon.Changes> changes : beacon.changes().entrySet()) {
      added += changes.getValue().added().size();
      removed += changes.getValue().removed().size();
    }
    return new JsonObject()
        .put("host", beacon.host().name())
        .put("seq", beacon.sequence())
        .put("at", beacon.at())
        .put("added", added)
        .put("removed", removed)
        .put("bytes", bytes);
  }
}
