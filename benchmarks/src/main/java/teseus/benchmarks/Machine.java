package teseus.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where figures were taken.
 *
 * @param lines what by what
 */
record Machine(Map<String, String> lines) {
  /** This one, today. */
  static Machine here() {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("date", LocalDate.now(ZoneOffset.UTC).toString());
    lines.put(
        "machine",
        Runtime.getRuntime().availableProcessors()
            + " processors, "
            + processor()
            + ", "
            + System.getProperty("os.name")
            + " "
            + System.getProperty("os.version"));
    lines.put("Java", System.getProperty("java.vm.name") + " " + Runtime.version());
    return new Machine(lines);
  }

  private static String processor() {
    try (Stream<String> cpu = Files.lines(Path.of("/proc/cpuinfo"))) {
      return cpu.filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch"); // only Linux says more
    }
  }
}
