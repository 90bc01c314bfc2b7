package teseus.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** What was measured of one comparison: operations a second. */
final class Figures {
  private record Cell(String method, String column) {}

  private final Map<Cell, List<Double>> measured = new HashMap<>();

  void add(String method, String column, double perSecond) {
    measured.computeIfAbsent(new Cell(method, column), cell -> new ArrayList<>()).add(perSecond);
  }

  /** The median of what was measured; empty if nothing was. */
  OptionalDouble median(String method, String column) {
    List<Double> sorted =
        new ArrayList<>(measured.getOrDefault(new Cell(method, column), List.of()));
    if (sorted.isEmpty()) {
      return OptionalDouble.empty();
    }
    Collections.sort(sorted);
    int middle = sorted.size() / 2;
    return OptionalDouble.of(
        sorted.size() % 2 == 1
            ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2);
  }

  /** How many times as fast one is as another; empty if one of them was not measured. */
  OptionalDouble ratio(String method, String than, String column) {
    OptionalDouble fast = median(method, column);
    OptionalDouble slow = median(than, column);
    return fast.isPresent() && slow.isPresent()
        ? OptionalDouble.of(fast.getAsDouble() / slow.getAsDouble())
        : OptionalDouble.empty();
  }
}
