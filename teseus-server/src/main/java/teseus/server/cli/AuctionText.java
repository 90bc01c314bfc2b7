package teseus.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.function.UnaryOperator;

/**
 * An auction as people read it.
 *
 * @param auction as {@code /v1/auctions} tells it
 */
record AuctionText(JsonNode auction) {
  private static final String WAITING_TAKER = "waiting-taker";

  String text(Ink ink) {
    return head(ink) + "\n" + bids(ink);
  }

  private String head(Ink ink) {
    String entry = auction.path("entry").asText();
    return ink.bold("token " + said("token"))
        + ": "
        + said("type")
        + ", "
        + HostCommand.bytes(auction.path("bytes"))
        + (entry.isEmpty() ? "" : ", written through " + Table.visible(entry))
        + (auction.path("at").isNumber()
            ? " at " + Instant.ofEpochMilli(auction.path("at").asLong())
            : "")
        + "\n"
        + strategy()
        + "\n"
        + outcome(ink)
        + "\n";
  }

  private String said(String field) {
    return Table.visible(auction.path(field).asText("-"));
  }

  private String strategy() {
    if (auction.path("strategy").asText().equals(WAITING_TAKER)) {
      return "no draw: a taker was waiting for such a token";
    }
    JsonNode draw = auction.path("draw");
    return "by "
        + said("strategy")
        + (draw.isNumber() ? ", drew " + Figures.decimal(draw.asDouble()) : ", nothing was drawn");
  }

  private String outcome(Ink ink) {
    if (auction.path("winner").isTextual()) {
      return ink.good("won by " + said("winner") + ", kept in " + said("segment"));
    }
    JsonNode reason = auction.path("reason");
    return reason.isTextual()
        ? ink.bad("kept nowhere: " + Table.visible(reason.asText()))
        : "not placed yet";
  }

  private String bids(Ink ink) {
    Table table =
        new Table(
            "#PLACE",
            "HOST",
            "#FREE",
            "#OF",
            "#CPU IDLE",
            "#DISK IDLE",
            "#AVAILABLE",
            "#SCORE",
            "#ODDS",
            "BECAME");
    for (JsonNode bid : auction.path("bids")) {
      boolean won = bid.path("fate").asText().equals("won");
      UnaryOperator<String> colour = won ? ink::good : UnaryOperator.identity();
      int place = bid.path("place").asInt();
      boolean known = bid.path("budget").isNumber();
      table.row(
          colour,
          place > 0 ? String.valueOf(place) : "-",
          bid.path("host").asText(),
          HostCommand.bytes(bid.path("free")),
          HostCommand.bytes(bid.path("budget")),
          HostCommand.share(bid.path("cpuIdle")),
          HostCommand.share(bid.path("diskIdle")),
          HostCommand.share(bid.path("availability")),
          known ? Figures.decimal(bid.path("score").asDouble()) : "-",
          known ? Figures.percent(bid.path("odds").asDouble()) : "-",
          became(bid));
    }
    return table.text(ink);
  }

  private String became(JsonNode bid) {
    String why = bid.path("why").asText("");
    String reason = why.isEmpty() || bid.path("why").isNull() ? "" : ": " + why;
    return switch (bid.path("fate").asText()) {
      case "won" -> "won";
      case "refused" -> "asked, and refused" + reason;
      case "ruled_out" -> "ruled out" + reason;
      case "silent" -> "not asked: no bid of it was known";
      case "not_needed" ->
          auction.path("winner").isTextual()
              ? "not asked: " + auction.path("winner").asText() + " came before it"
              : "no answer known";
      default -> "not known";
    };
  }
}
