package teseus.space;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tuple whose fields come one at a time, as from bytes: nothing is kept twice on the way. One
 * thread at a time.
 */
public final class TupleBuilder {
  private final String type;
  private final List<String> supertypes;
  private final FieldsBuilder fields;
  private boolean built;

  /**
   * A tuple without fields yet.
   *
   * @param supertypes as of {@link Tuple#of(String, List, java.util.Map, Limits)}
   * @param expected how many fields will be added, about
   * @param limits on depth and on the fields of an object within it; how many fields are added
   *     here, the caller bounds
   * @throws IllegalArgumentException if a type is not allowed
   */
  public TupleBuilder(String type, List<String> supertypes, int expected, Limits limits) {
    Tuple.name("type", type);
    this.type = type;
    this.supertypes = Tuple.lineage(type, supertypes);
    this.fields = new FieldsBuilder("", expected, limits, 1);
  }

  /**
   * Adds a field; what of it can change is copied.
   *
   * @throws IllegalArgumentException naming the field, if there is one of that name, or if the
   *     name, the value or its depth is not allowed
   */
  public void add(String name, @Nullable Object value) {
    open();
    fields.add(name, value);
  }

  /** The tuple, once. */
  public Tuple build() {
    open();
    built = true;
    return new Tuple(type, supertypes, fields.fields());
  }

  private void open() {
    if (built) {
      throw new IllegalStateException("the tuple is built already");
    }
  }
}
