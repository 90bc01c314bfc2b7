package teseus.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static teseus.snapshot.Store.FOLDER;
import static teseus.snapshot.Store.HERA;
import static teseus.snapshot.Store.ZEUS;
import static teseus.snapshot.Store.image;
import static teseus.snapshot.Store.written;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every bit of every file of a small store turned over, each by itself, and every file cut at every
 * byte. A store that is opened after that refuses, changing nothing; or tells a beginning of what
 * it was given, and that it cut the rest; or all of it. What was never written it never tells.
 */
@Tag("once") // on one JDK: see .ci/run
class DamageTest {
  /** Bytes of a batch that {@link Store#write} makes. */
  private static final int BATCH = 80;

  private static final int PER_FILE = (Store.SMALL.fileBytes() - FileHeader.BYTES) / BATCH;
  private static final int USED = FileHeader.BYTES + PER_FILE * BATCH;

  /** Of the last file; its batches make up {@code 3} of all. */
  private static final int USED_OF_LAST = FileHeader.BYTES + 3 * BATCH;

  private static final int ENTRIES = PER_FILE + 3;
  private static final Path FIRST = FOLDER.resolve("journal-0000000000000001.log");
  private static final Path LAST = FOLDER.resolve("journal-0000000000000002.log");
  private static final Path STATE = FOLDER.resolve(StoreState.NAME);

  /** What became of a store. */
  private enum Fate {
    REFUSED,
    CUT,
    WHOLE
  }

  /** A store of two files, the first of them full, whose process was killed. */
  private static PowerDisk killed() throws IOException {
    PowerDisk disk = new PowerDisk();
    assertThat(Store.open(disk).write(HERA, 0, ENTRIES).journals()).hasSize(2);
    return disk;
  }

  private static PowerDisk closed() throws IOException {
    PowerDisk disk = killed();
    Store.open(disk).log.close();
    return disk;
  }

  @Test
  void whicheverBitIsFlippedAfterAKillTheLastBatchAtMostIsCutAndWhatIsBeforeItIsDamage()
      throws IOException {
    PowerDisk disk = killed();
    for (long bit = 0; bit < Store.SMALL.fileBytes() * 8L; bit = next(bit, USED)) {
      Fate fate = flip(disk, FIRST, bit);
      assertThat(fate).as("bit %d", bit).isEqualTo(bit / 8 < USED ? Fate.REFUSED : Fate.WHOLE);
    }
    int last = USED_OF_LAST - BATCH;
    for (long bit = 0; bit < Store.SMALL.fileBytes() * 8L; bit = next(bit, USED_OF_LAST)) {
      Fate fate = flip(disk, LAST, bit);
      assertThat(fate).as("bit %d", bit).isEqualTo(bit / 8 < last ? Fate.REFUSED : Fate.CUT);
    }
  }

  /** Every bit of what was written; of the zeros behind it one of every nine. */
  private static long next(long bit, int used) {
    return bit + (bit / 8 < used ? 1 : 9);
  }

  @Test
  void whicheverBitIsFlippedAfterAnEndInOrderWhatWasWrittenIsDamageAndTheRestIsCut()
      throws IOException {
    PowerDisk disk = closed();
    for (long bit = 0; bit < (USED_OF_LAST + 64) * 8L; bit++) {
      Fate fate = flip(disk, LAST, bit);
      assertThat(fate)
          .as("bit %d", bit)
          .isEqualTo(bit / 8 < USED_OF_LAST ? Fate.REFUSED : Fate.CUT);
    }
  }

  @Test
  void aFileCutAtAnyByteIsRefusedOrReadUpToThere() throws IOException {
    PowerDisk killed = killed();
    PowerDisk closed = closed();
    for (int end = 0; end < Store.SMALL.fileBytes(); end++) {
      assertThat(cut(killed, FIRST, end))
          .as("cut at %d", end)
          .isEqualTo(end < USED ? Fate.REFUSED : Fate.WHOLE);
    }
    for (int end = 0; end < USED_OF_LAST + 64; end++) {
      assertThat(cut(killed, LAST, end)).as("cut at %d", end).isEqualTo(Fate.CUT);
      assertThat(cut(closed, LAST, end))
          .as("cut at %d after an end in order", end)
          .isEqualTo(end < USED_OF_LAST ? Fate.REFUSED : Fate.CUT);
    }
  }

