package teseus.space.store;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Shown slots among which is every match of a condition, found by indexes.
 *
 * @param by the indexes, each once; none if it is all that there are
 * @param size how many, at most
 * @param walks gives a walk over them
 */
record Source(List<IndexName> by, long size, Supplier<Walk> walks) {
  /** The indexes, for people to read; empty if there is none. */
  Optional<String> served() {
    return by.isEmpty()
        ? Optional.empty()
        : Optional.of(by.stream().map(IndexName::toString).collect(Collectors.joining(" and ")));
  }
}
