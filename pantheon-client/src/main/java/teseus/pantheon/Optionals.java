package teseus.pantheon;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.type.TypeFactory;
import java.io.IOException;
import java.util.Optional;

/** An {@link Optional} in fields: its value, or null. One that is missing is empty. */
final class Optionals {
  private Optionals() {}

  static Module module() {
    return new SimpleModule("optionals")
        .addSerializer(new Out())
        .addDeserializer(Optional.class, new In(TypeFactory.unknownType()));
  }

  private static final class Out extends StdSerializer<Optional<?>> {
    private static final long serialVersionUID = 1L;

    Out() {
      super(Optional.class, false);
    }

    @Override
    public void serialize(Optional<?> value, JsonGenerator to, SerializerProvider provider)
        throws IOException {
      provider.defaultSerializeValue(value.orElse(null), to);
    }
  }

  @SuppressWarnings("rawtypes") // Optional.class has no parameter
  private static final class In extends StdDeserializer<Optional>
      implements ContextualDeserializer {
    private static final long serialVersionUID = 1L;
    private final JavaType of;

    In(JavaType of) {
      super(Optional.class);
      this.of = of;
    }

    @Override
    public JsonDeserializer<?> createContextual(
        DeserializationContext context, BeanProperty property) {
      JavaType whole = context.getContextualType();
      return new In(whole == null ? TypeFactory.unknownType() : whole.containedTypeOrUnknown(0));
    }

    @Override
    public Optional deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      return Optional.of(context.readValue(parser, of));
    }

    @Override
    public Optional getNullValue(DeserializationContext context) {
      return Optional.empty();
    }

    @Override
    public Object getAbsentValue(DeserializationContext context) {
      return Optional.empty();
    }
  }
}
