package teseus.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import teseus.space.spi.Log;

/**
 * The power of a real file system's disk is cut while a process appends to a journal on it. Run it
 * for longer with {@code -Dpower.lives=50}.
 */
@Tag("once") // on one JDK: see .ci/run
@Timeout(1_800)
class PowerCutIT {
  private static final System.Logger LOG = System.getLogger(PowerCutIT.class.getName());
  private static final int LIVES = Integer.getInteger("power.lives", 3);
  private static final int CUTS = 6;
  private static final int BETWEEN_CUTS = 1_500;

  private static final Log.Listener DEAF =
      new Log.Listener() {
        @Override
        public void forced(long position) {}

        @Override
        public void failed(Exception cause) {
          throw new AssertionError(cause);
        }
      };

  @TempDir private Path folder;
  private final long seed = Long.getLong("seed", System.nanoTime());
  private final Random random = new Random(seed);

  /** What had been acknowledged when the power was cut, and what there was after it. */
  private record Cut(long acknowledged, long found) {}

  @BeforeEach
  void needsRoot() throws Exception {
    Root.need();
  }

  @Test
  void whatWasAcknowledgedIsThereAfterAPowerCutAtAnyMoment() throws Exception {
    Path image = PowerLab.format(folder.resolve("0.img"));
    List<Cut> cuts = new ArrayList<>();
    for (int life = 1; life <= LIVES; life++) {
      Path next = folder.resolve(life + ".img");
      cuts.addAll(live(image, next, "forced"));
      Files.delete(image);
      image = next; // the next life goes on from what the last cut left
    }
    LOG.log(System.Logger.Level.INFO, "seed {0}: {1}", Long.toString(seed), cuts);
    assertThat(cuts)
        .as("seed %d", seed)
        .hasSize(LIVES * CUTS)
        .allMatch(cut -> cut.found >= cut.acknowledged)
        .anyMatch(cut -> cut.acknowledged > LIVES * 100L);
  }

  @Test
  void aProgramThatForgetsToForceLosesWhatItAcknowledged() throws Exception {
    Path image = PowerLab.format(folder.resolve("0.img"));
    List<Cut> cuts = live(image, folder.resolve("1.img"), AppendingProcess.UNFORCED);
    LOG.log(System.Logger.Level.INFO, "seed {0}, without forces: {1}", Long.toString(seed), cuts);
    assertThat(cuts).as("seed %d", seed).anyMatch(cut -> cut.found < cut.acknowledged);
  }

  /** A process appends on the disk of an image; cuts its power some times, the last into a file. */
  private List<Cut> live(Path image, Path last, String how) throws Exception {
    List<Cut> cuts = new ArrayList<>();
    Path here = Files.createTempDirectory(folder, "life");
    try (PowerLab lab = new PowerLab(here, image);
        Writer writer = new Writer(lab.start(AppendingProcess.class, "store", how))) {
      long acknowledged = 0;
      for (int i = 0; i < CUTS; i++) {
        acknowledged = writer.awaitMore(acknowledged, 1 + random.nextInt(BETWEEN_CUTS));
        lab.cut(random.nextLong(), last);
        Path copy = Files.copy(last, here.resolve("copy"), StandardCopyOption.REPLACE_EXISTING);
        cuts.add(new Cut(acknowledged, lab.after(copy, PowerCutIT::entries)));
      }
    }
    return cuts;
  }

  /** How many entries a store holds, each as it was written; -1 if it is damaged. */
  private static long entries(Path mounted) throws IOException {
    AppendingProcess.Counting found = new AppendingProcess.Counting();
    try {
      // Without forces: nothing is cut while it is read.
      FileLog.open(
              new StoreFolder(new UnforcedDisk(), mounted.resolve("store")),
              AppendingProcess.SETTINGS,
              new Random(),
              found,
              DEAF,
              LogThreads.started(),
              InstantSource.system())
          .close();
    } catch (DamagedJournalException e) {
      LOG.log(System.Logger.Level.INFO, e.getMessage());
      return -1;
    }
    return found.next;
  }

  /** An {@link AppendingProcess}, and how many entries it said are safe. */
  private static final class Writer implements AutoCloseable {
    private final Process process;
    private final AtomicLong said = new AtomicLong();
    private final Thread reader = new Thread(this::read, "acknowledged");

    Writer(Process process) {
      this.process = process;
      reader.start();
    }

    private void read() {
      try (BufferedReader lines = process.inputReader()) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          synchronized (said) {
            said.set(Long.parseLong(line));
            said.notifyAll();
          }
        }
      } catch (IOException e) {
        // killed
      } finally {
        synchronized (said) {
          said.set(Long.MAX_VALUE);
          said.notifyAll();
        }
      }
    }

    /** Waits until so many more are safe; returns how many are by now. */
    long awaitMore(long than, int more) throws InterruptedException {
      synchronized (said) {
        while (said.get() < than + more) {
          said.wait();
        }
        assertThat(process.isAlive()).as("the writer goes on").isTrue();
        return said.get();
      }
    }

    @Override
    public void close() {
      process.destroyForcibly().onExit().join();
    }
  }
}
