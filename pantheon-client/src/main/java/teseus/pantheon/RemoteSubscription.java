package teseus.pantheon;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import teseus.space.Event;
import teseus.space.Position;
import teseus.space.SpaceException;

/**
 * A subscription's thread: reads lines from one host after the other, and calls the listener. A
 * listener that takes its time holds up the connection, and at last the host.
 */
final class RemoteSubscription implements Subscription, Runnable {
  /** Hosts say something every 5 s. */
  private static final long SILENCE_MS = 15_000;

  private static final long LONGEST_PAUSE_MS = 1_000;

  private final List<URI> hosts;
  private final Transport transport;
  private final Function<@Nullable Position, byte[]> body;
  private final Consumer<Event> listener;
  private final Duration answer;
  private final CompletableFuture<Void> opened = new CompletableFuture<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final Thread thread;
  private volatile @Nullable Position position;
  private volatile boolean closed;
  private volatile long heard;
  private @Nullable InputStream reading; // under the lock
  private int failures; // of the thread's own

  /**
   * Not begun.
   *
   * @param body asks for it, from a position
   * @param answer how long to wait for a host
   */
  RemoteSubscription(
      List<URI> hosts,
      Transport transport,
      Function<@Nullable Position, byte[]> body,
      @Nullable Position from,
      Consumer<Event> listener,
      Duration answer) {
    this.hosts = hosts;
    this.transport = transport;
    this.body = body;
    this.position = from;
    this.listener = listener;
    this.answer = answer;
    thread = new Thread(this, "teseus-events");
    thread.setDaemon(true);
  }

  void begin() {
    thread.start();
    watch();
  }

  @Override
  public void run() {
    try {
      for (int turn = 0; !closed; turn++) {
        try {
          read(hosts.get(turn % hosts.size()));
        } catch (IOException e) {
          failures++; // the next host goes on
        }
        pause();
      }
      ended.complete(null);
    } catch (InterruptedException e) {
      ended.complete(null);
    } catch (RuntimeException e) {
      closed = true;
      opened.completeExceptionally(e);
      ended.completeExceptionally(e);
    }
    opened.cancel(false);
  }

  private void pause() throws InterruptedException {
    if (!closed && failures > 1) {
      TimeUnit.MILLISECONDS.sleep(Math.min(LONGEST_PAUSE_MS, 50L << Math.min(10, failures - 1)));
    }
  }

  private void read(URI host) throws IOException, InterruptedException {
    HttpResponse<InputStream> response = transport.events(host, body.apply(position), answer);
    try (InputStream lines = response.body()) {
      synchronized (this) {
        reading = lines;
        heard = System.nanoTime();
      }
      if (closed) {
        return;
      }
      if (response.statusCode() != 200) {
        refused(response.statusCode(), lines.readAllBytes());
        return;
      }
      BufferedReader reader =
          new BufferedReader(new InputStreamReader(lines, StandardCharsets.UTF_8));
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        told(Codec.event(line));
        heard = System.nanoTime();
      }
      throw new IOException("the host closed the stream");
    } finally {
      synchronized (this) {
        reading = null;
      }
    }
  }

  private void refused(int status, byte[] problem) throws IOException {
    RuntimeException why =
        Failures.of(status, problem)
            .orElseThrow(() -> new IOException("no host of Teseus answers there: " + status));
    if (why instanceof SpaceException space && space.retry()) {
      throw new IOException(why); // another host may have room
    }
    throw why;
  }

  private void told(Codec.Line line) {
    failures = 0;
    Event event = line.event();
    if (event != null && !closed) {
      listener.accept(event);
    }
    if (line.position() != null) {
      position = line.position();
      opened.complete(null);
    }
  }

  private void watch() {
    CompletableFuture.delayedExecutor(SILENCE_MS / 3, TimeUnit.MILLISECONDS)
        .execute(
            () -> {
              if (!ended.isDone()) {
                if (System.nanoTime() - heard > TimeUnit.MILLISECONDS.toNanos(SILENCE_MS)) {
                  hangUp();
                }
                watch();
              }
            });
  }

  private synchronized void hangUp() {
    if (reading != null) {
      try {
        reading.close();
      } catch (IOException e) {
        // it is gone then
      }
    }
  }

  @Override
  public CompletableFuture<Void> opened() {
    return opened.copy();
  }

  @Override
  public Position position() {
    Position at = position;
    return at == null ? new Position(0, Map.of()) : at;
  }

  @Override
  public CompletableFuture<Void> ended() {
    return ended.copy();
  }

  @Override
  public void close() {
    closed = true;
    hangUp();
    if (Thread.currentThread() != thread) {
      thread.interrupt();
    }
  }
}
