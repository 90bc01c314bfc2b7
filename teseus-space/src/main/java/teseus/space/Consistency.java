package teseus.space;

/** How fresh an answer must be. */
public enum Consistency {
  /**
   * From this host's segments and its view of the others' last beacons; the answer says its age.
   */
  LOOSE,
  /** The default: what this caller wrote and has read is seen; "none" asks every segment once. */
  SESSION,
  /** Linearizable; "none" means that at one moment no segment held a match. */
  STRICT
}
