package teseus.benchmarks;

import java.util.List;
import org.jspecify.annotations.Nullable;
import teseus.space.Template;
import teseus.space.store.FieldReader;
import teseus.space.wire.TupleCodec;

/** Looks into encoded tuples for a store that runs without a host. */
final class EncodedFields implements FieldReader {
  @Override
  public @Nullable Object field(byte[] fields, String path) {
    return TupleCodec.field(fields, path);
  }

  @Override
  public int hash(byte[] fields, String path) {
    return TupleCodec.hash(fields, path);
  }

  @Override
  public List<String> supertypes(byte[] fields) {
    return TupleCodec.supertypes(fields);
  }

  @Override
  public boolean matches(Template template, String type, byte[] fields) {
    return TupleCodec.matches(template, type, fields);
  }
}
