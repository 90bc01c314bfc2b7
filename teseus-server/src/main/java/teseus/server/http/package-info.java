/**
 * The HTTP/JSON face of a host, version 1: described in {@code docs/openapi.yaml}, mounted by
 * {@link teseus.server.http.HttpApi}. Handlers run on the event loop of the connection they serve;
 * nothing that a client sends is kept beyond its limits.
 */
@CheckReturnValue
@NullMarked
package teseus.server.http;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
