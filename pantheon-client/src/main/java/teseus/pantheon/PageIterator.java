package teseus.pantheon;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import teseus.space.Contents;
import teseus.space.Cursor;
import teseus.space.Page;
import teseus.space.Token;

/** Tokens of page after page, each read when the one before is used up. */
final class PageIterator implements Iterator<Token>, AutoCloseable {
  private final Contents contents;
  private final Function<CompletableFuture<Page>, Page> await;
  private Iterator<Token> tokens = List.<Token>of().iterator();
  private @Nullable Cursor next;
  private boolean begun;

  /** Before the first page; {@code await} waits for one. */
  PageIterator(Contents contents, Function<CompletableFuture<Page>, Page> await) {
    this.contents = contents;
    this.await = await;
  }

  @Override
  public boolean hasNext() {
    while (!tokens.hasNext() && !(begun && next == null)) {
      Page page = await.apply(contents.page(next).toCompletableFuture());
      begun = true;
      next = page.next();
      tokens = page.tokens().iterator();
    }
    return tokens.hasNext();
  }

  @Override
  public Token next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return tokens.next();
  }

  /** There are no more. */
  @Override
  public void close() {
    tokens = List.<Token>of().iterator();
    next = null;
    begun = true;
  }
}
