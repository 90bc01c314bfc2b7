package teseus.space.wire;

import java.util.ArrayList;
import java.util.List;
import teseus.space.Edit;
import teseus.space.Edits;

/** The bytes of edits: a list of kinds, each with its path and its value, if it has one. */
public final class EditBytes {
  private static final Kinds<Edit> KINDS = new Kinds<>("an edit");

  static {
    KINDS.add(
        1,
        Edit.Set.class,
        (out, set) -> {
          out.text(set.path());
          Values.write(out, set.value());
        },
        in -> new Edit.Set(in.text(), Values.read(in, 1)));
    KINDS.add(
        2,
        Edit.Increment.class,
        (out, increment) -> {
          out.text(increment.path());
          Values.write(out, increment.by());
        },
        in -> new Edit.Increment(in.text(), number(in)));
    KINDS.add(
        3,
        Edit.Append.class,
        (out, append) -> {
          out.text(append.path());
          Values.write(out, append.value());
        },
        in -> new Edit.Append(in.text(), Values.read(in, 1)));
    KINDS.add(
        4,
        Edit.PutIfAbsent.class,
        (out, put) -> {
          out.text(put.path());
          Values.write(out, put.value());
        },
        in -> new Edit.PutIfAbsent(in.text(), Values.read(in, 1)));
    KINDS.add(
        5,
        Edit.Remove.class,
        (out, remove) -> out.text(remove.path()),
        in -> new Edit.Remove(in.text()));
  }

  private EditBytes() {}

  /** How many bytes edits take in a message. */
  public static int length(Edits edits) {
    BytesOut out = new BytesOut();
    write(out, edits);
    return out.size();
  }

  static void write(BytesOut out, Edits edits) {
    out.list(edits.list(), KINDS::write);
  }

  static Edits read(BytesIn in) {
    int count = in.count(2, "edits");
    if (count > Edits.MOST) {
      throw in.malformed("expected at most " + Edits.MOST + " edits, found " + count);
    }
    List<Edit> edits = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      edits.add(KINDS.read(in));
    }
    return new Edits(edits);
  }

  private static Number number(BytesIn in) {
    if (Values.read(in, 1) instanceof Number number) {
      return number;
    }
    throw in.malformed("expected a number to add");
  }
}
