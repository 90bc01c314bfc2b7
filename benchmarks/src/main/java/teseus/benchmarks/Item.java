package teseus.benchmarks;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import teseus.space.Template;
import teseus.space.Tuple;

/**
 * The record that everybody stores: six fields, {@value #BYTES} bytes as a tuple is encoded.
 *
 * @param key its own
 * @param group one of 64
 * @param name a text
 * @param note a text of its own, which is not its key
 * @param amount a number of any size
 * @param count a small number
 */
public record Item(String key, String group, String name, String note, long amount, int count)
    implements Serializable {
  static final String TYPE = "Item";
  static final int BYTES = 83;

  private static final long serialVersionUID = 1;

  /** The item of a number from 0 to 9,999,999. */
  static Item of(int number) {
    return new Item(
        "k" + digits(number),
        "g" + (10 + number % 64),
        "screws, M4",
        "n" + digits(number),
        1L << 47,
        100 + number % 64);
  }

  private static String digits(int number) {
    return Integer.toString(10_000_000 + number).substring(1);
  }

  /** The items of the numbers from 0. */
  static Item[] first(int count) {
    Item[] items = new Item[count];
    for (int i = 0; i < count; i++) {
      items[i] = of(i);
    }
    return items;
  }

  Tuple tuple() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("key", key);
    fields.put("group", group);
    fields.put("name", name);
    fields.put("note", note);
    fields.put("amount", amount);
    fields.put("count", count);
    return Tuple.of(TYPE, fields);
  }

  static Template byKey(String key) {
    return Template.ofType(TYPE).where("key", key);
  }

  static Template byNote(String note) {
    return Template.ofType(TYPE).where("note", note);
  }
}
