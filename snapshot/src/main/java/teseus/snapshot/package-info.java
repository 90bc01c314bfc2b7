/** The journal, and the files of global snapshots. */
@CheckReturnValue
@NullMarked
package teseus.snapshot;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
