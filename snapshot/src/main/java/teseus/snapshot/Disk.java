package teseus.snapshot;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * What a store asks of its disk. Production has {@link RealDisk}; the tests cut the power of
 * theirs.
 */
interface Disk {
  /** Makes a folder and those above it, durably; nothing if it is there. */
  void makeFolder(Path folder) throws IOException;

  /**
   * Takes the file for this process alone until closed.
   *
   * @throws StoreRefusedException if another one has it
   */
  Closeable lock(Path path) throws IOException;

  /** Makes a file that is not there yet. */
  DiskFile create(Path path) throws IOException;

  /** Opens a file that is there. */
  DiskFile open(Path path) throws IOException;

  /** The names in a folder, sorted. */
  List<String> list(Path folder) throws IOException;

  /** Replaces {@code to} in one step; durable after {@link #forceFolder}. */
  void rename(Path from, Path to) throws IOException;

  /** Removes a file, if it is there; durable after {@link #forceFolder}. */
  void delete(Path path) throws IOException;

  /** Returns once the names in the folder are on the disk. */
  void forceFolder(Path folder) throws IOException;

  /** How much of the disk is used, 0 to 1, what only the administrator may use counted as used. */
  double used(Path folder) throws IOException;

  /** An open file. One thread at a time, but for {@link #close}. */
  interface DiskFile extends Closeable {
    long size() throws IOException;

    /** Writes all that remains of the buffer. */
    void write(ByteBuffer from, long at) throws IOException;

    /** Fills the buffer as far as the file goes. */
    void read(ByteBuffer into, long at) throws IOException;

    /** Returns once what was written, and the file's size, are on the disk. */
    void force() throws IOException;
  }
}
