package teseus.snapshot;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The disk of this machine. */
final class RealDisk implements Disk {
  @Override
  public void makeFolder(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path above = folder.toAbsolutePath().getParent();
    if (above != null) {
      makeFolder(above);
    }
    Files.createDirectory(folder);
    if (above != null) {
      forceFolder(above);
    }
  }

  @Override
  public Closeable lock(Path path) throws IOException {
    FileChannel channel = FileChannel.open(path, CREATE, WRITE);
    try {
      if (tryLock(channel) != null) {
        return channel;
      }
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    channel.close();
    throw new StoreRefusedException(
        "another process uses the data folder " + path.getParent() + "; stop it, or name another");
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // this process has it open already
    }
  }

  @Override
  public DiskFile create(Path path) throws IOException {
    return new RealFile(FileChannel.open(path, CREATE_NEW, READ, WRITE));
  }

  @Override
  public DiskFile open(Path path) throws IOException {
    return new RealFile(FileChannel.open(path, READ, WRITE));
  }

  @Override
  public List<String> list(Path folder) throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.map(path -> String.valueOf(path.getFileName())).sorted().toList();
    }
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void delete(Path path) throws IOException {
    Files.deleteIfExists(path);
  }

  @Override
  public void forceFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, READ)) {
      channel.force(true);
    }
  }

  @Override
  public double used(Path folder) throws IOException {
    FileStore disk = Files.getFileStore(folder);
    return 1.0 - (double) disk.getUsableSpace() / disk.getTotalSpace();
  }

  private record RealFile(FileChannel channel) implements DiskFile {
    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public void write(ByteBuffer from, long at) throws IOException {
      long place = at;
      while (from.hasRemaining()) {
        place += channel.write(from, place);
      }
    }

    @Override
    public void read(ByteBuffer into, long at) throws IOException {
      long place = at;
      while (into.hasRemaining()) {
        int read = channel.read(into, place);
        if (read < 0) {
          return;
        }
        place += read;
      }
    }

    @Override
    public void force() throws IOException {
      channel.force(false); // fdatasync: a size that changed is written, times are not
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
