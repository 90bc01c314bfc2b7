package teseus.space.vertx;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import teseus.space.host.Request;
import teseus.space.spi.TupleFunction;

/**
 * The functions that a host computes tuples with.
 *
 * @param registered at most {@value #MOST}, each of another name
 * @param parallel how many are computed at a time, 1 to 256
 * @param limit how long one may take, 1 ms to 1 day
 */
public record Functions(List<TupleFunction> registered, int parallel, Duration limit) {
  /** The most functions that one host registers: their names ride on its beacons. */
  public static final int MOST = 64;

  /** Two at a time, half a minute each, where nothing is set. */
  public static final Functions NONE = new Functions(List.of(), 2, Duration.ofSeconds(30));

  public Functions {
    registered = List.copyOf(registered);
    if (registered.size() > MOST) {
      throw new IllegalArgumentException(
          "a host registers at most " + MOST + " functions, was " + registered.size());
    }
    if (parallel < 1 || parallel > 256) {
      throw new IllegalArgumentException("functions.parallel must be 1..256, was " + parallel);
    }
    if (limit.toMillis() < 1 || limit.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException("functions.limit must be 1 ms to 1 d, was " + limit);
    }
    Set<String> names = new HashSet<>();
    for (TupleFunction function : registered) {
      String name = function.name();
      if (!Request.Eval.named(name)) {
        throw new IllegalArgumentException(
            function.getClass().getName() + " is called what no function can be: " + name);
      }
      if (!names.add(name)) {
        throw new IllegalArgumentException("two functions are called " + name);
      }
    }
  }

  /** Those that are installed: services on the class path. */
  public static List<TupleFunction> installed() {
    return ServiceLoader.load(TupleFunction.class).stream()
        .map(ServiceLoader.Provider::get)
        .toList();
  }
}
