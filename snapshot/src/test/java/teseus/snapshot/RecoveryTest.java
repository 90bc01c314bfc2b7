package teseus.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static teseus.snapshot.Store.FOLDER;
import static teseus.snapshot.Store.HERA;
import static teseus.snapshot.Store.ZEUS;
import static teseus.snapshot.Store.entry;
import static teseus.snapshot.Store.image;
import static teseus.snapshot.Store.written;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import teseus.space.SegmentId;
import teseus.space.spi.LogEntry;

class RecoveryTest {
  /** Bytes of a batch that {@link Store#write} makes: the last one is padding. */
  private static final int BATCH = 80;

  private static final JournalSettings LOSSY =
      new JournalSettings(4 << 10, 1 << 10, Duration.ZERO, 0, 3, true);

  /** What a host does with a store: entries of two segments, files, images, files deleted. */
  private static void workload(Store store, Map<SegmentId, List<String>> appended) {
    List<String> hera = appended.computeIfAbsent(HERA, any -> new ArrayList<>());
    List<String> zeus = appended.computeIfAbsent(ZEUS, any -> new ArrayList<>());
    for (int round = 0; round < 30; round++) {
      for (int i = 0; i <= round % 4; i++) {
        append(store, HERA, hera, "x".repeat(round * 29 % 700) + round);
      }
      append(store, ZEUS, zeus, "z" + round);
      store.log.flush();
      if (round % 8 == 7) {
        store.log.checkpoint(image(HERA, hera.size(), "h"));
        store.log.checkpoint(image(ZEUS, zeus.size() - 3, "z"));
      }
    }
    store.log.close();
  }

  private static void append(Store store, SegmentId segment, List<String> appended, String body) {
    LogEntry entry = entry(segment, appended.size(), body);
    long position = store.log.append(entry);
    assertThat(position).isPositive();
    appended.add(Store.text(entry));
    store.pending.add(segment);
  }

  @Test
  void keepsAllThatWasReportedWhereverThePowerIsCut() throws IOException {
    PowerDisk whole = new PowerDisk();
    Store uncut = Store.open(whole);
    workload(uncut, new HashMap<>());
    assertThat(uncut.journals()).doesNotContain("journal-0000000000000001.log");
    assertThat(uncut.forced).isEqualTo(uncut.pending.size());
    for (long cut = 0; cut < whole.operations(); cut++) {
      for (int seed = 0; seed < 3; seed++) {
        powerCut(cut, seed);
      }
    }
  }

  private static void powerCut(long cut, int seed) throws IOException {
    PowerDisk disk = new PowerDisk();
    disk.cutAfter(cut);
    Map<SegmentId, List<String>> appended = new HashMap<>();
    Map<SegmentId, Long> forced = new HashMap<>();
    try {
      Store store = Store.open(disk);
      workload(store, appended);
      store.pending.stream()
          .limit(store.forced)
          .forEach(segment -> forced.merge(segment, 1L, Long::sum));
    } catch (IOException e) {
      assertThat(e).hasMessage("the power is off");
    }
    String label = "cut after " + cut + " operations, seed " + seed;
    Random random = new Random(seed * 10_007L + cut);
    PowerDisk after = disk.restart(random);
    after.cutAfter(random.nextInt(12)); // and once more while it recovers
    try {
      assertThat(Store.open(after).failures).as(label).hasSizeLessThan(2);
    } catch (IOException e) {
      assertThat(e).as(label).hasMessage("the power is off");
    }
    Store recovered = Store.open(after.restart(random));
    for (SegmentId segment : List.of(HERA, ZEUS)) {
      List<String> all = appended.getOrDefault(segment, List.of());
      int image = recovered.imageLsns.getOrDefault(segment, 0L).intValue();
      List<String> told =
          recovered.entries.stream().filter(text -> text.startsWith(segment + " ")).toList();
      assertThat(image + told.size())
          .as(label)
          .isGreaterThanOrEqualTo(forced.getOrDefault(segment, 0L).intValue());
      assertThat(told).as(label).isEqualTo(all.subList(image, image + told.size()));
    }
    assertThat(recovered.log.verdict().kind()).as(label).isNotEqualTo(Verdict.Kind.DAMAGED);
  }

