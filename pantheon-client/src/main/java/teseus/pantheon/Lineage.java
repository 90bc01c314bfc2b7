package teseus.pantheon;

import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a class stands among others: what its tuples are called by, and which classes a tuple found
 * by its name can be. No class is ever looked up by a name that came from elsewhere.
 *
 * @param type what its tuples are called
 * @param supertypes what its superclasses and interfaces are called, but for those of Java itself;
 *     the nearest first, each name once
 * @param permitted if it is sealed, the classes it permits that objects can be of, by their types
 */
record Lineage(String type, List<String> supertypes, Map<String, Class<?>> permitted) {
  private static final ClassValue<Lineage> KNOWN =
      new ClassValue<>() {
        @Override
        protected Lineage computeValue(Class<?> javaType) {
          String type = type(javaType);
          return new Lineage(type, supertypes(javaType, type), permitted(javaType));
        }
      };

  static Lineage of(Class<?> javaType) {
    return KNOWN.get(javaType);
  }

  private static String type(Class<?> javaType) {
    TupleType named = javaType.getAnnotation(TupleType.class);
    return named == null ? javaType.getSimpleName() : named.value();
  }

  private static List<String> supertypes(Class<?> javaType, String type) {
    Set<String> names = new LinkedHashSet<>();
    Deque<Class<?>> left = new ArrayDeque<>(above(javaType));
    while (!left.isEmpty()) {
      Class<?> above = left.remove();
      if (!above.getName().startsWith("java.")) {
        names.add(type(above));
        left.addAll(above(above));
      }
    }
    names.remove(type);
    return List.copyOf(names);
  }

  private static List<Class<?>> above(Class<?> javaType) {
    List<Class<?>> above = new ArrayList<>();
    if (javaType.getSuperclass() != null) {
      above.add(javaType.getSuperclass());
    }
    above.addAll(Arrays.asList(javaType.getInterfaces()));
    return above;
  }

  private static Map<String, Class<?>> permitted(Class<?> javaType) {
    Map<String, Class<?>> permitted = new LinkedHashMap<>();
    if (javaType.isSealed()) {
      for (Class<?> each : javaType.getPermittedSubclasses()) {
        if (isConcrete(each)) {
          permitted.put(type(each), each);
        }
        permitted.putAll(permitted(each));
      }
    }
    return permitted;
  }

  /** Whether objects can be of this class itself. */
  static boolean isConcrete(Class<?> javaType) {
    return !Modifier.isAbstract(javaType.getModifiers());
  }
}
