package teseus.space;

/** How fresh an answer must be. */
public enum Consistency {
  /**
   * From this host's segments and its view of the others' last beacons; the answer says its age.
   */
  LOOSE,
  /**
   * The default: what this caller wrote and has read, other than loosely, is seen; "none" asks
   * every segment once. A primary that is cut off may show what others have changed since.
   */
  SESSION,
  /** Linearizable; "none" means that at one moment no segment held a match. */
  STRICT
}
