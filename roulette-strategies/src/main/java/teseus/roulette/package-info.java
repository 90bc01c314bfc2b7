/**
 * How bids become an award: pure functions of offers, a demand and a source of chance. Start at
 * {@link teseus.roulette.Strategy}.
 */
@CheckReturnValue
@NullMarked
package teseus.roulette;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