  @Test
  void whatAStoreKnowsOfItselfIsRefusedWithAnyBitFlippedAndCutAnywhere() throws IOException {
    PowerDisk disk = killed();
    for (long bit = 0; bit < disk.bytes(STATE).length * 8L; bit++) {
      assertThat(flip(disk, STATE, bit)).as("bit %d", bit).isEqualTo(Fate.REFUSED);
    }
    for (int end = 0; end < disk.bytes(STATE).length; end++) {
      assertThat(cut(disk, STATE, end)).as("cut at %d", end).isEqualTo(Fate.REFUSED);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aDamagedImageIsRefusedUnlessTheJournalHasItAll(boolean journalHasIt) throws IOException {
    JournalSettings settings = journalHasIt ? keeping() : Store.SMALL;
    PowerDisk disk = new PowerDisk();
    Store store = Store.open(disk, settings).write(HERA, 0, 20);
    store.log.checkpoint(image(HERA, 20, "all of it", "and more"));
    store.write(ZEUS, 0, 2 * PER_FILE); // so that no file holds anything of hera
    store.log.checkpoint(image(ZEUS, PER_FILE, "half of it"));
    assertThat(store.journals().contains(FIRST.getFileName().toString())).isEqualTo(journalHasIt);
    Path image =
        FOLDER.resolve(
            disk.list(FOLDER).stream()
                .filter(name -> name.startsWith("image.hera.0.20."))
                .findFirst()
                .orElseThrow());
    Store before = Store.open(disk.copy(), settings);
    Fate expected = journalHasIt ? Fate.WHOLE : Fate.REFUSED;
    for (long bit = 0; bit < disk.bytes(image).length * 8L; bit++) {
      PowerDisk flipped = disk.copy();
      flipped.flip(image, bit);
      assertThat(withoutImage(flipped, image, settings, before))
          .as("bit %d", bit)
          .isEqualTo(expected);
    }
    for (int end = 0; end < disk.bytes(image).length; end++) {
      PowerDisk cut = disk.copy();
      cut.put(image, Arrays.copyOf(disk.bytes(image), end));
      assertThat(withoutImage(cut, image, settings, before))
          .as("cut at %d", end)
          .isEqualTo(expected);
    }
  }

  private static JournalSettings keeping() {
    return new JournalSettings(
        Store.SMALL.fileBytes(),
        Store.SMALL.maxBatchBytes(),
        Duration.ofHours(1),
        1 << 20,
        Store.SMALL.files(),
        false);
  }

  private static Fate withoutImage(
      PowerDisk disk, Path image, JournalSettings settings, Store before) throws IOException {
    Map<String, byte[]> files = files(disk);
    try {
      Store store = Store.open(disk, settings);
      assertThat(store.log.verdict().detail()).contains(image.getFileName().toString());
      assertThat(store.imageLsns).containsOnlyKeys(ZEUS);
      assertThat(store.entries).containsAll(before.entries).containsAll(written(HERA, 0, 20));
      assertThat(store.entries).hasSize(before.entries.size() + 20);
      return Fate.WHOLE;
    } catch (DamagedJournalException e) {
      assertThat(e.file()).isEqualTo(image);
      assertSame(files, files(disk));
      return Fate.REFUSED;
    }
  }

  private static Fate flip(PowerDisk disk, Path file, long bit) throws IOException {
    PowerDisk flipped = disk.copy();
    flipped.flip(file, bit);
    return open(flipped, file, bit / 8, ENTRIES - 1);
  }

  private static Fate cut(PowerDisk disk, Path file, int end) throws IOException {
    PowerDisk cut = disk.copy();
    cut.put(file, Arrays.copyOf(disk.bytes(file), end));
    int batches = Math.max(0, end - FileHeader.BYTES) / BATCH;
    return open(cut, file, end, file.equals(LAST) ? PER_FILE + Math.min(3, batches) : ENTRIES);
  }

  /**
   * Opens it, and goes on writing where it may.
   *
   * @param damaged the first byte in the file that is not as it was
   * @param least how many entries it must tell unless it refuses
   */
  private static Fate open(PowerDisk disk, Path file, long damaged, int least) throws IOException {
    Map<String, byte[]> files = files(disk);
    Store store;
    try {
      store = Store.open(disk);
    } catch (DamagedJournalException e) {
      assertThat(e.file()).isIn(file, LAST);
      assertThat(e.file().equals(LAST) && file.equals(FIRST) ? 0 : e.offset())
          .isLessThanOrEqualTo(damaged);
      assertSame(files, files(disk));
      return Fate.REFUSED;
    }
    int told = store.entries.size();
    assertThat(told).isBetween(least, ENTRIES);
    assertThat(store.entries).isEqualTo(written(HERA, 0, told));
    Verdict verdict = store.log.verdict();
    if (verdict.kind() == Verdict.Kind.CLEAN) {
      assertThat(told).isEqualTo(ENTRIES);
      return Fate.WHOLE;
    }
    assertThat(verdict.kind()).isEqualTo(Verdict.Kind.DOUBTFUL);
    assertThat(verdict.bytesCut()).isPositive();
    store.write(HERA, told, told + 1);
    Store again = Store.open(disk);
    assertThat(again.entries).isEqualTo(written(HERA, 0, told + 1));
    assertThat(again.log.verdict().kind()).isEqualTo(Verdict.Kind.DOUBTFUL);
    return Fate.CUT;
  }

  /** What a start must leave as it is if it refuses. */
  private static Map<String, byte[]> files(PowerDisk disk) {
    Map<String, byte[]> files = new HashMap<>();
    for (String name : disk.list(FOLDER)) {
      if (!name.endsWith(".tmp")) {
        files.put(name, disk.bytes(FOLDER.resolve(name)).clone());
      }
    }
    return files;
  }

  private static void assertSame(Map<String, byte[]> before, Map<String, byte[]> after) {
    assertThat(after.keySet()).isEqualTo(before.keySet());
    before.forEach((name, bytes) -> assertThat(after.get(name)).as(name).isEqualTo(bytes));
  }
}
