package teseus.server.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What faults did to clients, in figures. */
final class Suffered {
  private static final class Times {
    final List<Duration> silences = new ArrayList<>();
    final List<Duration> whole = new ArrayList<>();
  }

  private final Map<Faults.Kind, Times> times = new EnumMap<>(Faults.Kind.class);

  /**
   * Adds one.
   *
   * @param silences how long each client had nothing done for it, from the fault on
   * @param whole from when it was mended until each host led its own again and R was whole
   */
  void add(Faults.Kind kind, List<Duration> silences, Duration whole) {
    Times sum = times.computeIfAbsent(kind, any -> new Times());
    sum.silences.addAll(silences);
    sum.whole.add(whole);
  }

  @Override
  public String toString() {
    return times.entrySet().stream()
        .map(entry -> line(entry.getKey(), entry.getValue()))
        .collect(
            Collectors.joining(
                "\n",
                "| fault | times | client unserved: median, worst | R whole again: median, worst |\n|---|---|---|---|\n",
                ""));
  }

  private static String line(Faults.Kind kind, Times sum) {
    return "| %s | %d | %s, %s | %s, %s |"
        .formatted(
            kind,
            sum.whole.size(),
            at(sum.silences, 0.5),
            at(sum.silences, 1),
            at(sum.whole, 0.5),
            at(sum.whole, 1));
  }

  private static String at(List<Duration> durations, double share) {
    List<Duration> sorted = durations.stream().sorted().toList();
    int index = (int) Math.round(share * (sorted.size() - 1));
    return "%.1f s".formatted(sorted.get(index).toMillis() / 1_000.0);
  }
}
