package teseus.pantheon;

import java.io.Serializable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A field, named by a method reference: {@code Order::sku} of a record, {@code Order::getSku} of a
 * bean. It is never called for a match; its name is looked up and travels as data. A lambda with a
 * body names no field and is refused. {@link java.io.Serializable} is what makes a reference tell
 * its name; nothing is serialized.
 *
 * @param <T> the class
 * @param <V> what the field holds
 */
@FunctionalInterface
public interface Getter<T, V extends @Nullable Object> extends Function<T, V>, Serializable {}
