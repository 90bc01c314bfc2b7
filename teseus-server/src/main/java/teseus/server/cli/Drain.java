package teseus.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;

/** Has a host drained, and tells what it still has and why, whenever that changes. */
final class Drain {
  private static final long BETWEEN_LOOKS_MS = 500;

  private final HostCalls hosts;
  private final String name;
  private final String path;
  private final PrintStream out;
  private String told = "";

  Drain(HostCalls hosts, String name, PrintStream out) {
    this.hosts = hosts;
    this.name = name;
    this.path = "/v1/hosts/" + URLEncoder.encode(name, StandardCharsets.UTF_8) + "/drain";
    this.out = out;
  }

  void begin() {
    tell(hosts.put(path));
  }

  /** Takes the host back. */
  void cancel() {
    tell(hosts.delete(path));
  }

  /** Waits until the host holds nothing; or takes part again, since somebody else wanted that. */
  void await() throws InterruptedException {
    JsonNode report = hosts.get(path);
    tell(report);
    while (report.path("standing").asText().equals("draining")) {
      TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MS);
      report = hosts.get(path);
      tell(report);
    }
  }

  private void tell(JsonNode report) {
    String text = text(report);
    if (!text.equals(told)) {
      told = text;
      out.print(text);
      out.flush();
    }
  }

  private String text(JsonNode report) {
    return switch (report.path("standing").asText()) {
      case "drained" -> name + " is drained: it leads and keeps nothing. " + end(report) + "\n";
      case "draining" -> progress(report);
      default -> name + " takes part.\n";
    };
  }

  private static String end(JsonNode report) {
    if (!report.path("votes").asBoolean()) {
      return "Its process ends by itself.";
    }
    StringJoiner voters = new StringJoiner(", ");
    report.path("voters").forEach(voter -> voters.add(voter.asText()));
    return "It goes on as one of those that keep META ("
        + voters
        + "), and ends once others do: see teseus host voters.";
  }

  private String progress(JsonNode report) {
    StringBuilder text = new StringBuilder();
    JsonNode holds = report.path("holds");
    text.append(name).append(" is being drained, and holds ").append(holds.size());
    text.append(holds.size() == 1 ? " segment" : " segments").append('\n');
    for (JsonNode held : holds) {
      text.append("  ")
          .append(held.path("segment").asText())
          .append(held.path("leads").asBoolean() ? ", which it leads: " : ", which it keeps: ")
          .append(Table.visible(held.path("why").asText()))
          .append('\n');
    }
    if (holds.isEmpty()) {
      text.append(
          "  it stays until each segment is held by as many others as copies.min asks for\n");
    }
    return text.toString();
  }
}
