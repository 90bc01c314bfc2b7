package teseus.space.host;

import java.util.HashMap;
import java.util.Map;
import teseus.space.SegmentId;
import teseus.space.wire.MetaState;
import teseus.space.wire.SegmentConfig;
import teseus.space.wire.StoreName;

/**
 * Which copies this store may let go of: those that nobody counts on, nor can without sending them
 * anew. It is no member by META's word, and has not been claimed under the epoch that META has the
 * segment at: what it said under one before is void, and under this one or a later it has said
 * nothing. That makes it safe; time only leaves the primary some, to claim what is to follow.
 */
class Leftovers {
  private record Seen(long epoch, long since) {}

  private final StoreName self;
  private final CopySettings settings;
  private final Directory directory;
  private final Map<SegmentId, Seen> seen = new HashMap<>();

  Leftovers(StoreName self, CopySettings settings, Directory directory) {
    this.self = self;
    this.settings = settings;
    this.directory = directory;
  }

  /**
   * Whether a copy that is not led here may go by now. It stays as long as the segment is held by
   * fewer stores than are asked for, or is led by nobody within reach.
   */
  boolean due(SegmentCopy copy, SegmentConfig config, MetaState state, long now) {
    Directory.Lead lead = directory.lead(copy.id());
    if (!free(copy, config)
        || config.members().size() < settings.min()
        || config.members().stream().anyMatch(state::replaced)
        || lead == null
        || lead.epoch() < config.epoch()) {
      seen.remove(copy.id());
      return false;
    }
    Seen first = seen.get(copy.id());
    if (first == null || first.epoch != config.epoch()) {
      seen.put(copy.id(), new Seen(config.epoch(), now));
      return false;
    }
    return now - first.since >= settings.ackMs();
  }

  /** Whether there is something of it, and nobody counts on that. */
  boolean free(SegmentCopy copy, SegmentConfig config) {
    return !copy.isVoid()
        && !copy.sole()
        && !config.members().contains(self)
        && copy.promised() < config.epoch();
  }
}
