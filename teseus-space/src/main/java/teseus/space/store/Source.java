package teseus.space.store;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Shown slots among which is every match of a condition, found by an index.
 *
 * @param by which index, for people to read; empty if it is all that there are
 * @param size how many, at most
 * @param walks gives a walk over them
 */
record Source(Optional<String> by, long size, Supplier<Walk> walks) {}
