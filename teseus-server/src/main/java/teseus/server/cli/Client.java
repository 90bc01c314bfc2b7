package teseus.server.cli;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.function.ToIntFunction;
import teseus.pantheon.Pantheon;
import teseus.pantheon.PantheonConfig;

/** A client of the cluster for the length of one command. */
final class Client {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final Duration PROBE = Duration.ofSeconds(3);

  private Client() {}

  /**
   * Does something with a client. However the command ends, what is open is called off, so that
   * nothing stays taken that nobody saw.
   *
   * @param work gives the exit code
   */
  static int with(ClusterOptions cluster, ToIntFunction<Pantheon> work) {
    Pantheon client =
        Pantheon.connect(new PantheonConfig(cluster.hosts(), PATIENCE, ANSWER, PROBE));
    Thread closer = new Thread(client::close, "close");
    Runtime.getRuntime().addShutdownHook(closer);
    try (client) {
      return work.applyAsInt(client);
    } catch (CancellationException e) {
      throw new CommandException(Exit.INTERRUPTED, String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException e) {
      throw new CommandException(Exit.REFUSED, Table.visible(String.valueOf(e.getMessage())));
    } finally {
      remove(closer);
    }
  }

  private static void remove(Thread closer) {
    try {
      Runtime.getRuntime().removeShutdownHook(closer);
    } catch (IllegalStateException e) {
      // A signal came: the hook is at work, and closing twice is harmless.
    }
  }
}
