package teseus.pantheon;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import teseus.space.Limits;
import teseus.space.Token;
import teseus.space.Tuple;

/** Records and beans as tuples, and back. No class is ever chosen by what a tuple says. */
final class Mapping {
  /** The widest a cluster can be set to: the host asked knows what its own limits are. */
  static final Limits WIDEST = new Limits(16 << 20, 512, 65_536);

  private static final TypeReference<Map<String, @Nullable Object>> FIELDS =
      new TypeReference<>() {};
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(Times.module())
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES) // a newer writer's fields
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT) // 3.7 is not 3
          .build();

  private Mapping() {}

  /** The type of the tuples that stand for objects of a class. */
  static String type(Class<?> javaType) {
    TupleType named = javaType.getAnnotation(TupleType.class);
    return named == null ? javaType.getSimpleName() : named.value();
  }

  /**
   * The tuple that stands for an object; a tuple stands for itself.
   *
   * @throws IllegalArgumentException if the object has no named fields, or one no tuple can hold
   */
  static Tuple tuple(Object value) {
    if (value instanceof Tuple tuple) {
      return tuple;
    }
    return Tuple.of(type(value.getClass()), MAPPER.convertValue(value, FIELDS), WIDEST);
  }

  /**
   * The object that a tuple stands for.
   *
   * @throws MappingException if it is no such object; it holds the token
   */
  static <T> T object(Token token, Class<T> javaType) {
    try {
      return MAPPER.convertValue(whole(token.tuple().fields()), javaType);
    } catch (IllegalArgumentException e) {
      throw new MappingException(token, javaType, e);
    }
  }

  /** A tuple keeps a whole number beyond a long as a decimal without a fraction. */
  private static @Nullable Object whole(@Nullable Object value) {
    if (value instanceof BigDecimal number && number.scale() == 0) {
      return number.unscaledValue();
    }
    if (value instanceof List<?> list) {
      return list.stream().map(Mapping::whole).toList();
    }
    if (value instanceof Map<?, ?> object) {
      Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
      object.forEach((name, member) -> copy.put(name, whole(member)));
      return copy;
    }
    return value;
  }
}
