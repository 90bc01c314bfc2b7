package teseus.pantheon;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.introspect.AnnotatedMethod;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
          .addModule(Optionals.module())
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES) // a newer writer's fields
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT) // 3.7 is not 3
          .build();

  private static final ClassValue<Map<String, Field>> FIELDS_OF =
      new ClassValue<>() {
        @Override
        protected Map<String, Field> computeValue(Class<?> owner) {
          return fields(owner);
        }
      };

  private Mapping() {}

  /**
   * The tuple that stands for an object; a tuple stands for itself.
   *
   * @throws IllegalArgumentException if the object has no named fields, or one no tuple can hold,
   *     or more supertypes than a tuple has
   */
  static Tuple tuple(Object value) {
    if (value instanceof Tuple tuple) {
      return tuple;
    }
    if (value instanceof PlainTuple plain) {
      return plain.written();
    }
    Lineage lineage = Lineage.of(value.getClass());
    return Tuple.of(
        lineage.type(), lineage.supertypes(), MAPPER.convertValue(value, FIELDS), WIDEST);
  }

  /**
   * A value as a field of an object holds it.
   *
   * @throws IllegalArgumentException if none can
   */
  static @Nullable Object value(@Nullable Object value) {
    return value == null
            || value instanceof String
            || value instanceof Boolean
            || value instanceof Number
        ? value
        : MAPPER.convertValue(value, Object.class);
  }

  /**
   * A value that others are less or greater than, as a field holds it.
   *
   * @throws IllegalArgumentException if it is neither a number nor a text there
   */
  static Object bound(Object value) {
    Object mapped = value(value);
    if (mapped instanceof Number || mapped instanceof String) {
      return mapped;
    }
    throw new IllegalArgumentException(
        "a field is compared with a number or a text, not a " + value.getClass().getName());
  }

  /**
   * A field's value as an object of a class.
   *
   * @throws IllegalArgumentException if it is none
   */
  static <T> @Nullable T value(@Nullable Object value, Class<T> javaType) {
    return MAPPER.convertValue(whole(value), javaType);
  }

  /**
   * The object that a tuple stands for.
   *
   * @throws MappingException if it is no such object; it holds the token
   */
  static <T> T object(Token token, Match<T> match) {
    Class<? extends T> javaType = javaType(token.tuple().type(), match);
    try {
      if (javaType == PlainTuple.class) {
        return javaType.cast(PlainTuple.found(token.tuple()));
      }
      return MAPPER.convertValue(whole(token.tuple().fields()), javaType);
    } catch (IllegalArgumentException e) {
      throw new MappingException(token, javaType, e);
    }
  }

  /** Of the classes that a match may be of, the one that a type names. */
  private static <T> Class<? extends T> javaType(String type, Match<T> match) {
    for (Class<? extends T> named : match.subtypes()) {
      if (Lineage.of(named).type().equals(type)) {
        return named;
      }
    }
    Class<?> permitted = Lineage.of(match.javaType()).permitted().get(type);
    return permitted == null ? match.javaType() : permitted.asSubclass(match.javaType());
  }

  /**
   * A field of a class.
   *
   * @param name in tuples
   * @param javaType what its getter gives
   * @param indexed how its getter is marked, if it is
   */
  record Field(String name, Class<?> javaType, @Nullable Indexed indexed) {}

  /** The fields of a class. */
  static Collection<Field> fieldsOf(Class<?> owner) {
    return Objects.requireNonNull(FIELDS_OF.get(owner)).values();
  }

  /**
   * The field that a getter gives.
   *
   * @throws IllegalArgumentException if it gives none
   */
  static Field field(Class<?> owner, String getter) {
    Field field = Objects.requireNonNull(FIELDS_OF.get(owner)).get(getter);
    if (field == null) {
      throw new IllegalArgumentException(
          owner.getName() + "::" + getter + " is the getter of no field that tuples have");
    }
    return field;
  }

  private static Map<String, Field> fields(Class<?> owner) {
    Map<String, Field> fields = new HashMap<>();
    if (owner.isInterface()) { // records that implement it have fields called as its methods
      for (Method method : owner.getMethods()) {
        if (Modifier.isAbstract(method.getModifiers()) && method.getParameterCount() == 0) {
          fields.put(
              method.getName(),
              new Field(
                  method.getName(), method.getReturnType(), method.getAnnotation(Indexed.class)));
        }
      }
    }
    BeanDescription bean = MAPPER.getSerializationConfig().introspect(MAPPER.constructType(owner));
    for (BeanPropertyDefinition property : bean.findProperties()) {
      AnnotatedMethod getter = property.getGetter();
      if (getter != null) {
        fields.put(
            getter.getName(),
            new Field(
                property.getName(),
                getter.getRawType(),
                getter.getAnnotated().getAnnotation(Indexed.class)));
      }
    }
    return fields;
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
