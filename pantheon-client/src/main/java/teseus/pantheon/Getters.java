package teseus.pantheon;

import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the fields that method references name, without calling them and without byte code. */
final class Getters {
  private Getters() {}

  /** Getters one after the other, as one. */
  record Chain<T, V extends @Nullable Object>(List<Getter<?, ?>> links) implements Getter<T, V> {
    private static final long serialVersionUID = 1L;

    @Override
    public V apply(T from) {
      throw new UnsupportedOperationException("a path is a name, and is not called");
    }
  }

  /**
   * The path of the field.
   *
   * @param javaType the class whose field it is
   * @throws IllegalArgumentException if the getter is no reference to a getter of a field
   */
  static String path(Class<?> javaType, Getter<?, ?> getter) {
    List<String> names = new ArrayList<>();
    Class<?> owner = javaType;
    for (Getter<?, ?> link : links(getter)) {
      Mapping.Field field = Mapping.field(owner, method(link));
      names.add(field.name());
      owner = field.javaType();
    }
    return String.join(".", names);
  }

  /** Its links, if it is a chain; else itself. */
  static List<Getter<?, ?>> links(Getter<?, ?> getter) {
    return getter instanceof Chain<?, ?> chain ? chain.links() : List.of(getter);
  }

  private static String method(Getter<?, ?> getter) {
    SerializedLambda form = form(getter);
    boolean instance =
        form.getImplMethodKind() == MethodHandleInfo.REF_invokeVirtual
            || form.getImplMethodKind() == MethodHandleInfo.REF_invokeInterface;
    if (!instance || form.getCapturedArgCount() > 0) {
      throw new IllegalArgumentException(
          "a field is named by a reference to its getter, like Order::sku; this is a lambda with a"
              + " body, or of one object, or static: say the field's name as a text instead");
    }
    return form.getImplMethodName();
  }

  private static SerializedLambda form(Getter<?, ?> getter) {
    try {
      Method form = getter.getClass().getDeclaredMethod("writeReplace");
      form.setAccessible(true);
      if (form.invoke(getter) instanceof SerializedLambda lambda) {
        return lambda;
      }
    } catch (ReflectiveOperationException | InaccessibleObjectException e) {
      throw new IllegalArgumentException(
          "the name of a method reference cannot be found out here; if its class is in a module, let"
              + " it open the package, or say the field's name as a text",
          e);
    }
    throw new IllegalArgumentException("a field is named by a method reference, like Order::sku");
  }
}
