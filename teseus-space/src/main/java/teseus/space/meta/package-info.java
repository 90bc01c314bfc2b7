/**
 * META where it is kept: voters that agree on its commands in one order, by Raft. The consensus is
 * a library's (docs/decisions/0011); this package gives it the host's time, chance, journal and
 * links, and keeps from it what it would misjudge. One thread at a time, the host's.
 */
@CheckReturnValue
@NullMarked
package teseus.space.meta;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
