package teseus.space.store;

import org.jspecify.annotations.Nullable;
import teseus.space.ValueOrder;

/**
 * The shown slots of one shelf by the value of one field, for equality. Slots whose values have one
 * hash share a cell, so candidates are matched all the same; in return no value is kept, and a
 * value that one slot has costs its entry and a reference to it. A byte of each hash lies beside
 * the cells, so that a probe touches no cell in vain: each is somewhere else in memory.
 */
final class ValueIndex implements Index {
  private static final int SMALLEST = 16;

  /** The slots of one hash. */
  sealed interface Cell permits ValueEntry, Group {
    int hash();

    int size();

    @Nullable Place first();
  }

  /** Two slots or more. */
  static final class Group extends AgeTree implements Cell {
    private final int hash;

    Group(int hash) {
      this.hash = hash;
    }

    @Override
    public int hash() {
      return hash;
    }
  }

  private final FieldReader reader;
  private final String path;
  private @Nullable Cell[] cells = new @Nullable Cell[SMALLEST]; // probed one after the other
  private byte[] tags = new byte[SMALLEST]; // 0 where there is no cell
  private int used;

  ValueIndex(FieldReader reader, String path) {
    this.reader = reader;
    this.path = path;
  }

  /** The slots with this value, and perhaps others; null if there is none. */
  @Nullable Cell find(@Nullable Object value) {
    return cells[position(ValueOrder.hash(value))];
  }

  @Override
  public ValueEntry entry(Slot slot, @Nullable IndexEntry next) {
    return new ValueEntry(slot, this, reader.hash(slot.fields(), path), next);
  }

  void add(ValueEntry entry) {
    int at = position(entry.hash());
    Cell cell = cells[at];
    if (cell instanceof Group group) {
      group.add(entry);
    } else if (cell instanceof ValueEntry other) {
      Group group = new Group(entry.hash());
      group.add(other);
      group.add(entry);
      cells[at] = group;
    } else {
      put(at, entry);
      used++;
      if (used > cells.length / 4 * 3) {
        grow();
      }
    }
  }

  void remove(ValueEntry entry) {
    int at = position(entry.hash());
    if (cells[at] instanceof Group group) {
      group.remove(entry);
      if (group.size() > 0) {
        return;
      }
    }
    clear(at);
  }

  /** Its hash, without a call through an interface, which costs a probe more than all the rest. */
  private static int hash(Cell cell) {
    return cell instanceof ValueEntry entry ? entry.hash() : cell.hash();
  }

  /** Where the cell of this hash is, or would be. */
  private int position(int hash) {
    byte tag = tag(hash);
    int at = hash & cells.length - 1;
    while (tags[at] != 0 && !(tags[at] == tag && is(cells[at], hash))) {
      at = at + 1 & cells.length - 1;
    }
    return at;
  }

  private static boolean is(@Nullable Cell cell, int hash) {
    return cell != null && hash(cell) == hash;
  }

  /** The bits of a hash that say least of where its cell is. */
  private static byte tag(int hash) {
    return (byte) (hash >>> 25 | 0x80);
  }

  private void put(int at, Cell cell) {
    cells[at] = cell;
    tags[at] = tag(hash(cell));
  }

  /** Empties a cell, and moves those up that a probe would not reach any more. */
  private void clear(int emptied) {
    int mask = cells.length - 1;
    int hole = emptied;
    int at = hole + 1 & mask;
    for (Cell cell = cells[at]; cell != null; cell = cells[at]) {
      int past = at - hash(cell) & mask; // how far it is from where its probe begins
      if (past >= (at - hole & mask)) {
        cells[hole] = cell;
        tags[hole] = tags[at];
        hole = at;
      }
      at = at + 1 & mask;
    }
    cells[hole] = null;
    tags[hole] = 0;
    used--;
  }

  private void grow() {
    @Nullable Cell[] old = cells;
    cells = new @Nullable Cell[old.length * 2];
    tags = new byte[cells.length];
    for (Cell cell : old) {
      if (cell != null) {
        put(position(hash(cell)), cell);
      }
    }
  }
}
