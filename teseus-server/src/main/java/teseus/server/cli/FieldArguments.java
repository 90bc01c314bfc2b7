package teseus.server.cli;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code field=value}. A value that is JSON is what it says, any other is a text: {@code
 * size=3} is a number, {@code name=zlib} a text, {@code 'name="3"'} the text 3.
 */
final class FieldArguments {
  private FieldArguments() {}

  /** Values by what stands left of the first {@code =}, in that order. */
  static Map<String, @Nullable Object> read(List<String> arguments) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (equals < 1) {
        throw new CommandException(
            Exit.USAGE, "a field reads name=value, was " + Table.visible(argument));
      }
      String name = argument.substring(0, equals);
      if (values.containsKey(name)) {
        throw new CommandException(Exit.USAGE, "field " + name + " is given twice");
      }
      values.put(name, value(argument.substring(equals + 1)));
    }
    return values;
  }

  /** What a text stands for: itself, unless it is JSON. */
  static @Nullable Object value(String text) {
    try {
      return Json.value(Json.read(text.getBytes(StandardCharsets.UTF_8)));
    } catch (Json.NotJsonException e) {
      return text;
    }
  }

  /**
   * Objects within objects, from names joined by dots: {@code address.city=Rio}.
   *
   * @param values as {@link #read} gives them
   */
  static Map<String, @Nullable Object> nested(Map<String, @Nullable Object> values) {
    Map<String, @Nullable Object> top = new LinkedHashMap<>();
    values.forEach((path, value) -> put(top, path, value));
    return top;
  }

  private static void put(Map<String, @Nullable Object> top, String path, @Nullable Object value) {
    Map<String, @Nullable Object> in = top;
    String[] names = path.split("\\.", -1);
    for (int i = 0; i < names.length - 1; i++) {
      in = inner(in, names[i], path);
    }
    if (in.containsKey(names[names.length - 1])) {
      throw clash(path);
    }
    in.put(names[names.length - 1], value);
  }

  @SuppressWarnings("unchecked") // maps in it were put there by this class or by Jackson
  private static Map<String, @Nullable Object> inner(
      Map<String, @Nullable Object> in, String name, String path) {
    Object inner = in.computeIfAbsent(name, absent -> new LinkedHashMap<>());
    if (inner instanceof LinkedHashMap<?, ?> object) {
      return (Map<String, @Nullable Object>) object;
    }
    throw clash(path);
  }

  private static CommandException clash(String path) {
    return new CommandException(
        Exit.USAGE, "field " + path + " is a value and an object at once; give it as one of both");
  }
}
