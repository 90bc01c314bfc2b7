/**
 * What a host serves over HTTP: the API below {@code /v1}, start at {@link
 * teseus.server.http.HttpApi}; and the page at {@code /}, fed by a one-way bridge from the event
 * bus, start at {@link teseus.server.http.Dashboard}.
 */
@CheckReturnValue
@NullMarked
package teseus.server.http;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
