package teseus.space;

/**
 * Which of several matches a read or a take gets, as they stand when it looks. A segment gives its
 * oldest; the order says which segment. Whoever finds none and waits gets what comes first.
 */
public enum Order {
  /**
   * The default, and the cheapest: from this host's segments, else where its view knows the oldest.
   */
  NEAR,
  /** Of all within reach the one that was born first: asks every segment. */
  OLDEST,
  /** Of a segment drawn by chance, at even odds, among those that have one: asks every segment. */
  ANY
}
