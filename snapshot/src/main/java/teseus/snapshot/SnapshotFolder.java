package teseus.snapshot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder of snapshots, of one cluster or several. One that is not there is empty. Blocks on the
 * disk; from any thread, and beside a {@link SnapshotWriter}.
 */
public final class SnapshotFolder {
  private static final Comparator<StoredSnapshot> NEWEST_FIRST =
      Comparator.comparing(
              SnapshotFolder::origin,
              Comparator.nullsLast(
                  Comparator.comparing(SnapshotOrigin::committed)
                      .thenComparingLong(SnapshotOrigin::round)
                      .reversed()))
          .thenComparing(StoredSnapshot::file);

  private final Path folder;

  /** This folder, which is looked at when a method is called. */
  public SnapshotFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * The finished snapshots by their manifests, the last committed first; those that cannot be read
   * at the end, by name. Blocks are not looked at.
   *
   * @throws IOException if the folder cannot be read
   */
  public List<StoredSnapshot> list() throws IOException {
    List<StoredSnapshot> found = new ArrayList<>();
    for (Path file : files(SnapshotFile.SUFFIX)) {
      StoredSnapshot stored = look(file);
      if (stored != null) {
        found.add(stored);
      }
    }
    found.sort(NEWEST_FIRST);
    return found;
  }

  /**
   * The snapshot of a round, readable or not, if there is one.
   *
   * @throws IllegalArgumentException if this is no cluster's name
   * @throws IOException if the folder cannot be read
   */
  public Optional<StoredSnapshot> find(String cluster, long round) throws IOException {
    if (!SnapshotFile.isCluster(cluster)) {
      throw new IllegalArgumentException("no cluster's name: " + cluster);
    }
    Path file = folder.resolve(SnapshotFile.name(cluster, round));
    return Files.isRegularFile(file) ? Optional.ofNullable(look(file)) : Optional.empty();
  }

  /**
   * Deletes a cluster's snapshots but the newest. Those that cannot be read neither count nor go:
   * what is to become of them is for a person to say.
   *
   * @param keep how many stay, at least 1
   * @return the deleted files, the oldest first
   * @throws IOException if a file cannot be deleted; older ones are deleted by then
   */
  public List<Path> keepNewest(String cluster, int keep) throws IOException {
    if (keep < 1) {
      throw new IllegalArgumentException("at least 1 snapshot is kept, was to be " + keep);
    }
    List<Path> old =
        list().stream()
            .filter(stored -> isOf(cluster, stored))
            .skip(keep)
            .map(StoredSnapshot::file)
            .collect(Collectors.toCollection(ArrayList::new));
    Collections.reverse(old);
    return delete(old);
  }

  /**
   * Deletes what processes that ended while they wrote have left. To be called before this process
   * writes its first: a snapshot that is being written fails by it, though without harm.
   *
   * @return the deleted files
   * @throws IOException if the folder cannot be read or a file cannot be deleted
   */
  public List<Path> removeUnfinished() throws IOException {
    return delete(files(SnapshotFile.UNFINISHED));
  }

  private static List<Path> delete(List<Path> files) throws IOException {
    List<Path> deleted = new ArrayList<>();
    for (Path file : files) {
      if (Files.deleteIfExists(file)) {
        deleted.add(file);
      }
    }
    return deleted;
  }

  private List<Path> files(String suffix) throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths
          .filter(path -> String.valueOf(path.getFileName()).endsWith(suffix))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  /** A file, unless it was deleted meanwhile. */
  private static @Nullable StoredSnapshot look(Path file) {
    try {
      long bytes = Files.size(file);
      try {
        SnapshotManifest manifest = new SnapshotReader(file).manifest();
        SnapshotOrigin origin = manifest.origin();
        String name = SnapshotFile.name(origin.cluster(), origin.round());
        return String.valueOf(file.getFileName()).equals(name)
            ? new StoredSnapshot(file, bytes, manifest, null)
            : new StoredSnapshot(file, bytes, null, "it holds what belongs into " + name);
      } catch (DamagedSnapshotException e) {
        return new StoredSnapshot(file, bytes, null, e.fault().toString());
      }
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      return new StoredSnapshot(file, 0, null, Objects.toString(e.getMessage(), e.toString()));
    }
  }

  private static @Nullable SnapshotOrigin origin(StoredSnapshot stored) {
    SnapshotManifest manifest = stored.manifest();
    return manifest == null ? null : manifest.origin();
  }

  private static boolean isOf(String cluster, StoredSnapshot stored) {
    SnapshotOrigin origin = origin(stored);
    return origin != null && origin.cluster().equals(cluster);
  }
}
