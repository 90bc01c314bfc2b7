package teseus.space.vertx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameReaderTest {
  private final List<String> frames = new ArrayList<>();
  private final FrameReader reader =
      new FrameReader((kind, body) -> frames.add(kind + ":" + new String(body)));

  @Test
  void cutsFramesWhereverTheBytesAreSplit() throws BadFrameException {
    Buffer stream = Buffer.buffer();
    LinkFrames.append(stream, LinkFrames.MESSAGE, "one".getBytes());
    LinkFrames.append(stream, LinkFrames.HEARTBEAT, new byte[0]);
    LinkFrames.append(stream, LinkFrames.MESSAGE, "three".getBytes());

    for (int first = 0; first <= stream.length(); first++) {
      for (int second = first; second <= stream.length(); second++) {
        frames.clear();
        reader.read(stream.getBuffer(0, first));
        reader.read(stream.getBuffer(first, second));
        reader.read(stream.getBuffer(second, stream.length()));
        assertThat(frames)
            .as("split at %d and %d", first, second)
            .containsExactly("2:one", "4:", "2:three");
      }
    }
  }

  @Test
  void allowsOnlyShortFramesBeforeTheGreeting() throws BadFrameException {
    byte[] body = new byte[LinkFrames.MAX_WHOLE];
    Buffer longest = Buffer.buffer();
    LinkFrames.append(longest, LinkFrames.MESSAGE, body);

    assertThatThrownBy(() -> reader.read(longest)).isInstanceOf(BadFrameException.class);

    FrameReader greeted = new FrameReader((kind, whole) -> frames.add("" + whole.length));
    greeted.greeted();
    greeted.read(longest);
    assertThat(frames).containsExactly("" + body.length);
  }

  @Test
  void refusesAFrameAboveTheLimitOrWithoutAKind() {
    reader.greeted();

    assertThatThrownBy(
            () ->
                reader.read(
                    Buffer.buffer().appendInt(LinkFrames.MAX_FRAME - 3).appendByte((byte) 2)))
        .hasMessageContaining("262141 bytes, where 1 to 262140");
    assertThatThrownBy(() -> new FrameReader((k, b) -> true).read(Buffer.buffer(new byte[5])))
        .isInstanceOf(BadFrameException.class);
  }

  @Test
  void stopsAtTheFrameAfterWhichTheSinkWantsNoMore() throws BadFrameException {
    Buffer stream = Buffer.buffer();
    LinkFrames.append(stream, LinkFrames.MESSAGE, "last".getBytes());
    LinkFrames.append(stream, LinkFrames.MESSAGE, "unheard".getBytes());

    new FrameReader((kind, body) -> !frames.add(new String(body))).read(stream);

    assertThat(frames).containsExactly("last");
  }
}
