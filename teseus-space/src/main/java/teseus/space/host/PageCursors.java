package teseus.space.host;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How far readers are who page over a whole segment. A cursor is a negative number, given out once:
 * a late or repeated part of an earlier paging can therefore never be taken for one of this.
 */
final class PageCursors {
  /** The most cursors kept; who comes back with an older one starts again. */
  static final int MOST = 1_024;

  private final Map<Long, Page> pages = new LinkedHashMap<>();
  private long last;

  /**
   * What a reader at a cursor knows: every token that came in below {@code lsn} and is there after
   * the records below {@code asOf}, save some that went out later.
   *
   * @param lsn where the next page begins
   * @param asOf not below {@code lsn}
   */
  record Page(long lsn, long asOf) {}

  PageCursors(RandomGenerator random) {
    last = -1 - (random.nextLong() >>> 2);
  }

  /** A cursor for this page. */
  long keep(Page page) {
    if (pages.size() == MOST) {
      pages.remove(pages.keySet().iterator().next());
    }
    last--;
    pages.put(last, page);
    return last;
  }

  /** The page that a cursor stands for, if it is still kept. */
  @Nullable Page find(long cursor) {
    return pages.get(cursor);
  }
}
