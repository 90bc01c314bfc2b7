package teseus.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import teseus.server.config.ClusterConfig;
import teseus.server.config.OtherDurabilityException;
import teseus.space.HostId;
import teseus.space.SegmentId;
import teseus.space.spi.Image;
import teseus.space.spi.Log;
import teseus.space.spi.LogEntry;
import teseus.space.vertx.LogOpener.Opened;

/** What a host finds again, and who it is then, by its durability. */
class HostStoreTest {
  private static final HostId HERA = new HostId("hera");
  private static final LogEntry AGREED = entry(SegmentId.META);
  private static final LogEntry LISTED = entry(SegmentId.ROSTER);
  private static final LogEntry WRITTEN = entry(0);

  @TempDir private Path folder;
  private final List<SegmentId> found = new ArrayList<>();

  @Test
  void aJournalIsTheSameStoreWithAllThatIsInIt() throws Exception {
    Opened first = open("journal");
    write(first);
    Opened again = open("journal");
    again.log().close();
    assertThat(again.store().id()).isEqualTo(first.store().id());
    assertThat(found).containsExactly(AGREED.segment(), LISTED.segment(), WRITTEN.segment());
  }

  @Test
  void replicatedIsAnotherStoreAtEachStartThatKnowsWhatMetaHasAgreedOnAlone() throws Exception {
    Opened first = open("replicated");
    write(first);
    Opened again = open("replicated");
    again.log().close();
    assertThat(again.store().id()).isNotEqualTo(first.store().id());
    assertThat(again.store().incarnation()).isEqualTo(first.store().incarnation() + 1);
    assertThat(found).containsExactly(AGREED.segment(), LISTED.segment());
  }

  @Test
  void replicatedForcesNothingOfTheSegments() throws Exception {
    Opened opened = open("replicated");
    long position = opened.log().append(WRITTEN);
    assertThat(opened.log().safe()).isEqualTo(position);
    assertThat(opened.log().lasting().safe()).as("META's has to be forced").isZero();
    opened.log().close();
  }

  @Test
  void whatAJournalHoldsIsNotPassedOver() throws Exception {
    write(open("journal"));
    assertThatThrownBy(() -> open("replicated"))
        .isInstanceOf(OtherDurabilityException.class)
        .hasMessageContaining("take a snapshot");
    open("journal").log().close();
    assertThat(found).contains(WRITTEN.segment());
  }

  private static void write(Opened opened) {
    long unused = opened.log().lasting().append(AGREED);
    unused = opened.log().lasting().append(LISTED);
    unused = opened.log().append(WRITTEN);
    opened.log().close();
  }

  private Opened open(String durability) throws Exception {
    String hosts =
        Stream.of("hera", "juno", "zeus")
            .map(
                name ->
                    "{\"name\": \"%s\", \"port\": %d, \"http\": %d, \"memory\": \"1 MiB\"}"
                        .formatted(name, 7_000 + 10 * name.charAt(0), (int) name.charAt(0)))
            .collect(Collectors.joining(", "));
    ClusterConfig config =
        ClusterConfig.parse(
            "{\"hosts\": [%s], \"durability\": \"%s\", \"journal\": {\"file-bytes\": \"64 KiB\"}}"
                .formatted(hosts, durability),
            folder);
    found.clear();
    return new HostStore(config, config.host(HERA), false)
        .opener()
        .open(new Hearing(), new Listener());
  }

  private static LogEntry entry(int index) {
    return new LogEntry(new SegmentId(HERA, index), 1, 0, new byte[] {1});
  }

  private final class Hearing implements Log.Recovery {
    @Override
    public void image(Image image) {
      throw new AssertionError("nothing was imaged");
    }

    @Override
    public void entry(LogEntry entry) {
      found.add(entry.segment());
    }
  }

  private static final class Listener implements Log.Listener {
    @Override
    public void forced(long position) {}

    @Override
    public void failed(Exception cause) {
      throw new AssertionError(cause);
    }
  }
}
