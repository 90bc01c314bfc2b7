/** What others plug in under a host: its disk and its network. Time and chance are arguments. */
@CheckReturnValue
@NullMarked
package teseus.space.spi;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
