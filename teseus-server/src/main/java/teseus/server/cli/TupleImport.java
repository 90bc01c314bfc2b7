package teseus.server.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import teseus.server.config.Durations;

/** Writes a stream of lines into the space, one tuple a line, and shows how far it has come. */
final class TupleImport {
  private static final long REDRAW_MS = 200;
  private static final long LINE_EVERY_MS = 5_000;
  private static final long WIND_UP_SECONDS = 10;
  private static final String CLEAR = "\r\u001b[K";

  private final Console console;
  private final Wish wish;
  private final ImportResult result;

  /**
   * What is wanted.
   *
   * @param type of all tuples; null if each line says its own
   * @param term how long to keep them; empty for ever, or as each line says
   * @param only the lines to write; null for all
   * @param skipBad whether to go on after lines that can never be written
   */
  record Wish(
      @Nullable String type, Optional<Duration> term, @Nullable LineRanges only, boolean skipBad) {}

  TupleImport(Console console, Wish wish) {
    this.console = console;
    this.wish = wish;
    this.result = new ImportResult(wish.skipBad(), this::complain);
  }

  private void complain(String what) {
    console.err().println((console.errIsTerminal() ? CLEAR : "") + "teseus: " + what);
  }

  /**
   * Runs it to its end.
   *
   * @param size of the source in bytes; -1 if nobody knows
   * @return what became of it; the source's end is not needed for that
   */
  ImportResult run(List<URI> hosts, InputStream source, long size)
      throws IOException, InterruptedException {
    Vertx vertx = Vertx.vertx();
    CountDownLatch done = new CountDownLatch(1);
    Thread interrupted = new Thread(() -> windUp(done), "wind-up");
    Runtime.getRuntime().addShutdownHook(interrupted);
    try {
      NdjsonLines lines = new NdjsonLines(source);
      // With a term a line becomes a whole tuple, which says its own type.
      String type = wish.term().isPresent() ? null : wish.type();
      TupleUpload upload = TupleUpload.start(vertx, hosts, path(type), result);
      Progress progress = new Progress(size, now());
      vertx.setPeriodic(
          console.errIsTerminal() ? REDRAW_MS : LINE_EVERY_MS, tick -> show(progress, lines));
      sendAll(lines, upload);
      upload.finish();
      return result;
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
      if (console.errIsTerminal()) {
        console.err().print(CLEAR);
      }
      remove(interrupted);
      done.countDown();
    }
  }

  private static String path(@Nullable String type) {
    return type == null
        ? "/v1/tuples"
        : "/v1/tuples?type=" + URLEncoder.encode(type, StandardCharsets.UTF_8);
  }

  private static long now() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  private void show(Progress progress, NdjsonLines lines) {
    String line = progress.line(result.written(), lines.bytes(), now());
    if (console.errIsTerminal()) {
      console.err().print(CLEAR + line);
      console.err().flush();
    } else {
      console.err().println(line);
    }
  }

  /** A signal came: no more lines are sent, and there is time to say what became of the others. */
  private void windUp(CountDownLatch done) {
    result.stop(Exit.INTERRUPTED);
    try {
      if (!done.await(WIND_UP_SECONDS, TimeUnit.SECONDS)) {
        complain("ended before all answers were in; " + result.written() + " are known as written");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // It is at work, and waits for us.
    }
  }

  private void sendAll(NdjsonLines lines, TupleUpload upload)
      throws IOException, InterruptedException {
    while (!result.isStopped()) {
      NdjsonLines.Line line = lines.next();
      if (line == null) {
        result.sourceEnded();
        return;
      }
      LineRanges only = wish.only();
      boolean wanted = only == null || only.contains(line.number());
      if (wanted && !line.isBlank() && !sent(line, upload)) {
        return; // this line was not sent: it is the next to go on with
      }
      result.read(line.number());
      if (only != null && !only.goesBeyond(line.number())) {
        result.sourceEnded();
        return;
      }
    }
  }

  private boolean sent(NdjsonLines.Line line, TupleUpload upload) throws InterruptedException {
    byte[] json = line.json();
    if (json == null) {
      result.bad(line.number(), "longer than " + NdjsonLines.MOST_BYTES + " bytes");
      return true;
    }
    try {
      return upload.send(line.number(), tuple(json));
    } catch (Json.NotJsonException e) {
      result.bad(line.number(), String.valueOf(e.getMessage()));
      return true;
    }
  }

  /** The line as it is sent: itself, unless a term is to be added. */
  private byte[] tuple(byte[] json) throws Json.NotJsonException {
    ObjectNode object = Json.readObject(json);
    if (wish.term().isEmpty()) {
      return json;
    }
    String type = wish.type();
    ObjectNode tuple = object;
    if (type != null) {
      tuple = Json.object().put("type", type);
      tuple.set("fields", object);
    }
    return Json.text(tuple.put("term", Durations.text(wish.term().get())))
        .getBytes(StandardCharsets.UTF_8);
  }
}
