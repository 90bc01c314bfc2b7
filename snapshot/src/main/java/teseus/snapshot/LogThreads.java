package teseus.snapshot;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Where a log does its work.
 *
 * @param writer runs one task at a time: batches
 * @param background runs one task at a time: images, spare files, deletions
 * @param stop lets both end when their tasks are done
 */
record LogThreads(Executor writer, Executor background, Runnable stop) {
  static LogThreads started() {
    ExecutorService writer = thread("journal-writer");
    ExecutorService background = thread("journal-images");
    return new LogThreads(
        writer,
        background,
        () -> {
          writer.shutdown();
          background.shutdown();
        });
  }

  /** Runs a task on an executor and returns when it is done, and all before it. */
  static void await(Executor executor, Runnable task) {
    CompletableFuture.runAsync(task, executor).join();
  }

  private static ExecutorService thread(String name) {
    return Executors.newSingleThreadExecutor(
        task -> {
          Thread thread = new Thread(task, name);
          thread.setDaemon(true);
          return thread;
        });
  }
}
