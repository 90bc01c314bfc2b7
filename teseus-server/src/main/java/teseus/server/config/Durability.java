package teseus.server.config;

import java.util.Locale;

/** What an acknowledged write survives: the key {@code durability}. */
public enum Durability {
  /** On disk before the acknowledgement: any crash and restart. The default. */
  JOURNAL,
  /**
   * In the memory of several hosts' processes before the acknowledgement: the loss of any of them,
   * one at a time.
   */
  REPLICATED,
  /** Nothing: it is gone when the process ends. */
  MEMORY;

  /** As the file writes it. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
