package teseus.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What became of the lines of a stream. A tuple counts as written only once its host has said so.
 * Thread-safe.
 */
final class ImportResult {
  private final boolean skipBad;
  private final Consumer<String> complain;
  private final LineRanges bad = new LineRanges();
  private final LineRanges undone = new LineRanges();
  private final LineRanges unknown = new LineRanges();
  private long written;
  private long badLines;
  private long next = 1;
  private boolean whole;
  private boolean stopped;
  private Exit exit = Exit.OK;

  /**
   * Nothing so far.
   *
   * @param skipBad whether to go on after lines that can never be written
   * @param complain is told of each line that was not written
   */
  ImportResult(boolean skipBad, Consumer<String> complain) {
    this.skipBad = skipBad;
    this.complain = complain;
  }

  /** A line was read: {@link #next} is the one after it. */
  synchronized void read(long line) {
    next = line + 1;
  }

  /** The source has no more lines. */
  synchronized void sourceEnded() {
    whole = true;
  }

  /** A line can never be written as it is. */
  synchronized void bad(long line, String why) {
    bad.add(line);
    badLines++;
    complain.accept("line " + line + ", " + why);
    if (!skipBad) {
      stop(Exit.REFUSED);
    }
  }

  /** A host's answer to a line, as the HTTP API gives it. */
  synchronized void answered(long line, JsonNode answer) {
    JsonNode problem = answer.path("problem");
    if (problem.isMissingNode()) {
      written++;
      return;
    }
    int status = problem.path("status").asInt();
    String detail = Table.visible(problem.path("detail").asText());
    Exit end = Refusal.exit(status);
    if (end == Exit.REFUSED) {
      String column =
          problem.has("column") ? "column " + problem.path("column").asInt() + ": " : "";
      bad(line, column + detail);
      return;
    }
    if (end == Exit.UNKNOWN || status == 500) {
      unknown.add(line);
      stop(Exit.UNKNOWN);
    } else {
      undone.add(line);
      stop(end);
    }
    complain.accept("line " + line + ", not written: " + detail);
  }

  /** Lines were sent, and no answer will come. */
  synchronized void lost(LineRanges lines, @Nullable String why) {
    if (why != null) {
      complain.accept(why);
      stop(lines.isEmpty() ? Exit.UNAVAILABLE : Exit.UNKNOWN);
    }
    unknown.addAll(lines);
  }

  /** No more lines are to be sent. */
  synchronized void stop(Exit why) {
    stopped = true;
    if (exit == Exit.OK || why == Exit.UNKNOWN) {
      exit = why;
    }
  }

  synchronized boolean isStopped() {
    return stopped;
  }

  synchronized long written() {
    return written;
  }

  synchronized Exit exit() {
    return exit;
  }

  /** The lines with which to go on: those known not to be in. */
  private LineRanges rest() {
    LineRanges rest = new LineRanges();
    rest.addAll(undone);
    if (!skipBad) {
      rest.addAll(bad);
    }
    if (!whole) {
      rest.add(next, Long.MAX_VALUE);
    }
    return rest;
  }

  /** For people, in a few lines. */
  synchronized String text(Duration took) {
    double seconds = Math.max(1, took.toMillis()) / 1_000.0;
    StringBuilder text = new StringBuilder();
    text.append(
        "written %s in %s, %s/s"
            .formatted(
                Figures.count(written),
                Figures.time(took),
                Figures.count((long) (written / seconds))));
    if (badLines > 0) {
      text.append("; bad lines: ").append(bad);
    }
    text.append('\n');
    if (!unknown.isEmpty()) {
      text.append("may have been written or not: lines ").append(unknown).append('\n');
    }
    LineRanges rest = rest();
    if (!rest.isEmpty()) {
      text.append("not written: go on with --lines ").append(rest).append('\n');
    }
    return text.toString();
  }

  synchronized ObjectNode json(Duration took) {
    return Json.object()
        .put("written", written)
        .put("ms", took.toMillis())
        .put("bad", bad.toString())
        .put("unknown", unknown.toString())
        .put("rest", rest().toString());
  }
}
