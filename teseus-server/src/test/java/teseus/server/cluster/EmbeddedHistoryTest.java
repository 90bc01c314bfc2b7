package teseus.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import teseus.pantheon.Pantheon;
import teseus.space.TokenId;

/** That what clients within hosts wrote down is added up, and that a lie in it is noticed. */
class EmbeddedHistoryTest {
  private static final TokenId ONE = TokenId.parse("1-a-1");
  private static final TokenId OTHER = TokenId.parse("1-a-2");

  @TempDir private Path folder;
  private final Pantheon space = Pantheon.embedded();
  private final Tally tally = new Tally();
  private final Counters counters = new Counters(space, 1);
  private final Transfers transfers = new Transfers(space, 2);

  private EmbeddedHistory history(String... lines) throws IOException {
    Files.writeString(folder.resolve("hera.1-kept"), String.join("\n", lines));
    EmbeddedHistory history = new EmbeddedHistory(folder);
    history.addTo(tally, counters, transfers);
    return history;
  }

  @Test
  void whatWasAcknowledgedHasToBeThere() throws IOException {
    assertThat(history("write p", ONE.toString(), "").told()).isEqualTo(1);
    assertThatThrownBy(tally::assertExact).hasMessageContaining("lost");
    tally.taken("p", ONE);
    tally.assertExact();
  }

  @Test
  void whatWasTakenIsNotTakenAgain() throws IOException {
    assertThat(history("write p", ONE.toString(), "take p", ONE.toString(), "").told())
        .isEqualTo(2);
    tally.assertExact();
    tally.taken("p", OTHER);
    assertThatThrownBy(tally::assertExact).hasMessageContaining("duplicated");
  }

  @Test
  void aWriteThatWasCutShortMayBeThereOrNot() throws IOException {
    String other = OTHER.toString();
    assertThat(history("write q", other, "take q", other, "write p", "1-a").cutShort())
        .isEqualTo(1);
    tally.assertExact();
    tally.taken("p", ONE);
    tally.assertExact();
  }

  @Test
  void aTakeThatWasCutShortMayHaveGotWhatItNamedAndNothingElse() throws IOException {
    assertThat(history("write p", ONE.toString(), "write q", OTHER.toString(), "take p", "").told())
        .isEqualTo(2);
    assertThat(tally.lost()).isEqualTo(1);
    assertThatThrownBy(tally::assertExact).hasMessageContaining("lost").hasMessageContaining("q");
    tally.taken("q", OTHER);
    tally.assertExact();
    tally.taken("p", ONE);
    tally.assertExact();
  }

  @Test
  void aStepThatWasAcknowledgedWasDone() throws IOException {
    assertThat(history("count 0", "2", "").told()).isEqualTo(1);
    assertThatThrownBy(() -> counters.assertExact(space)).hasMessageContaining("steps");
  }

  @Test
  void aTransferThatWasAcknowledgedIsNoted() throws IOException {
    assertThat(history("transfer k", "COMMITTED", "").told()).isEqualTo(1);
    assertThatThrownBy(() -> transfers.assertExact(space)).isInstanceOf(AssertionError.class);
  }

  @Test
  void aClientThatFailedIsToldOf() throws Exception {
    EmbeddedHistory history = new EmbeddedHistory(folder);
    assertThat(history.program("hera", 1, 2).main()).isEqualTo(EmbeddedMain.class);
    for (String name : new String[] {"kept", "counters", "transfers"}) {
      String last = name.equals("kept") ? "failed a mistake\n" : "ended\n";
      Files.writeString(folder.resolve("hera.1-" + name), last);
    }
    assertThatThrownBy(() -> history.finish(Duration.ofSeconds(1)))
        .hasMessageContaining("failed a mistake");
  }
}
