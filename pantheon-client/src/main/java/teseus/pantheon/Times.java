package teseus.pantheon;

import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.function.Function;

/** Times in fields, as ISO 8601 texts, which sort and compare as they should. */
final class Times {
  private Times() {}

  static Module module() {
    SimpleModule module = new SimpleModule("times");
    add(module, Instant.class, Instant::parse);
    add(module, Duration.class, Duration::parse);
    add(module, LocalDate.class, LocalDate::parse);
    add(module, LocalTime.class, LocalTime::parse);
    add(module, LocalDateTime.class, LocalDateTime::parse);
    add(module, OffsetDateTime.class, OffsetDateTime::parse);
    add(module, ZonedDateTime.class, ZonedDateTime::parse);
    return module;
  }

  private static <T> void add(SimpleModule module, Class<T> type, Function<String, T> parse) {
    module.addSerializer(type, ToStringSerializer.instance);
    module.addDeserializer(type, new FromText<>(type, parse));
  }

  private static final class FromText<T> extends FromStringDeserializer<T> {
    private static final long serialVersionUID = 1L;
    private final transient Function<String, T> parse;

    FromText(Class<T> type, Function<String, T> parse) {
      super(type);
      this.parse = parse;
    }

    @Override
    @SuppressWarnings("unchecked") // of the class given above
    protected T _deserialize(String text, DeserializationContext context) throws IOException {
      try {
        return parse.apply(text);
      } catch (DateTimeException e) {
        return (T) context.handleWeirdStringValue(handledType(), text, "%s", e.getMessage());
      }
    }
  }
}
