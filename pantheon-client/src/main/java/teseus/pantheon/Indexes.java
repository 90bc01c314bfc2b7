package teseus.pantheon;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import teseus.space.FieldIndex;
import teseus.space.host.Request;

/** Declares what classes say of their indexes, once for each class. Thread-safe. */
final class Indexes {
  private static final System.Logger LOG = System.getLogger(Indexes.class.getName());
  private static final long PAUSE_S = 10;

  private static final ClassValue<List<FieldIndex>> OF =
      new ClassValue<>() {
        @Override
        protected List<FieldIndex> computeValue(Class<?> javaType) {
          return find(javaType);
        }
      };

  private final Asker asker;
  private final Set<Class<?>> declared = ConcurrentHashMap.newKeySet();

  Indexes(Asker asker) {
    this.asker = asker;
  }

  /** The indexes that a class has marked. */
  static List<FieldIndex> of(Class<?> javaType) {
    return Objects.requireNonNull(OF.get(javaType));
  }

  private static List<FieldIndex> find(Class<?> javaType) {
    List<FieldIndex> indexes = new ArrayList<>();
    for (Mapping.Field field : Mapping.fieldsOf(javaType)) {
      Indexed marked = field.indexed();
      if (marked != null) {
        String type = Lineage.of(javaType).type();
        indexes.add(new FieldIndex(type, field.name(), marked.ordered()));
      }
    }
    indexes.sort(null);
    return List.copyOf(indexes);
  }

  /**
   * An object of a class is written or looked for: its indexes are declared in the background. If
   * that fails, it is tried again at another use, a while later.
   */
  void used(Class<?> javaType) {
    if (of(javaType).isEmpty() || !declared.add(javaType)) {
      return;
    }
    var unused =
        declare(javaType)
            .whenComplete(
                (done, failure) -> {
                  if (failure != null) {
                    LOG.log(
                        System.Logger.Level.WARNING,
                        "the indexes of {0} are not declared, and will be tried again: {1}",
                        javaType.getName(),
                        failure.getMessage());
                    CompletableFuture.delayedExecutor(PAUSE_S, SECONDS)
                        .execute(() -> declared.remove(javaType));
                  }
                });
  }

  /** Declares the indexes of a class; done when all are. */
  CompletableFuture<Void> declare(Class<?> javaType) {
    return CompletableFuture.allOf(
        of(javaType).stream()
            .map(index -> asker.submit(new Request.DeclareIndex(index), reply -> reply))
            .toArray(CompletableFuture<?>[]::new));
  }
}
