/** What a host shows over HTTP: its page and the road of the page's events. */
@CheckReturnValue
@NullMarked
package teseus.server.http;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
