package teseus.server;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import teseus.snapshot.SnapshotManifest;
import teseus.snapshot.StoredSnapshot;

/** Files of snapshots as JSON, for people and programs that ask a host. */
final class SnapshotJson {
  private SnapshotJson() {}

  static JsonObject all(List<StoredSnapshot> stored) {
    JsonArray snapshots = new JsonArray();
    stored.forEach(one -> snapshots.add(one(one)));
    return new JsonObject().put("snapshots", snapshots);
  }

  static JsonObject one(StoredSnapshot stored) {
    JsonObject json =
        new JsonObject().put("file", stored.file().toString()).put("bytes", stored.bytes());
    SnapshotManifest manifest = stored.manifest();
    if (manifest == null) {
      return json.put("unreadable", stored.unreadable());
    }
    JsonObject segments = new JsonObject();
    manifest
        .contents()
        .forEach(
            (segment, content) ->
                segments.put(
                    segment.toString(),
                    new JsonObject()
                        .put("cut", manifest.origin().cuts().get(segment))
                        .put("tokens", content.tokens())
                        .put("bytes", content.bytes())));
    return json.put("cluster", manifest.origin().cluster())
        .put("round", manifest.origin().round())
        .put("committed", manifest.origin().committed().toString())
        .put("tokens", manifest.total().tokens())
        .put("tokenBytes", manifest.total().bytes())
        .put("segments", segments);
  }
}
