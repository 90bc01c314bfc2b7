package teseus.space.store;

/**
 * Which index of a shelf.
 *
 * @param path field names joined by dots
 * @param ordered whether it serves ranges and prefixes
 */
record IndexName(String path, boolean ordered) {
  @Override
  public String toString() {
    return (ordered ? "ordered index on " : "index on ") + path;
  }
}
