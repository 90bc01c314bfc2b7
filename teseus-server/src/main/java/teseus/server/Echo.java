package teseus.server;

import teseus.space.Tuple;
import teseus.space.spi.TupleFunction;

/** Gives its argument back: to see that evals work, and how long they take. */
public final class Echo implements TupleFunction {
  /** For {@link java.util.ServiceLoader}. */
  public Echo() {}

  @Override
  public String name() {
    return "echo";
  }

  @Override
  public Tuple apply(Tuple argument) {
    return argument;
  }
}
