package teseus.space.host;

/** What may be missing of a store when it is opened, from nothing to the worst. */
public enum Doubt {
  /** Nothing that was safe. */
  NONE,
  /**
   * The last that was written was not whole, and is gone. Most likely its force had not returned,
   * and nobody was answered for it; that cannot be known.
   */
  CUT,
  /** Something that was safe, and somebody has accepted that. */
  DAMAGE
}
