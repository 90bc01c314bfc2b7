package teseus.space.store;

import java.util.List;
import org.jspecify.annotations.Nullable;
import teseus.space.Template;

/**
 * Looks into encoded tuples, for a store that does not know their encoding. No method changes
 * anything, and each gives the same answer each time. On bytes that no codec wrote they may throw:
 * {@link TokenStore#put} then keeps nothing.
 */
public interface FieldReader {
  /**
   * One value of a tuple.
   *
   * @param fields the tuple's fields, encoded
   * @param path field names joined by dots
   * @return the value as {@link teseus.space.Tuple#at} gives it: null if it is null or missing
   */
  @Nullable Object field(byte[] fields, String path);

  /**
   * The {@link teseus.space.ValueOrder#hash} of that value.
   *
   * @param fields the tuple's fields, encoded
   * @param path field names joined by dots
   */
  int hash(byte[] fields, String path);

  /**
   * The further types that a tuple is one of, as {@link teseus.space.Tuple#supertypes} gives them.
   *
   * @param fields the tuple's fields, encoded
   */
  List<String> supertypes(byte[] fields);

  /**
   * Whether a tuple is of the template's type, or a subtype of it, and meets every condition.
   *
   * @param template what it should match
   * @param type the tuple's type
   * @param fields the tuple's fields, encoded
   */
  boolean matches(Template template, String type, byte[] fields);
}
