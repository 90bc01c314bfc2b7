package teseus.snapshot;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import teseus.snapshot.SnapshotManifest.Content;
import teseus.space.HostId;
import teseus.space.SegmentId;

/** A manifest as JSON; its keys are {@link SnapshotFile}'s. */
final class ManifestJson {
  private ManifestJson() {}

  static byte[] write(SnapshotManifest manifest) {
    SnapshotOrigin origin = manifest.origin();
    JsonArray segments = new JsonArray();
    manifest
        .contents()
        .forEach(
            (segment, content) ->
                segments.add(
                    new JsonObject()
                        .put("segment", segment.toString())
                        .put("lsn", origin.cuts().get(segment))
                        .put("tokens", content.tokens())
                        .put("bytes", content.bytes())));
    Content total = manifest.total();
    return new JsonObject()
        .put("cluster", origin.cluster())
        .put("round", origin.round())
        .put("begun", origin.begun().toString())
        .put("committed", origin.committed().toString())
        .put("teseus", origin.version())
        .put("hosts", new JsonArray(origin.hosts().stream().map(HostId::name).toList()))
        .put("segments", segments)
        .put("tokens", total.tokens())
        .put("bytes", total.bytes())
        .put("blocks", manifest.blocks())
        .encodePrettily()
        .getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException if it is no manifest, saying which key and why
   */
  static SnapshotManifest read(byte[] bytes) {
    JsonObject json;
    try {
      json = new JsonObject(Buffer.buffer(bytes));
    } catch (DecodeException e) {
      throw new IllegalArgumentException("no JSON object: " + e.getMessage(), e);
    }
    Map<SegmentId, Long> cuts = new LinkedHashMap<>();
    Map<SegmentId, Content> contents = new LinkedHashMap<>();
    for (Object each : list(json, "segments")) {
      if (!(each instanceof JsonObject held)) {
        throw new IllegalArgumentException("\"segments\" holds something that is no object");
      }
      SegmentId segment = SegmentId.parse(text(held, "segment"));
      if (cuts.put(segment, number(held, "lsn")) != null) {
        throw new IllegalArgumentException("\"segments\" holds " + segment + " twice");
      }
      contents.put(segment, content(held));
    }
    SnapshotOrigin origin =
        new SnapshotOrigin(
            text(json, "cluster"),
            number(json, "round"),
            moment(json, "begun"),
            moment(json, "committed"),
            text(json, "teseus"),
            hosts(json),
            cuts);
    SnapshotManifest manifest = new SnapshotManifest(origin, contents, number(json, "blocks"));
    if (!content(json).equals(manifest.total())) {
      throw new IllegalArgumentException(
          "its segments add up to " + manifest.total() + ", it says " + content(json));
    }
    return manifest;
  }

  private static Content content(JsonObject json) {
    return new Content(number(json, "tokens"), number(json, "bytes"));
  }

  private static List<HostId> hosts(JsonObject json) {
    return StreamSupport.stream(list(json, "hosts").spliterator(), false)
        .map(name -> new HostId(String.valueOf(name)))
        .toList();
  }

  private static Instant moment(JsonObject json, String key) {
    try {
      return Instant.parse(text(json, key));
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("\"" + key + "\" is no time: " + e.getMessage(), e);
    }
  }

  private static String text(JsonObject json, String key) {
    if (json.getValue(key) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("\"" + key + "\" is no text");
  }

  private static long number(JsonObject json, String key) {
    Object value = json.getValue(key);
    if (value instanceof Long || value instanceof Integer) {
      return ((Number) value).longValue();
    }
    throw new IllegalArgumentException("\"" + key + "\" is no whole number of 64 bits");
  }

  private static JsonArray list(JsonObject json, String key) {
    if (json.getValue(key) instanceof JsonArray list) {
      return list;
    }
    throw new IllegalArgumentException("\"" + key + "\" is no list");
  }
}
