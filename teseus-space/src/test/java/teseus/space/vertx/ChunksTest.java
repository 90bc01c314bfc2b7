package teseus.space.vertx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChunksTest {
  private static final long SEED = 11;

  private final Chunks chunks = new Chunks();

  @Test
  void putsOnePayloadAfterAnotherTogether() throws BadFrameException {
    byte[] payload = new byte[LinkFrames.MAX_CHUNK + 2];
    new Random(SEED).nextBytes(payload);
    for (int round = 0; round < 2; round++) {
      assertThat(chunks.add(chunk(payload, 0, LinkFrames.MAX_CHUNK))).isNull();
      assertThat(Arrays.equals(chunks.add(chunk(payload, LinkFrames.MAX_CHUNK, 2)), payload))
          .as("seed " + SEED)
          .isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"-1, 0", "0, 0", "33554433, 0", "5, 1", "5, -1"})
  void refusesABadFirstChunk(int total, int offset) {
    assertThatThrownBy(() -> chunks.add(chunk(total, offset, 'a')))
        .isInstanceOf(BadFrameException.class);
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 1", "1, 0, 1", "0, -1, 1", "0, 0, 2", "0, 0, 0"})
  void refusesAChunkThatDoesNotContinue(int moreTotal, int moreOffset, int length)
      throws BadFrameException {
    byte[] payload = new byte[LinkFrames.MAX_CHUNK + 1];
    assertThat(chunks.add(chunk(payload, 0, LinkFrames.MAX_CHUNK))).isNull();
    byte[] next =
        chunk(payload.length + moreTotal, LinkFrames.MAX_CHUNK + moreOffset, new char[length]);

    assertThatThrownBy(() -> chunks.add(next)).isInstanceOf(BadFrameException.class);
  }

  @Test
  void refusesShortChunksBeforeTheLast() {
    assertThatThrownBy(() -> chunks.add(chunk(5, 0, 'a', 'b')))
        .isInstanceOf(BadFrameException.class);
  }

  @Test
  void refusesMoreBytesThanAnnounced() {
    assertThatThrownBy(() -> chunks.add(chunk(1, 0, 'a', 'b')))
        .isInstanceOf(BadFrameException.class);
  }

  @Test
  void refusesAChunkWithoutBytes() {
    assertThatThrownBy(() -> chunks.add(chunk(1, 0))).isInstanceOf(BadFrameException.class);
    assertThatThrownBy(() -> chunks.add(new byte[3])).isInstanceOf(BadFrameException.class);
  }

  private static byte[] chunk(byte[] payload, int offset, int length) {
    return ByteBuffer.allocate(8 + length)
        .putInt(payload.length)
        .putInt(offset)
        .put(payload, offset, length)
        .array();
  }

  private static byte[] chunk(int total, int offset, char... bytes) {
    ByteBuffer chunk = ByteBuffer.allocate(8 + bytes.length).putInt(total).putInt(offset);
    for (char b : bytes) {
      chunk.put((byte) b);
    }
    return chunk.array();
  }
}
