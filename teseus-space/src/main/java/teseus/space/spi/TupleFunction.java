package teseus.space.spi;

import teseus.space.Tuple;

/**
 * A function that a host has registered under a name, for tuples that are computed. A host finds
 * them with {@link java.util.ServiceLoader}, or is given them in code. Called on threads of the
 * host's own, on several at a time.
 */
public interface TupleFunction {
  /** Its name: 1 to 100 letters, digits, dots, underscores and hyphens. */
  String name();

  /**
   * Computes. It may be called again for the same argument, after a crash, and then its earlier
   * result was lost: what it does beside giving a result should do no harm twice. Past the host's
   * time limit its thread is interrupted, and its result no longer wanted.
   *
   * @param argument what the eval said
   * @return the tuple that is to stand in the space; put a field of the argument into it that tells
   *     whoever waits for it which result it is
   * @throws Exception if there is no result: then a tuple of type {@value
   *     teseus.space.Space#EVAL_FAILED} says so, and it is not called again
   */
  Tuple apply(Tuple argument) throws Exception;
}
