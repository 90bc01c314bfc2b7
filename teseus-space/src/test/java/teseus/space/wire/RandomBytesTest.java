package teseus.space.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import teseus.space.Limits;
import teseus.space.RandomTemplates;
import teseus.space.Template;
import teseus.space.Tuple;
import teseus.space.ValueOrder;

/** Each run draws anew; the seed in a failure's message repeats it, given as -Dseed. */
class RandomBytesTest {
  private static final int ROUNDS = 5_000;

  private final long seed = Long.getLong("seed", System.nanoTime());
  private final Random random = new Random(seed);

  @Test
  void throwsNothingButMalformedAndAllocatesLittleWhateverTheBytes() {
    List<byte[]> sound = encodedSamples();
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes =
          round % 2 == 0 ? noise() : damaged(sound.get(random.nextInt(sound.size())).clone());
      long before = allocated();
      for (Runnable decode : decoders(bytes)) {
        try {
          decode.run();
        } catch (MalformedException expected) {
          assertThat(expected.offset()).as("seed %s", seed).isBetween(0, bytes.length);
        } catch (RuntimeException | Error e) {
          fail("seed " + seed + ", round " + round, e);
        }
      }
      assertThat(allocated() - before)
          .as("bytes allocated for %s bytes, seed %s, round %s", bytes.length, seed, round)
          .isLessThan(2L << 20);
    }
  }

  private static List<Runnable> decoders(byte[] bytes) {
    return List.of(
        () -> FrameCodec.decode(bytes),
        () -> LogRecordCodec.decode(bytes),
        () -> BeaconCodec.decode(bytes),
        () -> TupleCodec.decode("T", bytes),
        () -> TupleCodec.field(bytes, "a.b"),
        () -> TupleCodec.hash(bytes, "a.b"),
        () -> TupleCodec.supertypes(bytes),
        () -> TupleCodec.matches(Template.any().where("size", 5), "T", bytes),
        () -> TupleCodec.matches(Template.ofType("S"), "T", bytes));
  }

  private static List<byte[]> encodedSamples() {
    List<byte[]> encoded = new ArrayList<>();
    Samples.MESSAGES.forEach(each -> encoded.add(FrameCodec.encode(new Frame(5, 0, 0, each))));
    Samples.RECORDS.forEach(each -> encoded.add(LogRecordCodec.encode(each)));
    Samples.BEACONS.forEach(each -> encoded.add(BeaconCodec.encode(each)));
    TupleCodecTest.samples().forEach(each -> encoded.add(TupleCodec.encode(each, Limits.DEFAULT)));
    return encoded;
  }

  private byte[] noise() {
    byte[] bytes = new byte[random.nextInt(200)];
    random.nextBytes(bytes);
    if (bytes.length > 0) {
      bytes[0] = (byte) (1 + random.nextInt(2)); // the version, or no more than that would be tried
    }
    return bytes;
  }

  private byte[] damaged(byte[] bytes) {
    for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  @Test
  void findsAndMatchesInAnyTupleWhatTheDecodedOneHolds() {
    int found = 0;
    int matched = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Tuple tuple = Tuple.of("T", object(3));
      byte[] fields = TupleCodec.encode(tuple, Limits.DEFAULT);
      Tuple decoded = TupleCodec.decode("T", fields);
      assertThat(decoded).as("seed %s", seed).isEqualTo(tuple);
      String path = path();
      Object value = decoded.at(path);
      assertThat(TupleCodec.field(fields, path)).as("%s, seed %s", path, seed).isEqualTo(value);
      assertThat(TupleCodec.hash(fields, path))
          .as("%s, seed %s", path, seed)
          .isEqualTo(ValueOrder.hash(value));
      Template template =
          Template.any().where(path, random.nextBoolean() ? value : value(1)).where("a", value(0));
      boolean matches = template.matches(decoded);
      assertThat(TupleCodec.matches(template, "T", fields))
          .as("%s on %s, seed %s", template, tuple, seed)
          .isEqualTo(matches);
      found += value == null ? 0 : 1;
      matched += matches ? 1 : 0;
    }
    // Paths that never lead anywhere would show nothing.
    assertThat(found).as("seed %s", seed).isGreaterThan(ROUNDS / 20);
    assertThat(matched).as("seed %s", seed).isGreaterThan(ROUNDS / 100);
  }

  @Test
  void matchesAnyTemplateAsTheDecodedTupleDoesWhateverWayBothHaveCome() {
    List<String> types = List.of("T", "S", "R");
    int matched = 0;
    for (int round = 0; round < ROUNDS; round++) {
      List<String> supertypes = types.subList(1, 1 + random.nextInt(3));
      Tuple tuple = Tuple.of("T", supertypes, object(3), Limits.DEFAULT);
      byte[] fields = TupleCodec.encode(tuple, Limits.DEFAULT);
      List<Object> values = new ArrayList<>(List.of(0, "\u00e9", "x", 1));
      List<String> paths = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        paths.add(path());
        values.add(tuple.at(paths.get(i)));
      }
      Template template = new RandomTemplates(random, types, paths, values).next();
      Message sent = new Message.Count(1, Samples.SEGMENT, template);
      assertThat(FrameCodec.decode(FrameCodec.encode(new Frame(5, 0, 0, sent))).message())
          .as("seed %s", seed)
          .isEqualTo(sent);
      boolean matches = template.matches(TupleCodec.decode("T", fields));
      assertThat(TupleCodec.matches(template, "T", fields))
          .as("%s on %s, seed %s", template, tuple, seed)
          .isEqualTo(matches);
      matched += matches ? 1 : 0;
    }
    assertThat(matched).as("seed %s", seed).isBetween(ROUNDS / 20, ROUNDS * 19 / 20);
  }

  private String path() {
    StringBuilder path = new StringBuilder(name());
    for (int more = random.nextInt(3); more > 0; more--) {
      path.append('.').append(name());
    }
    return path.toString();
  }

  private String name() {
    return List.of("a", "b", "ab", "\u00e9", "a.b").get(random.nextInt(5));
  }

  private Map<String, Object> object(int depth) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int left = random.nextInt(5); left > 0; left--) {
      fields.put(name(), value(depth - 1));
    }
    return fields;
  }

  private Object value(int depth) {
    return switch (random.nextInt(depth > 0 ? 10 : 7)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> (long) random.nextInt(3);
      case 3 -> random.nextLong() >> random.nextInt(64);
      case 4 -> random.nextInt(3) / 2.0;
      case 5 -> new BigDecimal("0.1234567890123456789").scaleByPowerOfTen(random.nextInt(40) - 20);
      case 6 -> "\u00e9".repeat(random.nextInt(2)) + "x".repeat(random.nextInt(200));
      case 7 -> List.of(object(depth - 1), 1);
      default -> object(depth);
    };
  }
}
