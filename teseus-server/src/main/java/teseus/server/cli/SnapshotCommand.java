package teseus.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import teseus.snapshot.SnapshotFault;
import teseus.snapshot.SnapshotReader;
import teseus.snapshot.SnapshotReport;

/** {@code teseus snapshot}: consistent images of all hosts in one file. */
@Command(name = "snapshot", description = "Takes, lists, checks and restores global snapshots.")
final class SnapshotCommand {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Console console;

  SnapshotCommand(Console console) {
    this.console = console;
  }

  @Command(
      name = "create",
      description = {
        "Takes a snapshot of all hosts at one consistent cut, without stopping writers. The host"
            + " that is asked gathers it and writes the file into its snapshot folder."
      },
      footer = {"", "Example:", "  teseus snapshot create"})
  int create(
      @Mixin ClusterOptions cluster,
      @Option(names = "--json", description = "Print what the host answers.") boolean json) {
    ObjectNode taken = new HostCalls(cluster.hosts()).post("/v1/snapshots", PATIENCE);
    console
        .out()
        .println(
            json
                ? Json.text(taken)
                : "snapshot %d: %s tuples in %s"
                    .formatted(
                        taken.path("round").asLong(),
                        Figures.count(taken.path("tokens").asLong()),
                        Table.visible(taken.path("file").asText())));
    return Exit.OK.code();
  }

  @Command(
      name = "list",
      description = "Lists the snapshots that a host has written and kept, the newest first.",
      footer = {"", "Example:", "  teseus snapshot list --url http://127.0.0.1:8082"})
  int list(
      @Mixin ClusterOptions cluster,
      @Option(names = "--json", description = "Print what the host answers.") boolean json) {
    ObjectNode answer = new HostCalls(cluster.hosts()).get("/v1/snapshots");
    console.out().print(json ? Json.text(answer) + "\n" : table(answer).text(console.ink()));
    return Exit.OK.code();
  }

  private static Table table(JsonNode answer) {
    Table table = new Table("ROUND", "COMMITTED", "TUPLES", "BYTES", "FILE");
    for (JsonNode one : answer.path("snapshots")) {
      boolean readable = !one.has("unreadable");
      table.row(
          readable ? one.path("round").asText() : "?",
          readable ? one.path("committed").asText() : one.path("unreadable").asText(),
          readable ? Figures.count(one.path("tokens").asLong()) : "",
          Figures.count(one.path("bytes").asLong()),
          one.path("file").asText());
    }
    return table;
  }

  @Command(
      name = "verify",
      description = "Reads a snapshot's file from end to end and says what is wrong with it.",
      footer = {"", "Example:", "  teseus snapshot verify snapshots/olimpo-1.snapshot"})
  int verify(
      @Parameters(paramLabel = "FILE", description = "The file.") Path file,
      @Option(names = "--json", description = "Print the result as JSON.") boolean json) {
    SnapshotReport report = report(file);
    if (json) {
      ObjectNode told = Json.object().put("sound", report.sound());
      report.faults().forEach(fault -> told.withArray("faults").add(text(fault)));
      console.out().println(Json.text(told));
    } else if (report.sound()) {
      console
          .out()
          .println(file + " is sound: " + Figures.count(report.read().tokens()) + " tuples");
    } else {
      report.faults().forEach(fault -> console.err().println("teseus: " + text(fault)));
    }
    return report.sound() ? Exit.OK.code() : Exit.DAMAGED.code();
  }

  @Command(
      name = "restore",
      description = {
        "Writes every tuple of a snapshot into a cluster that holds none, of any number of hosts:"
            + " each is placed by auction, under its own id, for what was left of its lease at the"
            + " cut. The file is verified first."
      },
      footer = {"", "Example:", "  teseus snapshot restore snapshots/olimpo-1.snapshot"})
  int restore(
      @Mixin ClusterOptions cluster,
      @Parameters(paramLabel = "FILE", description = "The file.") Path file,
      @Option(names = "--json", description = "Print the summary as JSON.") boolean json)
      throws IOException, InterruptedException {
    SnapshotReport report = report(file);
    if (!report.sound()) {
      throw new CommandException(
          Exit.DAMAGED, file + " is damaged; see teseus snapshot verify. Nothing was written");
    }
    return new SnapshotRestore(console, new SnapshotReader(file), json).run(cluster.hosts()).code();
  }

  private static SnapshotReport report(Path file) {
    try {
      return new SnapshotReader(file).verify();
    } catch (IOException e) {
      throw new CommandException(Exit.REFUSED, file + " cannot be read: " + HostCalls.reason(e));
    }
  }

  private static String text(SnapshotFault fault) {
    return "%s at byte %d: expected %s, found %s"
        .formatted(fault.part(), fault.offset(), fault.expected(), fault.found());
  }
}
