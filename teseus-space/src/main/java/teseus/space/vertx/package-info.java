/**
 * The shell that runs a host on Vert.x: peer links, event bus, discovery; start at {@link
 * teseus.space.vertx.Gateway}.
 */
@CheckReturnValue
@NullMarked
package teseus.space.vertx;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
