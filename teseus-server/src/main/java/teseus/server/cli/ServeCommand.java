package teseus.server.cli;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import teseus.server.cli.HostStarter.RunningHost;
import teseus.server.config.ClusterConfig;
import teseus.server.config.OtherDurabilityException;
import teseus.snapshot.DamagedJournalException;
import teseus.snapshot.StoreRefusedException;
import teseus.space.HostId;

/** {@code teseus serve}: one host, in the foreground. */
@Command(
    name = "serve",
    description = {
      "Runs one host of cluster.json in the foreground, and prints its URL once it serves. SIGTERM"
          + " and Ctrl-C stop it in order."
    },
    footer = {
      "",
      "Examples:",
      "  teseus serve --host hera",
      "  teseus serve --host hera --config /etc/teseus/cluster.json",
      "  teseus serve --host dione --join --port 7130 --http 8084 --memory '16 MiB'",
      "",
      "Ends with 3 if the file is wrong, 7 if a port or the data folder is in use, 8 if",
      "the store is damaged or cannot be written any more."
    })
final class ServeCommand implements Callable<Integer> {
  /** Longer than a stop in order takes: the journal's last force, and the word to the peers. */
  private static final long STOP_SECONDS = 20;

  private final HostStarter hosts;
  private final Console console;

  @Option(
      names = "--host",
      required = true,
      paramLabel = "NAME",
      description = "One of the file's hosts; with --join, one that is added to them.")
  private String name = "";

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "cluster.json; by default that of this folder, else of the checkout.")
  private @Nullable Path file;

  @Mixin private Joining joining = new Joining();

  @Option(
      names = "--accept-loss",
      description = {
        "Start this once although the journal is damaged, without what cannot be read; what is lost"
            + " is recorded in the data folder. Or although the stores that held a segment of this"
            + " host are gone: it begins again with nothing."
      })
  private boolean acceptLoss;

  /** Ties a host to the program that started it, however that one ends. */
  @Option(names = "--until-stdin-ends", hidden = true)
  private boolean untilStdinEnds;

  ServeCommand(HostStarter hosts, Console console) {
    this.hosts = hosts;
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    ClusterConfig config = ClusterOptions.read(ClusterOptions.file(file));
    if (joining.wanted()) {
      config = joining.join(config, name, console.err());
    }
    HostId self = self(config);
    RunningHost host = started(config, self);
    Thread stopper = new Thread(() -> stopAndEnd(host), "stop");
    Runtime.getRuntime().addShutdownHook(stopper);
    console.out().println(self + " serves at " + host.url());
    Exit exit = over(host, self).join();
    stop(host);
    removeHook(stopper);
    return exit.code();
  }

  private HostId self(ClusterConfig config) {
    try {
      return config.host(new HostId(name)).id();
    } catch (IllegalArgumentException e) {
      throw new CommandException(Exit.USAGE, String.valueOf(e.getMessage()));
    }
  }

  private RunningHost started(ClusterConfig config, HostId self) throws InterruptedException {
    try {
      return hosts.start(config, self, acceptLoss).toCompletionStage().toCompletableFuture().get();
    } catch (ExecutionException e) {
      throw refused(self, e.getCause() == null ? e : e.getCause());
    }
  }

  private static RuntimeException refused(HostId self, Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      Exit exit = exit(each);
      if (exit != Exit.INTERNAL) {
        return new CommandException(exit, self + " did not start: " + each.getMessage());
      }
    }
    return new IllegalStateException(self + " did not start", failure);
  }

  private static Exit exit(Throwable failure) {
    if (failure instanceof BindException || failure instanceof StoreRefusedException) {
      return Exit.IN_USE;
    }
    if (failure instanceof OtherDurabilityException) {
      return Exit.REFUSED;
    }
    return failure instanceof DamagedJournalException || failure instanceof IOException
        ? Exit.DAMAGED
        : Exit.INTERNAL;
  }

  private CompletableFuture<Exit> over(RunningHost host, HostId self) {
    CompletableFuture<Exit> over = new CompletableFuture<>();
    host.failed()
        .onSuccess(
            why -> {
              console.err().println("teseus: " + self + " can serve no longer: " + why);
              over.complete(Exit.DAMAGED);
            });
    host.removed()
        .onSuccess(
            why -> {
              console.err().println("teseus: " + self + " ends: " + why);
              over.complete(Exit.REFUSED);
            });
    host.drained()
        .onSuccess(
            drained -> {
              console
                  .out()
                  .println(
                      self
                          + " is drained and holds nothing: it ends. teseus host drain "
                          + self
                          + " --cancel takes it back");
              over.complete(Exit.OK);
            });
    if (untilStdinEnds) {
      Thread reader = new Thread(() -> over.complete(stdinEnded()), "stdin");
      reader.setDaemon(true);
      reader.start();
    }
    return over;
  }

  private Exit stdinEnded() {
    try {
      console.in().transferTo(OutputStream.nullOutputStream()); // a pipe cannot skip
    } catch (IOException e) {
      // a broken pipe has ended, too
    }
    return Exit.OK;
  }

  private static void stopAndEnd(RunningHost host) {
    // Only a shutdown by signal comes here, and one that stopped the host in order went well.
    Runtime.getRuntime().halt(stop(host) ? Exit.OK.code() : Exit.INTERNAL.code());
  }

  @CanIgnoreReturnValue
  private static boolean stop(RunningHost host) {
    Future<Void> stopped = host.stop();
    try {
      stopped.toCompletionStage().toCompletableFuture().get(STOP_SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void removeHook(Thread stopper) {
    try {
      Runtime.getRuntime().removeShutdownHook(stopper);
    } catch (IllegalStateException e) {
      // A signal came in between: its stop ends the process.
    }
  }
}
