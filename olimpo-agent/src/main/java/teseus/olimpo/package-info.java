/**
 * Measures the host it runs on, and bids with what it measured. Start at {@link
 * teseus.olimpo.HostMeter} and {@link teseus.olimpo.AgentVerticle}. Times are milliseconds and come
 * as arguments.
 */
@CheckReturnValue
@NullMarked
package teseus.olimpo;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
