package teseus.space.architecture.right;

import teseus.space.architecture.left.Left;

/** The other half of a cycle between packages. */
public interface Right {
  Left left();
}
