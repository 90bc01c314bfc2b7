/**
 * One host as a state machine: messages, timers and requests go in with the time, messages and
 * replies come out. No socket, file, clock, thread or chance of its own; {@code Assembly} puts it
 * together, a shell drives it, by {@code Host}.
 */
@CheckReturnValue
@NullMarked
package teseus.space.host;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
