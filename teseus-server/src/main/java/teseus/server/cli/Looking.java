package teseus.server.cli;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import teseus.space.Consistency;
import teseus.space.Order;

/** How long, and how exactly, a read or a take looks. */
final class Looking {
  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = "How long to wait for a match: 250ms, 10s, 5min, 2h. Default: not at all.")
  private @Nullable Duration timeout;

  @Option(names = "--if-exists", description = "Look once, and do not wait for new matches.")
  private boolean ifExists;

  @Option(
      names = "--consistency",
      paramLabel = "HOW",
      description = {
        "With --if-exists: loose (a read only: what the host knows, maybe old), session (default)"
            + " or strict (none means that there was none)."
      })
  private @Nullable Consistency consistency;

  @Option(
      names = "--order",
      paramLabel = "ORDER",
      description = {
        "Which of several matches: near (default, the cheapest), oldest (of all hosts) or any (of a"
            + " segment drawn by chance)."
      })
  private Order order = Order.NEAR;

  Order order() {
    return order;
  }

  boolean ifExists() {
    return ifExists;
  }

  boolean hasTimeout() {
    return timeout != null;
  }

  Duration timeout() {
    return timeout == null ? Duration.ZERO : timeout;
  }

  /** Checks that what is given goes together. */
  Consistency consistency() {
    if (consistency == Consistency.LOOSE && order != Order.NEAR) {
      throw new CommandException(Exit.USAGE, "a loose read is near: it asks no other host");
    }
    if (consistency != null && !ifExists) {
      throw new CommandException(Exit.USAGE, "--consistency goes with --if-exists");
    }
    return consistency == null ? Consistency.SESSION : consistency;
  }
}
