package teseus.pantheon;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import teseus.space.host.Reply;

/** How a reply comes to whoever asked. */
final class Delivery {
  private Delivery() {}

  /**
   * Completes a future with a reply.
   *
   * @return whether its caller has what was in it: false if the future was complete before, or the
   *     view failed
   */
  static <T> boolean of(Reply reply, Function<Reply, T> view, CompletableFuture<T> result) {
    try {
      return result.complete(view.apply(reply));
    } catch (MappingException e) {
      return result.completeExceptionally(e); // with the token
    } catch (RuntimeException e) {
      result.completeExceptionally(e);
      return false;
    }
  }
}
