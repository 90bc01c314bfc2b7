package teseus.space.architecture.left;

import teseus.space.architecture.right.Right;

/** One half of a cycle between packages. */
public interface Left {
  Right right();
}
