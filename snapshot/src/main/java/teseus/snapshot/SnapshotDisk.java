package teseus.snapshot;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The steps by which a snapshot's file comes to be; the tests let one of them fail. */
interface SnapshotDisk {
  /** The disk of this machine. */
  SnapshotDisk REAL = new Real();

  /** Makes a folder and those above it, durably; nothing if it is there. */
  void makeFolder(Path folder) throws IOException;

  /** Makes a file that is not there yet. */
  Output create(Path file) throws IOException;

  /** Gives a file another name in the same folder, in one step. */
  void rename(Path from, Path to) throws IOException;

  /** Removes a file, if it is there. */
  void delete(Path file) throws IOException;

  /** Returns once the names in the folder are on the disk. */
  void forceFolder(Path folder) throws IOException;

  /** A file being written from its start to its end. */
  interface Output extends Closeable {
    /** Writes all that remains of the buffer. */
    void write(ByteBuffer bytes) throws IOException;

    /** Returns once all that was written is on the disk. */
    void force() throws IOException;
  }

  /** As the operating system does it. */
  final class Real implements SnapshotDisk {
    @Override
    public void makeFolder(Path folder) throws IOException {
      Path above = folder.toAbsolutePath().getParent();
      if (!Files.isDirectory(folder) && above != null) {
        makeFolder(above);
        Path unused = Files.createDirectory(folder);
        forceFolder(above);
      }
    }

    @Override
    public Output create(Path file) throws IOException {
      return new RealOutput(
          FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
      Path unused = Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(Path file) throws IOException {
      boolean unused = Files.deleteIfExists(file);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /** An open file of this machine's. */
  record RealOutput(FileChannel channel) implements Output {
    @Override
    public void write(ByteBuffer bytes) throws IOException {
      while (bytes.hasRemaining()) {
        int unused = channel.write(bytes);
      }
    }

    @Override
    public void force() throws IOException {
      channel.force(true);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
