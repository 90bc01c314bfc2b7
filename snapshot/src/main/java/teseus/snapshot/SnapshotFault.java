package teseus.snapshot;

/**
 * One thing that is wrong with a snapshot's file.
 *
 * @param part where: the header, a block by its number, a segment, the manifest, the footer
 * @param offset where in the file, in bytes from its start
 * @param expected what a sound file has there
 * @param found what this one has
 */
public record SnapshotFault(String part, long offset, String expected, String found) {
  @Override
  public String toString() {
    return part + " at byte " + offset + ": expected " + expected + ", found " + found;
  }
}
