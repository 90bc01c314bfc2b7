package teseus.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RehearsalTest {
  @Test
  @Timeout(60)
  void eachOfItsCommandsGetsTheAnswerItWants() {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(said, true, UTF_8);
    Console console = new Console(InputStream.nullInputStream(), out, out, false, false);
    assertThat(Rehearsal.run(console)).as(() -> said.toString(UTF_8)).isZero();
    assertThat(said.toString(UTF_8))
        .contains("Usage:")
        .contains("0-1-1 in a/0\n")
        .contains("Job {\"name\":\"a\"}")
        .contains("HOST  STATE");
  }
}
