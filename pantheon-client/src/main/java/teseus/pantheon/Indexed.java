package teseus.pantheon;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The field has an index: objects of the class, and of its subclasses, are found by it without
 * looking at others. Stands at a record's component or at a getter. A client declares the indexes
 * of a class when it first writes or looks for an object of it, in the background; {@link
 * AsyncSpace#declareIndexes} waits for it. The cluster keeps them for good.
 *
 * <pre>{@code
 * record Order(@Indexed String sku, @Indexed(ordered = true) long price) {}
 * }</pre>
 *
 * <p>Without it, a field gets its index once templates have asked for it often enough in vain.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.RECORD_COMPONENT})
public @interface Indexed {
  /** Whether ranges and prefixes are to be found by it too. */
  boolean ordered() default false;
}