  @Test
  void neverRefusesATornLastBatchAndRemembersTheDoubtUntilToldToTrust() throws IOException {
    PowerDisk disk = new PowerDisk();
    Store.open(disk).write(HERA, 0, 3);
    Path journal = FOLDER.resolve("journal-0000000000000001.log");
    byte[] whole = disk.bytes(journal);
    int last = FileHeader.BYTES + 2 * BATCH;
    for (int end = last + 1; end < last + BATCH - 1; end++) {
      PowerDisk torn = disk.copy();
      byte[] bytes = whole.clone();
      Arrays.fill(bytes, end, bytes.length, (byte) 0);
      torn.put(journal, bytes);
      Store first = Store.open(torn);
      assertThat(first.entries).as("torn at " + end).isEqualTo(written(HERA, 0, 2));
      assertThat(first.log.verdict().kind()).isEqualTo(Verdict.Kind.DOUBTFUL);
      first.write(HERA, 2, 5);
      Store second = Store.open(torn);
      assertThat(second.entries).isEqualTo(written(HERA, 0, 5));
      assertThat(second.log.verdict().kind()).isEqualTo(Verdict.Kind.DOUBTFUL);
      second.log.trust();
      assertThat(Store.open(torn).log.verdict().kind()).isEqualTo(Verdict.Kind.CLEAN);
    }
  }

  @Test
  void forcesAgainWhatAFailedForceLeftInMemory() throws IOException {
    PowerDisk disk = new PowerDisk();
    Store store = Store.open(disk).write(HERA, 0, 3);
    disk.failNext("force");
    store.write(HERA, 3, 4);
    assertThat(store.failures).hasSize(1);

    Store again = Store.open(disk);
    assertThat(again.entries).isEqualTo(written(HERA, 0, 4));
    for (int seed = 0; seed < 20; seed++) {
      assertThat(Store.open(disk.restart(new Random(seed))).entries)
          .as("seed " + seed)
          .isEqualTo(written(HERA, 0, 4));
    }
  }

  @Test
  void aMissingFileIsDamage() throws IOException {
    PowerDisk disk = new PowerDisk();
    Store.open(disk).write(HERA, 0, 200);
    for (int number = 1; number <= 3; number++) {
      PowerDisk without = disk.copy();
      without.remove(FOLDER.resolve("journal-000000000000000" + number + ".log"));
      assertThatThrownBy(() -> Store.open(without))
          .as("file " + number)
          .isInstanceOf(DamagedJournalException.class)
          .hasMessageContaining("missing");
    }
  }

