package teseus.benchmarks;

import java.util.ArrayDeque;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.prevayler.Prevayler;
import org.prevayler.PrevaylerFactory;
import org.prevayler.Query;
import org.prevayler.SureTransactionWithQuery;
import org.prevayler.Transaction;

/** The peer Prevayler: transient, without copies of transactions, around maps made by hand. */
final class Prevalence {
  private final Prevayler<Shelf> prevayler;

  private Prevalence(Prevayler<Shelf> prevayler) {
    this.prevayler = prevayler;
  }

  /** A system that holds the items of the numbers from 0. */
  static Prevalence filled(int count) throws Exception {
    Shelf shelf = new Shelf();
    for (int i = 0; i < count; i++) {
      shelf.add(Item.of(i));
    }
    PrevaylerFactory<Shelf> factory = new PrevaylerFactory<>();
    factory.configurePrevalentSystem(shelf);
    factory.configureTransientMode(true);
    factory.configureTransactionDeepCopy(false);
    return new Prevalence(factory.create());
  }

  @Nullable Item take(String key) {
    return prevayler.execute(new Take(key));
  }

  void write(Item item) {
    prevayler.execute(new Write(item));
  }

  @Nullable Item readByNote(String note) throws Exception {
    return prevayler.execute(new ByNote(note));
  }

  /** What is prevalent. */
  private static final class Shelf {
    private final Map<String, Queue<Item>> byKey = new HashMap<>();
    private final Map<String, Item> byNote = new HashMap<>();

    void add(Item item) {
      byKey.computeIfAbsent(item.key(), key -> new ArrayDeque<>(1)).add(item);
      byNote.put(item.note(), item);
    }

    @Nullable Item take(String key) {
      Queue<Item> items = byKey.get(key);
      Item item = items == null ? null : items.poll();
      if (item != null) {
        byNote.remove(item.note());
      }
      return item;
    }
  }

  private record Take(String key) implements SureTransactionWithQuery<Shelf, @Nullable Item> {
    private static final long serialVersionUID = 1;

    @Override
    public @Nullable Item executeAndQuery(Shelf shelf, Date now) {
      return shelf.take(key);
    }
  }

  private record Write(Item item) implements Transaction<Shelf> {
    private static final long serialVersionUID = 1;

    @Override
    public void executeOn(Shelf shelf, Date now) {
      shelf.add(item);
    }
  }

  private record ByNote(String note) implements Query<Shelf, @Nullable Item> {
    private static final long serialVersionUID = 1;

    @Override
    public @Nullable Item query(Shelf shelf, Date now) {
      return shelf.byNote.get(note);
    }
  }
}
