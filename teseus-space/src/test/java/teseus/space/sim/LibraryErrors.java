package teseus.space.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Collects what MicroRaft says went wrong in this thread, until it is closed. It logs what fails
 * within it and goes on, so that nobody else hears of it.
 */
final class LibraryErrors extends Handler implements AutoCloseable {
  // A voter's answer came late, or twice: the leader knows better since, and it is right to leave
  // it at that.
  private static final String LATE = "Cannot decrement next index";

  private final Logger library = Logger.getLogger("io.microraft");
  private final long thread = Thread.currentThread().getId();
  private final List<String> said = new ArrayList<>();

  LibraryErrors() {
    library.addHandler(this);
  }

  /** All of it so far. */
  List<String> said() {
    return List.copyOf(said);
  }

  @Override
  public void publish(LogRecord what) {
    if (what.getLongThreadID() == thread
        && what.getLevel().intValue() >= Level.SEVERE.intValue()
        && !what.getMessage().contains(LATE)) {
      said.add(what.getThrown() == null ? what.getMessage() : what.getThrown().toString());
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    library.removeHandler(this);
  }
}
