package teseus.server.config;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.TreeMap;
import teseus.space.host.TransactionLimits;

/** A config as JSON in one spelling: every default said, objects' keys sorted. */
final class CanonicalConfig {
  private static final int DIGEST_DIGITS = 16;

  private CanonicalConfig() {}

  static ObjectNode of(ClusterConfig config) {
    ObjectNode top = object();
    top.set("beacon", beacon(config.beacon()));
    top.set("clock", object().put("max-skew-ms", config.clock().maxSkew().toMillis()));
    top.set(
        "copies",
        object()
            .put("ack-ms", config.copies().ack().toMillis())
            .put("min", config.copies().min())
            .put("spare", config.copies().spare()));
    top.put("durability", config.durability().key());
    top.set(
        "functions",
        object()
            .put("limit-ms", config.functions().limit().toMillis())
            .put("parallel", config.functions().parallel()));
    var hosts = top.putArray("hosts");
    config.hosts().forEach(host -> hosts.add(host(host)));
    top.set("http", object().put("request-bytes", ByteSize.text(config.http().requestBytes())));
    top.set("journal", journal(config.journal()));
    top.set(
        "limits",
        object()
            .put("depth", config.limits().depth())
            .put("fields", config.limits().fields())
            .put("open", config.load().open())
            .put("open-per-client", config.load().openPerClient())
            .put("pending", ByteSize.text(config.load().pending()))
            .put("pending-per-client", ByteSize.text(config.load().pendingPerClient()))
            .put("pending-per-peer", ByteSize.text(config.load().pendingPerPeer()))
            .put("tokens", config.load().tokens())
            .put("tuple", ByteSize.text(config.limits().bytes())));
    top.set(
        "links",
        object()
            .put("heartbeat-ms", config.links().heartbeat().toMillis())
            .put("lost-after-ms", config.links().lostAfter().toMillis()));
    top.put("name", config.name());
    top.set(
        "notify",
        object()
            .put("history", ByteSize.text(config.subscriptions().historyBytes()))
            .put("subscriptions", config.subscriptions().perHost()));
    top.set("placement", placement(config.placement()));
    top.put("segments-per-host", config.segmentsPerHost());
    top.set("session", session(config.session()));
    top.set("snapshot", snapshot(config.snapshot()));
    top.set("transactions", transactions(config.transactions()));
    var voters = top.putArray("voters");
    config.voters().forEach(voter -> voters.add(voter.name()));
    top.set(
        "waits",
        object()
            .put("answer-ms", config.waits().answer().toMillis())
            .put("hold-ms", config.waits().hold().toMillis()));
    return top;
  }

  private static ObjectNode transactions(TransactionLimits limits) {
    return object()
        .put("bytes", ByteSize.text(limits.bytes()))
        .put("lease", Durations.text(Duration.ofMillis(limits.leaseMs())))
        .put("open", limits.open())
        .put("open-per-client", limits.perClient())
        .put("operations", limits.operations());
  }

  /** Of what must be the same on every host: of all but the list of hosts, which META keeps. */
  static String digest(ClusterConfig config) {
    ObjectNode settings = of(config);
    settings.remove("hosts");
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(settings.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, DIGEST_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static ObjectNode host(HostConfig host) {
    return object()
        .put("address", host.address())
        .put("data", text(host.data()))
        .put("http", host.http())
        .put("memory", ByteSize.text(host.memory()))
        .put("name", host.id().name())
        .put("port", host.port());
  }

  private static ObjectNode beacon(BeaconConfig beacon) {
    return object()
        .put("fixed-ms", beacon.fixed().toMillis())
        .put("random-ms", beacon.random().toMillis())
        .put("round-ms", beacon.round().toMillis());
  }

  private static ObjectNode journal(JournalConfig journal) {
    return object()
        .put("file-bytes", ByteSize.text(journal.fileBytes()))
        .put("keep", Durations.text(journal.keep()))
        .put("keep-bytes", ByteSize.text(journal.keepBytes()));
  }

  private static ObjectNode placement(PlacementConfig placement) {
    ObjectNode weights = object();
    new TreeMap<>(placement.weights()).forEach(weights::put);
    ObjectNode node = object().put("strategy", placement.strategy());
    node.set("weights", weights);
    return node;
  }

  private static ObjectNode session(SessionConfig session) {
    return object()
        .put("bytes", ByteSize.text(session.limits().bytes()))
        .put("lease", Durations.text(session.lease()))
        .put("operations", session.limits().operations());
  }

  private static ObjectNode snapshot(SnapshotConfig snapshot) {
    return object()
        .put("every", snapshot.every().map(Durations::text).orElse(SnapshotConfig.OFF))
        .put("folder", text(snapshot.folder()))
        .put("keep", snapshot.keep());
  }

  private static String text(Path path) {
    return path.toString().replace(File.separatorChar, '/'); // one spelling on every system
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
