package teseus.server.http;

import java.util.List;

/**
 * The addresses of the event bus on which hosts publish what people watch. Each message is a JSON
 * object whose fields are listed in {@code docs/dashboard.md}; all of them are soft: they may be
 * lost, repeated or late, and nothing but a page relies on them.
 */
public final class Events {
  /** A host's state: once a second, and when it changes. */
  public static final String HOST = "teseus.host";

  /** How a token found its host: one message an auction, as far as the feed's limit goes. */
  public static final String AUCTION = "teseus.auction";

  /** A host has sent its beacon. */
  public static final String BEACON_PULSE = "teseus.beacon-pulse";

  /** A host says that it lost another one, or found it again. */
  public static final String MEMBER = "teseus.member";

  /** Every address that a page may listen to. */
  public static final List<String> ALL = List.of(HOST, AUCTION, BEACON_PULSE, MEMBER);

  private Events() {}
}
