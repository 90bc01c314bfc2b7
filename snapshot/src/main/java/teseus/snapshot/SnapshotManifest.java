package teseus.snapshot;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import teseus.space.SegmentId;

/**
 * What is in a snapshot's file.
 *
 * @param origin what it was taken of
 * @param contents how much of each segment it holds; of every segment that was cut, and no other
 * @param blocks how many blocks of tokens
 */
public record SnapshotManifest(
    SnapshotOrigin origin, Map<SegmentId, Content> contents, long blocks) {

  /**
   * How much.
   *
   * @param tokens how many
   * @param bytes what their envelopes take, encoded
   */
  public record Content(long tokens, long bytes) {
    /** Nothing. */
    public static final Content NONE = new Content(0, 0);

    public Content {
      if (tokens < 0 || bytes < 0) {
        throw new IllegalArgumentException(
            "tokens and bytes are at least 0, were " + tokens + " and " + bytes);
      }
    }

    /** Both together. */
    public Content plus(Content other) {
      return new Content(Math.addExact(tokens, other.tokens), Math.addExact(bytes, other.bytes));
    }
  }

  public SnapshotManifest {
    if (!contents.keySet().equals(origin.cuts().keySet())) {
      throw new IllegalArgumentException(
          "cut were " + origin.cuts().keySet() + ", held are " + contents.keySet());
    }
    if (blocks < 0) {
      throw new IllegalArgumentException("blocks are at least 0, were " + blocks);
    }
    contents = Collections.unmodifiableMap(new TreeMap<>(contents));
  }

  /** All segments together. */
  public Content total() {
    return contents.values().stream().reduce(Content.NONE, Content::plus);
  }
}
