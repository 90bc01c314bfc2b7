/**
 * How fast Teseus is, each figure beside its limit and its peers in the same run; start at {@link
 * teseus.benchmarks.Suite} for what is measured, {@link teseus.benchmarks.Main} for how.
 */
@NullMarked
package teseus.benchmarks;

import org.jspecify.annotations.NullMarked;
