package teseus.space.host;

import java.util.ArrayList;
import java.util.List;
import teseus.space.wire.Envelope;
import teseus.space.wire.MalformedException;
import teseus.space.wire.TupleCodec;

/** The names that a token is found by. */
final class TypeNames {
  private TypeNames() {}

  /** Its type, then its supertypes. A header, and what no codec wrote, has its type alone. */
  static List<String> of(Envelope token) {
    List<String> supertypes = supertypes(token);
    if (supertypes.isEmpty()) {
      return List.of(token.type());
    }
    List<String> names = new ArrayList<>(1 + supertypes.size());
    names.add(token.type());
    names.addAll(supertypes);
    return names;
  }

  /** Its supertypes, as far as they are known. */
  static List<String> supertypes(Envelope token) {
    if (Carried.isHeader(token)) {
      return List.of();
    }
    try {
      return TupleCodec.supertypes(token.fields());
    } catch (MalformedException e) {
      return List.of();
    }
  }
}
