package teseus.benchmarks;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** The command {@code bin/benchmarks}. */
public final class Main {
  private static final String HEAP = "heap";
  private static final String USAGE =
      """
      usage: bin/benchmarks [--quick] [--only REGEX] [--to FILE]
        --quick       one short round instead of three careful ones
        --only REGEX  only the comparisons of these names: %s and heap
        --to FILE     where to write the page; default docs/benchmarks.md, with --only the console
      """;

  private Main() {}

  private static List<String> names() {
    return Suite.all().stream().map(Comparison::name).toList();
  }

  private static Pattern comparisons(String regex) {
    try {
      Pattern only = Pattern.compile(regex);
      if (Stream.concat(names().stream(), Stream.of(HEAP)).anyMatch(only.asMatchPredicate())) {
        return only;
      }
      System.err.printf("no comparison is called %s; there are %s and %s%n", regex, names(), HEAP);
    } catch (PatternSyntaxException e) {
      System.err.printf("--only wants a regular expression: %s%n", e.getMessage());
    }
    System.exit(2);
    throw new AssertionError("it has ended");
  }

  /** Measures, and writes the page. */
  public static void main(String[] args) throws Exception {
    Effort effort = Effort.FULL;
    Pattern only = null;
    Path to = null;
    for (int i = 0; i < args.length; i++) {
      if (args[i].equals("--quick")) {
        effort = Effort.QUICK;
      } else if (args[i].equals("--only") && i + 1 < args.length) {
        only = comparisons(args[++i]);
      } else if (args[i].equals("--to") && i + 1 < args.length) {
        to = Path.of(args[++i]);
      } else {
        System.err.printf(USAGE, names());
        System.exit(2);
      }
    }
    Report report = new Report(Machine.here());
    for (Comparison comparison : Suite.all()) {
      if (only == null || only.matcher(comparison.name()).matches()) {
        report.add(comparison, new Measurement(effort, 1).of(comparison));
      }
    }
    if (only == null || only.matcher(HEAP).matches()) {
      Map<Footprint, Double> bytes = new EnumMap<>(Footprint.class);
      for (Footprint one : Footprint.values()) {
        bytes.put(one, one.bytesEachApart(effort.held()));
        System.err.printf("%s, %s: %.0f bytes%n", HEAP, one.title(), bytes.get(one));
      }
      report.add(bytes, effort.held());
    }
    List<String> words = new ArrayList<>(List.of("bin/benchmarks"));
    words.addAll(List.of(args));
    String page = report.page(String.join(" ", words));
    if (to == null && only != null) {
      System.out.print(page);
    } else {
      Files.writeString(
          to == null ? Path.of("docs", "benchmarks.md") : to, page, StandardCharsets.UTF_8);
    }
  }
}
