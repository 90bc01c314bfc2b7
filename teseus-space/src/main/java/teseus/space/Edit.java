package teseus.space;

import org.jspecify.annotations.Nullable;

/** One change to one field of a tuple, at a path of field names joined by dots. */
public sealed interface Edit {
  /** The longest path, in characters. */
  int MAX_PATH = 1_024;

  /** Which field. */
  String path();

  /**
   * The field gets a value, whatever it had. Objects on the way to it that are missing are made.
   *
   * @param path which field
   * @param value in the form that {@link Tuple#value} gives
   */
  record Set(String path, @Nullable Object value) implements Edit {
    public Set {
      Edits.path(path);
      value = Tuple.value(value);
    }
  }

  /**
   * A number is added to the field; missing or null counts as 0. Whole numbers stay exact, however
   * long; a sum with a fraction is as exact as its parts.
   *
   * @param path which field
   * @param by a number, in the form that {@link Tuple#value} gives
   */
  record Increment(String path, Number by) implements Edit {
    public Increment {
      Edits.path(path);
      Object kept = Tuple.value(by);
      by = kept instanceof Number number ? number : 0L; // a number's form is a number
    }
  }

  /**
   * A value is added at the end of the list; missing or null counts as empty.
   *
   * @param path which field
   * @param value in the form that {@link Tuple#value} gives
   */
  record Append(String path, @Nullable Object value) implements Edit {
    public Append {
      Edits.path(path);
      value = Tuple.value(value);
    }
  }

  /**
   * The field gets a value if it is missing or null.
   *
   * @param path which field
   * @param value in the form that {@link Tuple#value} gives
   */
  record PutIfAbsent(String path, @Nullable Object value) implements Edit {
    public PutIfAbsent {
      Edits.path(path);
      value = Tuple.value(value);
    }
  }

  /**
   * The field is taken away, if it is there.
   *
   * @param path which field
   */
  record Remove(String path) implements Edit {
    public Remove {
      Edits.path(path);
    }
  }
}
