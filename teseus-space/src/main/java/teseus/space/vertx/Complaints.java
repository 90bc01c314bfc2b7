package teseus.space.vertx;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Logs what is wrong with a peer once per cause, not once per attempt. */
final class Complaints {
  private static final Logger LOG = System.getLogger(PeerLinks.class.getName());

  /** Of more subjects than this the oldest is forgotten, and may be complained about again. */
  private static final int MAX_SUBJECTS = 256;

  /** Who invents new causes is not allowed to fill the log with them. */
  private static final int MAX_CAUSES = 8;

  private final Map<String, Set<String>> known = new LinkedHashMap<>();

  /**
   * Logs a cause unless it has been logged of this subject since all was well.
   *
   * @return whether it was logged
   */
  @CanIgnoreReturnValue
  boolean about(Level level, String subject, String cause) {
    Set<String> causes = known.computeIfAbsent(subject, s -> new HashSet<>());
    if (known.size() > MAX_SUBJECTS) {
      known.remove(known.keySet().iterator().next());
    }
    boolean news = causes.size() < MAX_CAUSES && causes.add(cause);
    if (news) {
      LOG.log(level, "{0}: {1}", subject, printable(cause));
    }
    return news;
  }

  /** All is well again: the same causes will be news. */
  void settled(String subject) {
    known.remove(subject);
  }

  /** Text of others, fit for a log: one line, no control characters. */
  static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
