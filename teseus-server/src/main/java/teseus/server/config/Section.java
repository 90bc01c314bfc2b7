package teseus.server.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One object of the file, read key by key. What is missing or wrong reads as its default, so that
 * reading goes on and finds all that is wrong; what is wrong is in the problems.
 *
 * @param node an object, or anything else for an empty one (the schema has told)
 */
record Section(JsonNode node, String pointer, Problems problems) {
  Section in(String key) {
    return new Section(node.path(key), at(key), problems);
  }

  String at(String key) {
    return Pointers.child(pointer, key);
  }

  /** A figure of any unit; a size is read from text or a plain number. */
  long figure(Range range) {
    return bounded(range, range.lastKey()).orElse(range.standard());
  }

  int number(Range range) {
    return Math.toIntExact(figure(range)); // bounds of what is asked for are below 2^31
  }

  Duration time(Range range) {
    return Duration.ofMillis(figure(range));
  }

  /** A duration, or empty where the text is {@code off} or the key is missing. */
  Optional<Duration> timeUnless(String off, Range range) {
    return node.path(range.lastKey()).asText(off).equals(off)
        ? Optional.empty()
        : Optional.of(time(range));
  }

  String text(String key, String standard) {
    JsonNode value = node.path(key);
    return value.isTextual() ? value.textValue() : standard;
  }

  Path path(String key, String standard) {
    String text = text(key, standard);
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      problems.add(at(key), "a path of this system (" + e.getReason() + ")", text);
      return Path.of(standard);
    }
  }

  /** What is made of several keys; empty if a record refuses them. */
  <T> Optional<T> make(Supplier<T> maker) {
    try {
      return Optional.of(maker.get());
    } catch (Misfit e) {
      problems.add(at(e.lastKey()), e.expected(), e.found());
      return Optional.empty();
    }
  }

  private Optional<Long> bounded(Range range, String key) {
    JsonNode value = node.path(key);
    Optional<Long> read;
    try {
      read = read(range.unit(), value);
    } catch (IllegalArgumentException e) {
      problems.add(at(key), range.expected(), value.toString());
      return Optional.empty();
    }
    if (read.isPresent() && !range.holds(read.get())) {
      problems.add(at(key), range.expected(), value.toString());
      return Optional.empty();
    }
    return read;
  }

  private static Optional<Long> read(Range.Unit unit, JsonNode value) {
    if (value.isNumber() && unit != Range.Unit.TIME) {
      return value.canConvertToExactIntegral() && value.canConvertToLong()
          ? Optional.of(value.longValue())
          : Optional.empty();
    }
    if (!value.isTextual() || unit == Range.Unit.COUNT) {
      return Optional.empty();
    }
    return Optional.of(
        unit == Range.Unit.BYTES
            ? ByteSize.parse(value.textValue())
            : Durations.parse(value.textValue()).toMillis());
  }
}
