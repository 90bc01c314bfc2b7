package teseus.server.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import teseus.server.demo.Demo;

/** {@code teseus demo}: a cluster at work. */
@Command(
    name = "demo",
    description = {
      "Starts every host of cluster.json in a process of its own on this machine, lets clients"
          + " publish and take on all of them, and at the end accounts for every tuple. Kill a host"
          + " and bring it back meanwhile. Real data is never touched."
    },
    footer = {
      "",
      "Examples:",
      "  teseus demo                     in the browser, until Ctrl-C",
      "  teseus demo --headless --for 20s",
      "",
      "The last line says: published N, taken N, lost 0, duplicated 0. Ends with 4 if",
      "tuples wait at a host that is down, 9 if the account does not add up."
    })
final class DemoCommand implements Callable<Integer> {
  private static final String MAIN = "teseus.server.Main";
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Console console;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "cluster.json; by default that of this folder, else of the checkout.")
  private @Nullable Path config;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Keep the hosts' data there. Default: a temporary folder, thrown away.")
  private @Nullable Path data;

  @Option(
      names = "--for",
      paramLabel = "TIME",
      description = "How long to publish: 20s, 5min. Default: until Ctrl-C.")
  private @Nullable Duration length;

  @Option(names = "--headless", description = "Open no browser.")
  private boolean headless;

  DemoCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    Demo demo =
        new Demo(
            new Demo.Plan(
                ClusterOptions.read(ClusterOptions.file(config)),
                Optional.ofNullable(data),
                Optional.ofNullable(length),
                PATIENCE,
                !headless,
                MAIN,
                DemoCommand::bringBack,
                ClusterOptions::url),
            console.out()::println);
    CompletableFuture<Integer> over = new CompletableFuture<>();
    Thread hook = new Thread(() -> endInOrder(demo, over), "end");
    Runtime.getRuntime().addShutdownHook(hook);
    int code = Exit.INTERNAL.code();
    try {
      code = exit(demo.run()).code();
    } catch (IOException e) {
      throw new CommandException(Exit.REFUSED, "the demo cannot run: " + e);
    } finally {
      over.complete(code);
      remove(hook);
    }
    return code;
  }

  /** A signal came: the demo still sums up and stops its hosts, then the process ends. */
  private static void endInOrder(Demo demo, CompletableFuture<Integer> over) {
    demo.end();
    Runtime.getRuntime().halt(over.join());
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // It is at work, and ends the process.
    }
  }

  private static String bringBack(Path config) {
    String home = System.getProperty(ClusterOptions.HOME);
    String command = home == null ? "teseus" : Path.of(home, "bin", "teseus").toString();
    return command + " serve --config " + config;
  }

  private static Exit exit(Demo.Outcome outcome) {
    return switch (outcome) {
      case EVEN -> Exit.OK;
      case WAITING, NOT_STARTED -> Exit.UNAVAILABLE;
      case BROKEN -> Exit.UNBALANCED;
      case PORTS_IN_USE -> Exit.IN_USE;
    };
  }
}
