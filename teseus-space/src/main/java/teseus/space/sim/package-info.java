/**
 * Hosts in one thread, in virtual time, with faults from a seed: the other shell around {@link
 * teseus.space.host.Host}. Start at {@link teseus.space.sim.Simulation}.
 */
@CheckReturnValue
@NullMarked
package teseus.space.sim;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
