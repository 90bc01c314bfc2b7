package teseus.space.wire;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What META's voters have agreed on, as bytes: its state, and what became of the latest commands.
 *
 * <pre>
 * image = version (1 byte, 1), state, count, then of each outcome the number (8 bytes) and, behind a
 *         byte 0 or 1, why it was refused
 * </pre>
 *
 * <p>Pure functions, to be called from any thread.
 */
public final class MetaImageCodec {
  private static final int VERSION = 1;

  /**
   * What the bytes hold.
   *
   * @param state META's
   * @param outcomes by the commands' numbers, the oldest first: why each was refused, or empty if
   *     it was done
   */
  public record Image(MetaState state, Map<Long, Optional<String>> outcomes) {}

  private MetaImageCodec() {}

  /** Encodes an image. */
  public static byte[] encode(Image image) {
    BytesOut out = new BytesOut();
    out.octet(VERSION);
    Metas.state(out, image.state());
    out.varint(image.outcomes().size());
    image
        .outcomes()
        .forEach(
            (number, refused) -> {
              out.fixed(number);
              out.optional(refused.orElse(null), BytesOut::text);
            });
    return out.toBytes();
  }

  /**
   * Decodes an image, which shares nothing with the array.
   *
   * @throws MalformedException if the bytes are not one whole image of this version
   */
  public static Image decode(byte[] bytes) {
    return BytesIn.whole(
        bytes,
        0,
        bytes.length,
        in -> {
          Versions.check(in, "an image of META", VERSION);
          MetaState state = Metas.state(in);
          Map<Long, Optional<String>> outcomes = new LinkedHashMap<>();
          int count = in.count(Long.BYTES + 1, "outcomes");
          for (int i = 0; i < count; i++) {
            long number = in.fixed();
            @Nullable String refused = in.optional(BytesIn::text);
            if (outcomes.put(number, Optional.ofNullable(refused)) != null) {
              throw in.malformed("expected each number once, found again " + number);
            }
          }
          return new Image(state, outcomes);
        });
  }
}
