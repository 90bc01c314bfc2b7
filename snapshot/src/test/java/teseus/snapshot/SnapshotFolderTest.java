package teseus.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static teseus.snapshot.Snapshots.HERA_0;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotFolderTest {
  @TempDir Path path;

  @Test
  void isEmptyIfItIsNotThere() throws IOException {
    SnapshotFolder folder = new SnapshotFolder(path.resolve("none"));
    assertThat(folder.list()).isEmpty();
    assertThat(folder.find("olympus", 1)).isEmpty();
    assertThat(folder.removeUnfinished()).isEmpty();
  }

  @Test
  void listsTheNewestFirstAndTheUnreadableLastWithTheReason() throws IOException {
    Path two = write(2);
    Path ten = write(10);
    Path nine = write(9);
    Path cut = Files.write(path.resolve("olympus-11.snapshot"), new byte[5]);
    Path moved = Files.copy(two, path.resolve("olympus-3.snapshot"));
    Files.writeString(path.resolve("notes.txt"), "not one of them");
    Files.createDirectory(path.resolve("folder.snapshot"));

    List<StoredSnapshot> list = new SnapshotFolder(path).list();
    assertThat(list).extracting(StoredSnapshot::file).containsExactly(ten, nine, two, cut, moved);
    assertThat(list.get(0).manifest().origin().round()).isEqualTo(10);
    assertThat(list.get(0).bytes()).isEqualTo(Files.size(ten));
    assertThat(list.get(0).unreadable()).isNull();
    assertThat(list.get(3).unreadable())
        .isEqualTo("header at byte 0: expected 16 bytes, found 5, then the file's end");
    assertThat(list.get(4).unreadable()).isEqualTo("it holds what belongs into olympus-2.snapshot");
  }

  @Test
  void findsARoundReadableOrNot() throws IOException {
    Path two = write(2);
    Files.write(path.resolve("olympus-3.snapshot"), new byte[5]);
    SnapshotFolder folder = new SnapshotFolder(path);
    assertThat(folder.find("olympus", 2)).map(StoredSnapshot::file).contains(two);
    assertThat(folder.find("olympus", 3)).map(StoredSnapshot::manifest).isEmpty();
    assertThat(folder.find("olympus", 3)).map(StoredSnapshot::unreadable).isPresent();
    assertThat(folder.find("olympus", 4)).isEmpty();
    assertThat(folder.find("other", 2)).isEmpty();
    assertThatThrownBy(() -> folder.find("../olympus", 2))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keepsTheNewestOfItsClusterAndWhateverCannotBeRead() throws IOException {
    Path one = write(1);
    Path two = write(2);
    Path three = write(3);
    Path cut = Files.write(path.resolve("olympus-4.snapshot"), new byte[5]);
    SnapshotFolder folder = new SnapshotFolder(path);
    assertThat(folder.keepNewest("other", 1)).isEmpty();
    assertThat(folder.keepNewest("olympus", 3)).isEmpty();
    assertThat(folder.keepNewest("olympus", 1)).containsExactly(one, two);
    assertThat(folder.list()).extracting(StoredSnapshot::file).containsExactly(three, cut);
    assertThatThrownBy(() -> folder.keepNewest("olympus", 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(three).exists();
  }

  @Test
  void removesWhatWasLeftUnfinishedAndNothingElse() throws IOException {
    Path one = write(1);
    Path left = Files.write(path.resolve("olympus-2.snapshot.tmp"), new byte[5]);
    SnapshotFolder folder = new SnapshotFolder(path);
    assertThat(folder.removeUnfinished()).containsExactly(left);
    assertThat(left).doesNotExist();
    assertThat(folder.list()).extracting(StoredSnapshot::file).containsExactly(one);
  }

  @Test
  void harmsNothingByRemovingWhatIsBeingWritten() throws IOException {
    SnapshotWriter writer = SnapshotWriter.begin(path, Snapshots.origin(1, HERA_0));
    writer.part(HERA_0, Snapshots.tokens(0, 3));
    assertThat(new SnapshotFolder(path).removeUnfinished()).hasSize(1);
    assertThatThrownBy(writer::finish).isInstanceOf(IOException.class);
    assertThat(path).isEmptyDirectory();
  }

  private Path write(long round) throws IOException {
    try (SnapshotWriter writer = SnapshotWriter.begin(path, Snapshots.origin(round, HERA_0))) {
      writer.part(HERA_0, Snapshots.tokens(round, 3));
      return writer.finish();
    }
  }
}
