package teseus.space.wire;

/** How far a host has come that is to hold nothing any more. */
public enum Leaving {
  /** Others come to lead and keep what it has; nothing more comes to it. */
  DRAINING,
  /** It leads and keeps nothing, and nothing comes to it. */
  DRAINED
}
