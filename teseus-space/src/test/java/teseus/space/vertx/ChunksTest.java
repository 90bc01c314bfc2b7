package teseus.space.vertx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChunksTest {
  private final Chunks chunks = new Chunks();

  @Test
  void putsOnePayloadAfterAnotherTogether() throws BadFrameException {
    assertThat(chunks.add(chunk(5, 0, 'a', 'b'))).isNull();
    assertThat(chunks.add(chunk(5, 2, 'c', 'd', 'e'))).asString().isEqualTo("abcde");
    assertThat(chunks.add(chunk(1, 0, 'f'))).asString().isEqualTo("f");
  }

  @ParameterizedTest
  @CsvSource({"-1, 0", "0, 0", "33554433, 0", "5, 1", "5, -1"})
  void refusesABadFirstChunk(int total, int offset) {
    assertThatThrownBy(() -> chunks.add(chunk(total, offset, 'a')))
        .isInstanceOf(BadFrameException.class);
  }

  @ParameterizedTest
  @CsvSource({"5, 0", "5, 1", "5, 3", "6, 2", "-1, 2"})
  void refusesAChunkThatDoesNotContinue(int total, int offset) throws BadFrameException {
    assertThat(chunks.add(chunk(5, 0, 'a', 'b'))).isNull();

    assertThatThrownBy(() -> chunks.add(chunk(total, offset, 'c')))
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

  private static byte[] chunk(int total, int offset, char... bytes) {
    ByteBuffer chunk = ByteBuffer.allocate(8 + bytes.length).putInt(total).putInt(offset);
    for (char b : bytes) {
      chunk.put((byte) b);
    }
    return chunk.array();
  }
}
