package teseus.space.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import teseus.space.OpId;
import teseus.space.SessionId;
import teseus.space.Template;
import teseus.space.TokenId;
import teseus.space.Tuple;
import teseus.space.ValueOrder;
import teseus.space.wire.Envelope;

/** A reader whose encoding of a tuple is its place in a list. */
final class ListedTuples implements FieldReader {
  private static final SessionId SESSION = new SessionId(1, 7);

  private final List<Tuple> tuples = new ArrayList<>();

  static OpId op(long number) {
    return new OpId(SESSION, number);
  }

  /** A token of its own id, without end. */
  Envelope token(long number, Tuple tuple) {
    return token(number, tuple, Long.MAX_VALUE);
  }

  Envelope token(long number, Tuple tuple, long until) {
    return new Envelope(new TokenId(op(number)), tuple.type(), fields(tuple), number, until);
  }

  byte[] fields(Tuple tuple) {
    tuples.add(tuple);
    return ByteBuffer.allocate(Integer.BYTES).putInt(tuples.size() - 1).array();
  }

  Tuple tuple(byte[] fields) {
    return tuples.get(ByteBuffer.wrap(fields).getInt());
  }

  @Override
  public @Nullable Object field(byte[] fields, String path) {
    return tuple(fields).at(path);
  }

  @Override
  public int hash(byte[] fields, String path) {
    return ValueOrder.hash(field(fields, path));
  }

  @Override
  public List<String> supertypes(byte[] fields) {
    return tuple(fields).supertypes();
  }

  @Override
  public boolean matches(Template template, String type, byte[] fields) {
    return template.matches(tuple(fields));
  }
}
