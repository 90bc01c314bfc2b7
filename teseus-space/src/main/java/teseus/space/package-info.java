/**
 * A tuple space shared by the hosts of a cluster; start at {@link teseus.space.Space}. Nothing is
 * null unless marked so. Values are immutable; whatever is not says which thread owns it.
 */
@CheckReturnValue // a dropped future is a swallowed failure
@NullMarked
package teseus.space;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
