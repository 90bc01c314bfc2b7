package teseus.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A disk on which the step of this number fails, counted from 0; deleting always works. */
final class FailingDisk implements SnapshotDisk {
  private final SnapshotDisk disk = SnapshotDisk.REAL;
  private final int failing;
  private int steps;

  FailingDisk(int failing) {
    this.failing = failing;
  }

  /** How many steps were taken. */
  int steps() {
    return steps;
  }

  private void step() throws IOException {
    if (steps++ == failing) {
      throw new IOException("No space left on device");
    }
  }

  @Override
  public void makeFolder(Path folder) throws IOException {
    step();
    disk.makeFolder(folder);
  }

  @Override
  public Output create(Path file) throws IOException {
    step();
    Output output = disk.create(file);
    return new Output() {
      @Override
      public void write(ByteBuffer bytes) throws IOException {
        step();
        output.write(bytes);
      }

      @Override
      public void force() throws IOException {
        step();
        output.force();
      }

      @Override
      public void close() throws IOException {
        output.close();
      }
    };
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    step();
    disk.rename(from, to);
  }

  @Override
  public void delete(Path file) throws IOException {
    disk.delete(file);
  }

  @Override
  public void forceFolder(Path folder) throws IOException {
    step();
    disk.forceFolder(folder);
  }
}