  @Test
  void refusesDamageChangesNothingAndGoesOnOnlyIfALossIsAccepted() throws IOException {
    PowerDisk disk = new PowerDisk();
    Store.open(disk).write(HERA, 0, 100);
    Path journal = FOLDER.resolve("journal-0000000000000001.log");
    disk.flip(journal, (FileHeader.BYTES + 10 * BATCH + 50) * 8L);
    byte[] before = disk.bytes(journal).clone();
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> Store.open(disk))
          .isInstanceOf(DamagedJournalException.class)
          .hasMessageContaining("at byte " + (FileHeader.BYTES + 10 * BATCH))
          .hasMessageContaining("batch 11 was forced")
          .hasMessageContaining("accept-loss");
      assertThat(disk.bytes(journal)).isEqualTo(before);
    }
    Store lossy = Store.open(disk, LOSSY);
    assertThat(lossy.entries).isEqualTo(written(HERA, 0, 10));
    assertThat(lossy.log.verdict().kind()).isEqualTo(Verdict.Kind.DAMAGED);
    assertThat(disk.bytes(FOLDER.resolve(journal.getFileName() + ".damaged"))).isEqualTo(before);
    assertThat(disk.list(FOLDER)).anyMatch(name -> name.startsWith("loss-"));
    lossy.write(HERA, 10, 20);
    Store again = Store.open(disk);
    assertThat(again.entries).isEqualTo(written(HERA, 0, 20));
    assertThat(again.log.verdict().kind()).isEqualTo(Verdict.Kind.DAMAGED);
  }

  @Test
  void tellsTheImageAndOnlyWhatIsAboveIt() throws IOException {
    PowerDisk disk = new PowerDisk();
    Store store = Store.open(disk).write(HERA, 0, 200).write(ZEUS, 0, 5);
    int files = store.journals().size();
    store.log.checkpoint(image(HERA, 150, "one", "two"));
    assertThat(store.journals()).hasSizeLessThan(files);

    Store again = Store.open(disk);
    assertThat(again.images).containsExactly("hera/0 150 [one, two]");
    List<String> expected = written(HERA, 150, 200);
    expected.addAll(written(ZEUS, 0, 5));
    assertThat(again.entries).isEqualTo(expected);
    again.write(HERA, 200, 201);
  }

  @Test
  void findsTheImagesOfTheLogsThatAreNoSegments() throws IOException {
    for (int index : new int[] {-1, -2}) {
      SegmentId log = new SegmentId(HERA.founder(), index);
      PowerDisk disk = new PowerDisk();
      Store store = Store.open(disk).write(log, 0, 20);
      store.log.checkpoint(image(log, 20, "all of it"));
      store.write(HERA, 0, 200);
      store.log.checkpoint(image(HERA, 200, "too"));
      store.write(log, 20, 21);
      assertThat(store.journals()).doesNotContain("journal-0000000000000001.log");

      Store again = Store.open(disk);
      assertThat(again.images)
          .containsExactlyInAnyOrder(log + " 20 [all of it]", "hera/0 200 [too]");
      assertThat(again.entries).isEqualTo(written(log, 20, 21));
    }
  }

  @Test
  void keepsFilesForReplayAsLongAndAsMuchAsSet() throws IOException {
    PowerDisk disk = new PowerDisk();
    JournalSettings keeping =
        new JournalSettings(4 << 10, 1 << 10, Duration.ofHours(1), 3 * (4 << 10), 3, false);
    Store store = Store.open(disk, keeping).write(HERA, 0, 400);
    store.log.checkpoint(image(HERA, 400, "x"));
    assertThat(store.journals()).hasSize(4); // three for replay, and the one in use
    store.now += Duration.ofHours(1).toMillis();
    store.log.checkpoint(image(HERA, 400, "y"));
    assertThat(store.journals()).hasSize(1);
    assertThat(Store.open(disk).images).containsExactly("hera/0 400 [y]");
  }

  @Test
  void anImageThatIsAheadIsDurableBeforeWhatFollowsItIsReported() throws IOException {
    PowerDisk whole = new PowerDisk();
    jump(Store.open(whole));
    for (long cut = 0; cut < whole.operations(); cut++) {
      PowerDisk disk = new PowerDisk();
      disk.cutAfter(cut);
      long forced = 0;
      try {
        Store store = Store.open(disk);
        jump(store);
        forced = store.forced;
      } catch (IOException e) {
        assertThat(e).hasMessage("the power is off");
      }
      Store after = Store.open(disk.restart(new Random(cut)));
      if (forced > 3) {
        assertThat(after.images).as("cut " + cut).containsExactly("hera/0 50 [far]");
        assertThat(after.entries).as("cut " + cut).startsWith("hera/0 50 body 50");
      }
    }
  }

  private static void jump(Store store) {
    store.write(HERA, 0, 3);
    store.log.checkpoint(image(HERA, 50, "far"));
    store.write(HERA, 50, 53);
  }

  @Test
  void doesNotTellEntriesThatWereCutBelowTheImage() throws IOException {
    PowerDisk disk = new PowerDisk();
    Store store = Store.open(disk).write(HERA, 0, 20);
    store.log.append(entry(HERA, 10, "cut"));
    store.write(HERA, 11, 13);
    store.log.checkpoint(image(HERA, 12, "x"));
    assertThat(Store.open(disk).entries).containsExactly("hera/0 12 body 12");
  }

  @Test
  void aDamagedImageGivesWayToAnOlderOneOnlyIfTheJournalMakesUpForIt() throws IOException {
    PowerDisk disk = new PowerDisk();
    JournalSettings keeping =
        new JournalSettings(4 << 10, 1 << 10, Duration.ofHours(1), 1 << 20, 3, false);
    Store store = Store.open(disk, keeping).write(HERA, 0, 300);
    store.log.checkpoint(image(HERA, 100, "old"));
    store.log.checkpoint(image(HERA, 300, "new"));
    String name = newestImage(disk);
    disk.flip(FOLDER.resolve(name), 8 * 130);

    PowerDisk kept = disk.copy();
    Store again = Store.open(kept, keeping);
    assertThat(again.images).containsExactly("hera/0 100 [old]");
    assertThat(again.entries).isEqualTo(written(HERA, 100, 300));
    assertThat(kept.list(FOLDER)).contains(name + ".damaged");

    PowerDisk bare = new PowerDisk();
    Store forgetful = Store.open(bare).write(HERA, 0, 300);
    forgetful.log.checkpoint(image(HERA, 300, "new"));
    forgetful.write(HERA, 300, 310);
    bare.flip(FOLDER.resolve(newestImage(bare)), 8 * 130);
    assertThatThrownBy(() -> Store.open(bare))
        .isInstanceOf(DamagedJournalException.class)
        .hasMessageContaining("image of hera/0");
  }

  private static String newestImage(PowerDisk disk) {
    return disk.list(FOLDER).stream()
        .filter(name -> name.startsWith("image.hera.0.300."))
        .findFirst()
        .orElseThrow();
  }
}
