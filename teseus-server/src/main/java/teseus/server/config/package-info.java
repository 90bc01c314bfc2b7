/**
 * Reads {@code cluster.json}; start at {@link teseus.server.config.ClusterConfig#read}. The file's
 * shape is {@code docs/cluster.schema.json}, every figure's bounds and default are in {@code
 * Ranges}, what one key asks of another is in the records. All values are immutable.
 */
@CheckReturnValue
@NullMarked
package teseus.server.config;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
