package teseus.server.config;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** {@code cluster.json} cannot be used; nothing was started by it. It lists all that is wrong. */
public final class BadConfigException extends Exception {
  private static final long serialVersionUID = 1;

  /** A message of more lines helps nobody. */
  private static final int SHOWN = 50;

  private final transient List<Problem> problems;

  BadConfigException(Path file, List<Problem> problems) {
    super(text(file, problems));
    this.problems = List.copyOf(problems);
  }

  /** What is wrong, at least one, in the order of the file. */
  public List<Problem> problems() {
    return problems;
  }

  private static String text(Path file, List<Problem> problems) {
    String lines =
        problems.stream()
            .limit(SHOWN)
            .map(problem -> "\n  " + problem)
            .collect(Collectors.joining());
    String rest =
        problems.size() > SHOWN ? "\n  and %d more".formatted(problems.size() - SHOWN) : "";
    return "%s has %d %s:%s%s"
        .formatted(
            file, problems.size(), problems.size() == 1 ? "problem" : "problems", lines, rest);
  }
}
