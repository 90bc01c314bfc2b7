package teseus.server.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import teseus.server.http.Await;
import teseus.space.TokenId;

/**
 * What clients in the hosts' processes were told, {@link EmbeddedNotes file by file}, for the same
 * sums as of all others. Of what one was at when its host was killed nobody knows what came.
 */
final class EmbeddedHistory {
  private final Path folder;
  private final Map<String, Integer> starts = new TreeMap<>();
  private int told;
  private int cutShort;

  /**
   * Of clients that are not started yet.
   *
   * @param folder is empty
   */
  EmbeddedHistory(Path folder) {
    this.folder = folder;
  }

  /** Runs a host with such clients, once more. */
  HostJvm.Program program(String host, int counters, int accounts) {
    int start = starts.merge(host, 1, Integer::sum);
    return new HostJvm.Program(
        EmbeddedMain.class,
        List.of(
            "-D" + EmbeddedMain.TOLD + "=" + folder.resolve(host + "." + start),
            "-D" + EmbeddedMain.COUNTERS + "=" + counters,
            "-D" + EmbeddedMain.ACCOUNTS + "=" + accounts));
  }

  /** Has those whose hosts run end what they are at; fails if one met what no client should. */
  void finish(Duration limit) throws Exception {
    Files.createFile(folder.resolve(EmbeddedClients.STOP));
    Await.until(limit, () -> running().stream().map(EmbeddedHistory::last).allMatch(this::over));
    assertThat(running()).hasSize(EmbeddedClients.NUMBER * starts.size());
    for (Path file : running()) {
      assertThat(last(file)).as("%s", file).isEqualTo(EmbeddedNotes.ENDED);
    }
  }

  private boolean over(String line) {
    return line.equals(EmbeddedNotes.ENDED) || line.startsWith(EmbeddedNotes.FAILED);
  }

  /** The files of the clients that are there now. */
  private List<Path> running() throws IOException {
    return files().stream()
        .filter(
            file ->
                starts.entrySet().stream()
                    .map(each -> each.getKey() + "." + each.getValue() + "-")
                    .anyMatch(file.getFileName().toString()::startsWith))
        .toList();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> !file.endsWith(EmbeddedClients.STOP)).sorted().toList();
    }
  }

  private static String last(Path file) {
    List<String> lines = lines(file);
    return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
  }

  /** Whole lines: the last may have been cut short with its process. */
  private static List<String> lines(Path file) {
    try {
      String text = Files.readString(file, UTF_8);
      return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds what they were told to what others were. */
  void addTo(Tally tally, Counters counters, Transfers transfers) throws IOException {
    for (Path file : files()) {
      List<String> lines = new ArrayList<>(lines(file));
      lines.removeIf(this::over);
      for (int i = 0; i < lines.size(); i += 2) {
        boolean whole = i + 1 < lines.size();
        String[] asked = lines.get(i).split(" ");
        String came = whole ? lines.get(i + 1) : EmbeddedNotes.UNKNOWN;
        told += whole ? 1 : 0;
        cutShort += whole ? 0 : 1;
        switch (asked[0]) {
          case EmbeddedNotes.WRITE -> written(tally, asked[1], came);
          case EmbeddedNotes.TAKE -> taken(tally, asked[1], came);
          case EmbeddedNotes.COUNT -> counted(counters, Integer.parseInt(asked[1]), came);
          case EmbeddedNotes.TRANSFER -> transfers.told(whole ? came(came) : unknown());
          default -> throw new AssertionError(file + " says " + lines.get(i));
        }
      }
    }
  }

  private static Transfers.Came came(String name) {
    return Transfers.Came.valueOf(name);
  }

  private static Transfers.Came unknown() {
    return Transfers.Came.UNKNOWN;
  }

  private static void written(Tally tally, String payload, String came) {
    switch (came) {
      case EmbeddedNotes.REFUSED -> tally.refused();
      case EmbeddedNotes.UNKNOWN -> tally.perhapsWritten(payload);
      default -> tally.written(payload, TokenId.parse(came));
    }
  }

  private static void taken(Tally tally, String payload, String came) {
    switch (came) {
      case EmbeddedNotes.NONE -> {}
      case EmbeddedNotes.REFUSED -> tally.refused();
      case EmbeddedNotes.UNKNOWN -> tally.perhapsTaken(payload);
      default -> tally.taken(payload, TokenId.parse(came));
    }
  }

  private static void counted(Counters counters, int counter, String came) {
    switch (came) {
      case EmbeddedNotes.REFUSED -> {}
      case EmbeddedNotes.UNKNOWN -> counters.perhapsStepped(counter);
      default -> counters.stepped(counter, Long.parseLong(came));
    }
  }

  /** Answers that they wrote down. */
  int told() {
    return told;
  }

  /** How many were at something when their host ended. */
  int cutShort() {
    return cutShort;
  }

  @Override
  public String toString() {
    return "within hosts: %,d answers, %,d cut short with their host".formatted(told, cutShort);
  }
}
