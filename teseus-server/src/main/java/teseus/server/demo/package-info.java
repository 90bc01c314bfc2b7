/**
 * The demo: the hosts of a configuration, each in a process of its own, publishers and workers on
 * all of them, and an account of every tuple. Start at {@link teseus.server.demo.Demo}.
 */
@CheckReturnValue
@NullMarked
package teseus.server.demo;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
