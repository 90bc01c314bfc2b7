package teseus.server.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import teseus.snapshot.SnapshotManifest;
import teseus.snapshot.SnapshotReader;
import teseus.space.Tuple;
import teseus.space.wire.Envelope;
import teseus.space.wire.TupleCodec;

/** Sends the tuples of a snapshot to a cluster, one line each, and shows how far it has come. */
final class SnapshotRestore {
  private static final long SHOW_EVERY_MS = 1_000;

  private final Console console;
  private final SnapshotReader reader;
  private final boolean json;
  private final ImportResult result;
  private long sent;
  private long expired;

  /** Restores what a reader reads, which was verified. */
  SnapshotRestore(Console console, SnapshotReader reader, boolean json) {
    this.console = console;
    this.reader = reader;
    this.json = json;
    this.result = new ImportResult(false, this::complain);
  }

  private void complain(String what) {
    console.err().println("teseus: " + what);
  }

  Exit run(List<URI> hosts) throws IOException, InterruptedException {
    SnapshotManifest manifest = reader.manifest();
    long cut = manifest.origin().committed().toEpochMilli();
    long began = System.nanoTime();
    Vertx vertx = Vertx.vertx();
    try {
      TupleUpload upload = TupleUpload.start(vertx, hosts, "/v1/restore", result);
      vertx.setPeriodic(SHOW_EVERY_MS, tick -> show(manifest.total().tokens()));
      reader.forEach((segment, token) -> send(upload, token, cut));
      upload.finish();
    } catch (Stopped stopped) {
      Thread.currentThread().interrupt();
      throw new InterruptedException("interrupted; what was written stays");
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
    report(Duration.ofNanos(System.nanoTime() - began));
    return result.exit();
  }

  private void show(long total) {
    complain(Figures.count(result.written()) + " of " + Figures.count(total) + " restored");
  }

  private void send(TupleUpload upload, Envelope token, long cut) {
    if (result.isStopped()) {
      return;
    }
    boolean forEver = token.until() == Long.MAX_VALUE;
    if (!forEver && token.until() <= cut) {
      expired++;
      return;
    }
    try {
      if (!upload.send(++sent, line(token, forEver ? Long.MAX_VALUE : token.until() - cut))) {
        result.stop(Exit.UNAVAILABLE);
      }
    } catch (InterruptedException e) {
      throw new Stopped();
    }
  }

  private static byte[] line(Envelope token, long term) {
    Tuple tuple = TupleCodec.decode(token.type(), token.fields());
    ObjectNode line =
        Json.object()
            .put("token", token.id().toString())
            .put("type", token.type())
            .put("version", token.version())
            .put("born", token.born());
    if (term != Long.MAX_VALUE) {
      line.put("termMs", term);
    }
    if (!tuple.supertypes().isEmpty()) {
      line.set("supertypes", Json.tree(tuple.supertypes()));
    }
    line.set("fields", Json.tree(tuple.fields()));
    return Json.text(line).getBytes(StandardCharsets.UTF_8);
  }

  private void report(Duration took) {
    if (json) {
      console.out().println(Json.text(result.json(took).put("expired", expired)));
      return;
    }
    console.out().print(result.text(took));
    if (expired > 0) {
      console.out().println(Figures.count(expired) + " had expired at the cut");
    }
  }

  /** The thread was interrupted while it waited for room. */
  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
