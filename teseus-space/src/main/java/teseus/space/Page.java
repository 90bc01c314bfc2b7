package teseus.space;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of the space's contents.
 *
 * @param tokens may be none though there are more to come
 * @param next where to go on; null if these are the last
 */
public record Page(List<Token> tokens, @Nullable Cursor next) {
  /** The most tokens of one page. */
  public static final int MOST = 1_000;

  public Page {
    tokens = List.copyOf(tokens);
  }
}
