package teseus.benchmarks;

import io.vertx.core.Future;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import teseus.space.Token;

/** What one of many takes of the heap, all told, in bytes. */
enum Footprint {
  QUEUES("ConcurrentHashMap of queues of items", 0) {
    @Override
    Object hold(int count) {
      Map<String, Queue<Item>> byKey = new ConcurrentHashMap<>();
      for (int i = 0; i < count; i++) {
        Item item = Item.of(i);
        byKey.computeIfAbsent(item.key(), key -> new ConcurrentLinkedQueue<>()).add(item);
      }
      return byKey;
    }
  },
  TOKENS("Teseus, a token in the store, one index", 250) {
    @Override
    Object hold(int count) {
      return BareStore.filled(count, "key");
    }
  },
  LEASES("Teseus, the same with a lease that ends", 0) {
    @Override
    Object hold(int count) {
      BareStore store = BareStore.filled(0, "key");
      for (int i = 0; i < count; i++) {
        store.write(BareStore.encode(Item.of(i).tuple()), 1_000_000L + i);
      }
      return store;
    }
  },
  HOST("Teseus, a token in a host, all told", 250) {
    @Override
    Object hold(int count) {
      return FilledSpace.of(count);
    }
  },
  TAKERS("Teseus, a blocked take of the embedded `Space`, all told", 0) {
    @Override
    Object hold(int count) {
      FilledSpace host = FilledSpace.empty();
      List<Object> all = new ArrayList<>(List.of(host));
      Future<Optional<Token>> last = Future.succeededFuture();
      for (int i = 0; i < count; i++) {
        last = host.space().take(Item.byKey(Item.of(i).key()), Duration.ofDays(1));
        all.add(last);
      }
      // Asked after all takes, so answered after them: they stand in their queues.
      all.add(FilledSpace.join(host.space().count(Item.byKey("none"))));
      return all;
    }
  };

  private final String title;
  private final int most;

  Footprint(String title, int most) {
    this.title = title;
    this.most = most;
  }

  /** Makes so many, and keeps them. */
  abstract Object hold(int count);

  String title() {
    return title;
  }

  /** What is aimed at; 0 for nothing. */
  int most() {
    return most;
  }

  /** Measures in this JVM. */
  double bytesEach(int count) {
    Object few = hold(1); // so that what is loaded once does not count
    long before = used();
    Object held = hold(count);
    double each = (double) (used() - before) / count;
    Reference.reachabilityFence(held);
    Reference.reachabilityFence(few);
    return each;
  }

  /** Measures in a JVM of its own. */
  double bytesEachApart(int count) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(List.of("-Xmx6g", "-XX:+UseSerialGC", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.addAll(List.of(Footprint.class.getName(), name(), Integer.toString(count)));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader out = process.inputReader()) {
      String bytes = out.readLine();
      if (bytes == null) {
        throw new IOException("a JVM that was to hold " + count + " of " + name() + " failed");
      }
      return Double.parseDouble(bytes);
    }
  }

  private static long used() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** Prints the bytes of one: its name and how many are the arguments. */
  public static void main(String[] args) {
    Thread.currentThread()
        .setUncaughtExceptionHandler(
            (thread, failure) -> {
              failure.printStackTrace();
              System.exit(1); // so that nobody waits for the figure
            });
    System.out.println(valueOf(args[0]).bytesEach(Integer.parseInt(args[1])));
    System.exit(0); // a host of this process goes on otherwise
  }
}
