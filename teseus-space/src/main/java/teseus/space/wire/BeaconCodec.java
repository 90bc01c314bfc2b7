package teseus.space.wire;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import teseus.space.HostId;

/**
 * Beacons as bytes on the event bus.
 *
 * <pre>
 * beacon = version (1 byte, 1), the record's components in their order, each as in
 *          {@link FrameCodec}
 * </pre>
 *
 * <p>Equal beacons are equal bytes. Pure functions, to be called from any thread.
 */
public final class BeaconCodec {
  private static final int VERSION = 1;

  private BeaconCodec() {}

  /**
   * Encodes a beacon.
   *
   * @throws IllegalArgumentException if it takes more than {@link Beacon#MAX_BYTES}; announce some
   *     of its changes instead of listing them
   */
  public static byte[] encode(Beacon beacon) {
    BytesOut out = new BytesOut();
    out.octet(VERSION);
    Ids.host(out, beacon.host());
    out.fixed(beacon.store());
    out.zigzag(beacon.incarnation());
    out.zigzag(beacon.sequence());
    out.zigzag(beacon.colour());
    out.fixed(beacon.at());
    Ids.offer(out, beacon.offer());
    out.zigzag(beacon.room());
    out.map(beacon.changes(), Comparator.naturalOrder(), Ids::segment, BeaconCodec::changes);
    out.set(beacon.reaches(), Ids::host);
    out.zigzag(beacon.meta());
    out.text(beacon.config());
    out.set(beacon.functions(), BytesOut::text);
    out.map(beacon.clocks(), Comparator.naturalOrder(), Ids::host, BeaconCodec::clock);
    out.flag(beacon.skewed());
    if (out.size() > Beacon.MAX_BYTES) {
      throw new IllegalArgumentException(
          "the beacon takes " + out.size() + " bytes, at most " + Beacon.MAX_BYTES + " allowed");
    }
    return out.toBytes();
  }

  /**
   * Decodes a beacon, which shares nothing with the array.
   *
   * @throws MalformedException if the bytes are not one whole beacon of this version, or more than
   *     {@link Beacon#MAX_BYTES}
   */
  public static Beacon decode(byte[] bytes) {
    if (bytes.length > Beacon.MAX_BYTES) {
      throw new MalformedException(
          Beacon.MAX_BYTES, "expected the end of a beacon, found " + bytes.length + " bytes");
    }
    return BytesIn.whole(
        bytes,
        0,
        bytes.length,
        in -> {
          Versions.check(in, "a beacon", VERSION);
          return new Beacon(
              Ids.host(in),
              in.fixed(),
              in.zigzag(),
              in.zigzag(),
              in.zigzag(),
              in.fixed(),
              Ids.offer(in),
              in.zigzag(),
              in.map(Ids::segment, BeaconCodec::changes),
              hosts(in),
              in.zigzag(),
              in.text(),
              functions(in),
              in.map(Ids::host, BeaconCodec::clock),
              in.flag());
        });
  }

  private static Set<HostId> hosts(BytesIn in) {
    List<HostId> hosts = in.list(Ids::host);
    return new HashSet<>(hosts);
  }

  private static Set<String> functions(BytesIn in) {
    List<String> functions = in.list(BytesIn::text);
    return new HashSet<>(functions);
  }

  private static void clock(BytesOut out, Beacon.Clock clock) {
    out.fixed(clock.store());
    out.zigzag(clock.incarnation());
    out.zigzag(clock.ahead());
  }

  private static Beacon.Clock clock(BytesIn in) {
    return new Beacon.Clock(in.fixed(), in.zigzag(), in.zigzag());
  }

  private static void changes(BytesOut out, Beacon.Changes changes) {
    out.zigzag(changes.epoch());
    out.zigzag(changes.from());
    out.zigzag(changes.to());
    out.flag(changes.whole());
    out.list(changes.added(), Ids::envelope);
    out.list(changes.removed(), Ids::token);
  }

  private static Beacon.Changes changes(BytesIn in) {
    return new Beacon.Changes(
        in.zigzag(),
        in.zigzag(),
        in.zigzag(),
        in.flag(),
        in.list(Ids::envelope),
        in.list(Ids::token));
  }
}
