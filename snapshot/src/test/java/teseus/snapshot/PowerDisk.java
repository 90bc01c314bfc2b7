package teseus.snapshot;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * A disk in memory that forgets what was not forced. After {@link #cutAfter} so many operations
 * each one fails; {@link #restart} then gives what is on the platter: forced bytes for sure, each
 * 512-byte sector written since at random (a force that fails writes none, and marks them written),
 * each change of a name since up to a random one.
 */
final class PowerDisk implements Disk {
  static final int SECTOR = 512;

  /** A file's bytes as programs see them, and as the platter holds them. */
  private static final class Content {
    byte[] seen = new byte[0];
    byte[] forced = new byte[0];
    final BitSet dirty = new BitSet();

    void put(ByteBuffer from, int at) {
      int end = at + from.remaining();
      if (end > seen.length) {
        seen = Arrays.copyOf(seen, end);
      }
      if (end > at) {
        dirty.set(at / SECTOR, (end - 1) / SECTOR + 1);
      }
      from.get(seen, at, from.remaining());
    }

    void force() {
      forced = Arrays.copyOf(forced, seen.length);
      dirty.stream()
          .forEach(
              sector -> {
                int at = sector * SECTOR;
                System.arraycopy(seen, at, forced, at, Math.min(SECTOR, seen.length - at));
              });
      dirty.clear();
    }
  }

  private record Change(Path name, Content content, boolean remove) {}

  private final Map<Path, Content> names = new TreeMap<>();
  private final Map<Path, Content> forcedNames = new TreeMap<>();
  private final List<Change> changes = new ArrayList<>();
  private final Set<Path> locked = new HashSet<>();
  private long left = Long.MAX_VALUE;
  private String failing = "";
  private long operations;
  private long forces;
  double used;

  /** From the operation after the next {@code count} on, the power is off. */
  void cutAfter(long count) {
    left = count;
  }

  /** The next operation of that name fails, and no other. */
  void failNext(String operation) {
    failing = operation;
  }

  long operations() {
    return operations;
  }

  long forces() {
    return forces;
  }

  /** The power comes back: what an arbitrary disk may hold now. */
  PowerDisk restart(RandomGenerator random) {
    PowerDisk after = new PowerDisk();
    Map<Content, Content> kept = new HashMap<>();
    Map<Path, Content> named = new TreeMap<>(forcedNames);
    int lasting = changes.isEmpty() ? 0 : random.nextInt(changes.size() + 1);
    for (Change change : changes.subList(0, lasting)) {
      apply(named, change);
    }
    named.forEach(
        (path, content) -> {
          Content survivor = kept.computeIfAbsent(content, any -> survivor(content, random));
          after.names.put(path, survivor);
          after.forcedNames.put(path, survivor);
        });
    after.used = used;
    return after;
  }

  private static Content survivor(Content content, RandomGenerator random) {
    byte[] bytes = content.forced.clone();
    if (content.seen.length > bytes.length && random.nextBoolean()) {
      bytes = Arrays.copyOf(bytes, content.seen.length);
    }
    for (int at = 0; at < bytes.length; at += SECTOR) {
      int end = Math.min(Math.min(at + SECTOR, bytes.length), content.seen.length);
      if (end > at && random.nextBoolean()) {
        System.arraycopy(content.seen, at, bytes, at, end - at);
      }
    }
    Content survivor = new Content();
    survivor.seen = bytes;
    survivor.forced = bytes.clone();
    return survivor;
  }

  /** The process ends and the machine stays up: everything written is seen, locks are free. */
  void endProcess() {
    locked.clear();
  }

  byte[] bytes(Path path) {
    return names.get(path).seen;
  }

  /** Turns one bit over, on the platter too. */
  void flip(Path path, long bit) {
    Content content = names.get(path);
    content.seen[(int) (bit / 8)] ^= (byte) (1 << (bit % 8));
    content.forced = content.seen.clone();
  }

  void put(Path path, byte[] bytes) {
    Content content = new Content();
    content.seen = bytes.clone();
    content.forced = bytes.clone();
    names.put(path, content);
    forcedNames.put(path, content);
  }

  void remove(Path path) {
    names.remove(path);
    forcedNames.remove(path);
  }

  /** Another disk with the same on it. */
  PowerDisk copy() {
    PowerDisk copy = new PowerDisk();
    names.forEach((path, content) -> copy.put(path, content.seen));
    return copy;
  }

  private void operation(String name) throws IOException {
    operations++;
    if (left-- <= 0) {
      throw new IOException("the power is off");
    }
    if (name.equals(failing)) {
      failing = "";
      throw new IOException(name + " failed");
    }
  }

  private static void apply(Map<Path, Content> names, Change change) {
    if (change.remove) {
      names.remove(change.name);
    } else {
      names.put(change.name, change.content);
    }
  }

  private void change(Change... together) {
    for (Change change : together) {
      apply(names, change);
      changes.add(change);
    }
  }

  @Override
  public void makeFolder(Path folder) {}

  @Override
  public Closeable lock(Path path) throws IOException {
    if (!locked.add(path)) {
      throw new StoreRefusedException("in use: " + path.getParent());
    }
    return () -> locked.remove(path);
  }

  @Override
  public DiskFile create(Path path) throws IOException {
    operation("create");
    if (names.containsKey(path)) {
      throw new IOException(path + " is there");
    }
    Content content = new Content();
    change(new Change(path, content, false));
    return new PowerFile(content);
  }

  @Override
  public DiskFile open(Path path) throws IOException {
    Content content = names.get(path);
    if (content == null) {
      throw new IOException(path + " is not there");
    }
    return new PowerFile(content);
  }

  @Override
  public List<String> list(Path folder) {
    return names.keySet().stream().map(path -> path.getFileName().toString()).sorted().toList();
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    operation("rename");
    // the new name first: a name may be seen twice after a cut, a file is never lost by a rename
    change(new Change(to, names.get(from), false), new Change(from, names.get(from), true));
  }

  @Override
  public void delete(Path path) throws IOException {
    operation("delete");
    Content content = names.get(path);
    if (content != null) {
      change(new Change(path, content, true));
    }
  }

  @Override
  public void forceFolder(Path folder) throws IOException {
    operation("forceFolder");
    changes.forEach(change -> apply(forcedNames, change));
    changes.clear();
  }

  @Override
  public double used(Path folder) {
    return used;
  }

  private final class PowerFile implements DiskFile {
    private final Content content;

    PowerFile(Content content) {
      this.content = content;
    }

    @Override
    public long size() {
      return content.seen.length;
    }

    @Override
    public void write(ByteBuffer from, long at) throws IOException {
      if (left == 1) { // the last write before the cut gets half way
        content.put(
            from.duplicate().limit(from.position() + from.remaining() / 2), Math.toIntExact(at));
      }
      operation("write");
      content.put(from, Math.toIntExact(at));
    }

    @Override
    public void read(ByteBuffer into, long at) {
      int length = (int) Math.max(0, Math.min(into.remaining(), content.seen.length - at));
      into.put(content.seen, (int) Math.min(at, content.seen.length), length);
    }

    @Override
    public void force() throws IOException {
      try {
        operation("force");
      } catch (IOException e) {
        content.dirty.clear(); // as Linux does: the next force finds nothing to write
        throw e;
      }
      forces++;
      content.force();
    }

    @Override
    public void close() {}
  }
}
