package teseus.snapshot;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** A disk of this machine, and a program that forgot to force: what {@link RealDisk} is without. */
final class UnforcedDisk implements Disk {
  private final Disk disk = new RealDisk();

  @Override
  public void makeFolder(Path folder) throws IOException {
    disk.makeFolder(folder);
  }

  @Override
  public Closeable lock(Path path) throws IOException {
    return disk.lock(path);
  }

  @Override
  public DiskFile create(Path path) throws IOException {
    return new UnforcedFile(disk.create(path));
  }

  @Override
  public DiskFile open(Path path) throws IOException {
    return new UnforcedFile(disk.open(path));
  }

  @Override
  public List<String> list(Path folder) throws IOException {
    return disk.list(folder);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    disk.rename(from, to);
  }

  @Override
  public void delete(Path path) throws IOException {
    disk.delete(path);
  }

  @Override
  public void forceFolder(Path folder) {}

  @Override
  public double used(Path folder) {
    return 0; // it is not about room
  }

  private record UnforcedFile(DiskFile file) implements DiskFile {
    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public void write(ByteBuffer from, long at) throws IOException {
      file.write(from, at);
    }

    @Override
    public void read(ByteBuffer into, long at) throws IOException {
      file.read(into, at);
    }

    @Override
    public void force() {}

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
