package teseus.benchmarks;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is measured side by side: a table.
 *
 * @param name by which it can be asked for
 * @param title what is done, as a heading
 * @param benchmark where it is measured
 * @param warmUp how many times the usual warm-up each of them gets: much code is compiled late, and
 *     later still where two processes share the processors
 * @param rows who does it, the limit first
 * @param columns under which circumstances, the lightest first
 * @param goals what is aimed at
 */
record Comparison(
    String name,
    String title,
    Class<?> benchmark,
    int warmUp,
    List<Row> rows,
    List<Column> columns,
    List<Goal> goals) {
  /**
   * Who does it.
   *
   * @param name for people
   * @param method of the benchmark
   * @param needs the command that must be installed for it, if any
   */
  record Row(String name, String method, @Nullable String needs) {
    Row(String name, String method) {
      this(name, method, null);
    }

    /** Whether what it needs is there. */
    boolean possible() {
      String command = needs;
      return command == null
          || Stream.of(System.getenv("PATH").split(File.pathSeparator))
              .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
    }
  }

  /**
   * Under which circumstances.
   *
   * @param name for people
   * @param parameters of the benchmark
   * @param threads that do it at the same time
   */
  record Column(String name, Map<String, String> parameters, int threads) {}

  /**
   * What is aimed at.
   *
   * @param row the method that should be fast
   * @param than the method it is compared with
   * @param least the ratio of the two, at least
   * @param columns where it should hold, by name
   */
  record Goal(String row, String than, double least, List<String> columns) {}

  List<String> columnNames() {
    return columns.stream().map(Column::name).toList();
  }

  String rowName(String method) {
    return rows.stream().filter(row -> row.method.equals(method)).findFirst().orElseThrow().name;
  }
}
