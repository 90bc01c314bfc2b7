/** What hosts say to each other and what their logs keep: one record each, and their bytes. */
@CheckReturnValue
@NullMarked
package teseus.space.wire;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
