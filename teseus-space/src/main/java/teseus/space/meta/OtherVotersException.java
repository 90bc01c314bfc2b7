package teseus.space.meta;

import java.util.List;
import teseus.space.HostId;

/** META was kept by other hosts than those that are to keep it now. The host does not start. */
public final class OtherVotersException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  OtherVotersException(HostId self, List<HostId> before, List<HostId> now) {
    super(
        "META was kept by "
            + before
            + " when "
            + self
            + " ran last, and voters names "
            + now
            + "; this version cannot change who votes: name those who did in cluster.json");
  }
}
