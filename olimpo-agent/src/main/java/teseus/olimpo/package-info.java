/** Measures the host it runs on, and bids with what it measured. */
@CheckReturnValue
@NullMarked
package teseus.olimpo;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
