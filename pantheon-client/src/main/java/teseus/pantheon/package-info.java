/** What users import: start at Pantheon. */
@CheckReturnValue
@NullMarked
package teseus.pantheon;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
