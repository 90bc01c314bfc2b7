/** Puts a host together: the only main, the only reader of {@code cluster.json}. */
@CheckReturnValue
@NullMarked
package teseus.server;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
