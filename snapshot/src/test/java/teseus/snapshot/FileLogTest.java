package teseus.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static teseus.snapshot.Store.FOLDER;
import static teseus.snapshot.Store.HERA;
import static teseus.snapshot.Store.SMALL;
import static teseus.snapshot.Store.ZEUS;
import static teseus.snapshot.Store.entry;
import static teseus.snapshot.Store.image;
import static teseus.snapshot.Store.written;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileLogTest {
  private final PowerDisk disk = new PowerDisk();

  @Test
  void givesBackWhatWasForcedInOrderOverManyFiles() throws IOException {
    Store store = Store.open(disk);
    List<String> expected = new ArrayList<>();
    for (int lsn = 0; lsn < 200; lsn++) {
      store.write(HERA, lsn, lsn + 1).write(ZEUS, lsn, lsn + 1);
      expected.addAll(written(HERA, lsn, lsn + 1));
      expected.addAll(written(ZEUS, lsn, lsn + 1));
    }
    assertThat(store.forced).isEqualTo(400);
    assertThat(store.journals()).hasSizeGreaterThan(3);

    Store again = Store.open(disk);
    assertThat(again.entries).isEqualTo(expected);
    assertThat(again.log.verdict().kind()).isEqualTo(Verdict.Kind.CLEAN);
    assertThat(again.log.storeId()).isEqualTo(store.log.storeId());
    assertThat(again.log.incarnation()).isEqualTo(store.log.incarnation() + 1);
  }

  @Test
  void goesOnWhereItStopped() throws IOException {
    for (int start = 0; start < 20; start++) {
      Store store = Store.open(disk).write(HERA, start * 7L, start * 7L + 7);
      assertThat(store.entries).isEqualTo(written(HERA, 0, start * 7L));
      store.log.close();
    }
  }

  @Test
  void forcesOnceForAllThatQueued() throws IOException {
    Store store = Store.open(disk);
    long before = disk.forces();
    for (int lsn = 0; lsn < 10; lsn++) {
      assertThat(store.log.append(entry(HERA, lsn, "x"))).isEqualTo(lsn + 1);
    }
    assertThat(store.forced).isZero();
    assertThat(store.log.queuedBytes()).isEqualTo(10 * EntryCodec.size(entry(HERA, 0, "x")));
    store.log.flush();
    assertThat(store.forced).isEqualTo(10);
    assertThat(store.log.queuedBytes()).isZero();
    assertThat(disk.forces() - before).isEqualTo(1);
  }

  @Test
  void wakesItsWriterOnlyForWhatIsNew() throws IOException {
    Store store = Store.open(disk).write(HERA, 0, 1);
    long woken = store.woken;
    store.log.flush();
    assertThat(store.woken).isEqualTo(woken);
    store.log.append(entry(HERA, 1, "x"));
    store.log.flush();
    store.log.flush();
    assertThat(store.woken).isEqualTo(woken + 1);
    store.log.checkpoint(image(HERA, 9, "from another host"));
    store.log.flush();
    assertThat(store.woken).isEqualTo(woken + 2);
  }

  @Test
  void splitsWhatQueuedIntoBatchesOfTheSizeSet() throws IOException {
    Store store = Store.open(disk);
    long before = disk.forces();
    for (int lsn = 0; lsn < 8; lsn++) {
      store.log.append(entry(HERA, lsn, "x".repeat(300)));
    }
    store.log.flush();
    assertThat(disk.forces() - before).isEqualTo(3);
  }

  @Test
  void takesAnEntryLargerThanAFile() throws IOException {
    Store store = Store.open(disk).write(HERA, 0, 1);
    String large = "large".repeat(4_000);
    store.log.append(entry(HERA, 1, large));
    store.write(HERA, 2, 3);
    assertThat(Store.open(disk).entries)
        .containsExactly("hera/0 0 body 0", "hera/0 1 " + large, "hera/0 2 body 2");
  }

  @Test
  void refusesAnEntryThatLeavesAGap() throws IOException {
    Store store = Store.open(disk).write(HERA, 0, 3);
    assertThatThrownBy(() -> store.log.append(entry(HERA, 4, "x")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lsn 3");
    assertThat(store.log.append(entry(HERA, 3, "x"))).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"write", "force", "rename", "create", "forceFolder"})
  void stopsAtTheFirstFailureOfTheDisk(String operation) throws IOException {
    Store store = Store.open(disk).write(HERA, 0, 10);
    long forcedBefore = store.forced;
    disk.failNext(operation);
    store.write(HERA, 10, 200);
    assertThat(store.failures).hasSize(1);
    assertThat(store.forced).isGreaterThanOrEqualTo(forcedBefore).isLessThan(200);
    assertThat(store.log.queuedBytes()).isZero();

    long forced = store.forced;
    long operations = disk.operations();
    store.write(HERA, 200, 210);
    store.log.checkpoint(Store.image(HERA, 5, "x"));
    store.log.close();
    assertThat(store.failures).hasSize(1);
    assertThat(store.forced).isEqualTo(forced);
    assertThat(disk.operations()).isEqualTo(operations);
    assertThat(Store.open(disk).entries)
        .startsWith(written(HERA, 0, forced).toArray(String[]::new));
  }

  @Test
  void refusesAFolderInUse() throws IOException {
    Store store = Store.open(disk);
    assertThatThrownBy(() -> disk.lock(FOLDER.resolve("lock")))
        .isInstanceOf(StoreRefusedException.class);
    store.log.close();
    disk.lock(FOLDER.resolve("lock")).close();
  }

  @Test
  void refusesANewerVersionAndChangesNothing() throws IOException {
    Store.open(disk).write(HERA, 0, 3).log.close();
    ByteBuffer state = ByteBuffer.wrap(disk.bytes(FOLDER.resolve("store")).clone());
    state.putInt(8, 2);
    state.putInt(state.limit() - 4, new Salt(0, 0).crc(state, 0, state.limit() - 4));
    disk.put(FOLDER.resolve("store"), state.array());
    long operations = disk.operations();
    assertThatThrownBy(() -> Store.open(disk))
        .isInstanceOf(StoreRefusedException.class)
        .hasMessageContaining("version 2");
    assertThat(disk.operations()).isEqualTo(operations);
  }

  @Test
  void refusesAJournalWhoseStateFileIsGone() throws IOException {
    Store.open(disk).write(HERA, 0, 3).log.close();
    disk.remove(FOLDER.resolve("store"));
    assertThatThrownBy(() -> Store.open(disk)).isInstanceOf(DamagedJournalException.class);
  }

  @Test
  void isFullAtNinetyPercentAndNoticesWithinASecondWhenItIsNot() throws IOException {
    Store store = Store.open(disk);
    assertThat(store.log.full()).isFalse();
    disk.used = 0.9;
    store.write(HERA, 0, 100);
    assertThat(store.log.full()).isTrue();
    disk.used = 0.89;
    store.now += 999;
    assertThat(store.log.full()).isTrue();
    store.now += 1;
    assertThat(store.log.full()).isFalse();
  }

  @Test
  void tellsWhichSegmentsPinTooManyFiles() throws IOException {
    Store store = Store.open(disk, SMALL).write(ZEUS, 0, 1).write(HERA, 0, 300);
    assertThat(store.journals()).hasSizeGreaterThan(4);
    assertThat(store.log.wantImages()).isEqualTo(Set.of(HERA, ZEUS));
    store.log.checkpoint(Store.image(ZEUS, 1, "z"));
    assertThat(store.log.wantImages()).isEqualTo(Set.of(HERA));
    store.log.checkpoint(Store.image(HERA, 300, "h"));
    assertThat(store.log.wantImages()).isEmpty();
  }

  @Test
  void leavesTheJournalToGrowByWhatImagesTakeBeforeAndAfterAStart() throws IOException {
    Store store = Store.open(disk, SMALL).write(HERA, 0, 1);
    store.log.checkpoint(image(HERA, 1, "h".repeat(1 << 20)));
    store.write(HERA, 1, 301);
    assertThat(store.journals()).hasSizeGreaterThan(4);
    assertThat(store.log.wantImages()).isEmpty();
    assertThat(Store.open(disk, SMALL).log.wantImages()).isEmpty();
  }
}
