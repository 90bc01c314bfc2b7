/**
 * The tokens of one segment and the ways to find them; start at {@link
 * teseus.space.store.TokenStore}. Plain data: no clock, no thread, no lock. One thread at a time
 * may use a store, reads included, because a read may make an index.
 */
@CheckReturnValue
@NullMarked
package teseus.space.store;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
