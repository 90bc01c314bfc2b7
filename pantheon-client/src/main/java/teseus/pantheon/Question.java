package teseus.pantheon;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import teseus.space.OutcomeUnknownException;
import teseus.space.SessionGoneException;

/**
 * Asks for the outcome of an operation by repeating it, without waiting for anything new. While no
 * outcome reaches the asker, the operation is kept on.
 */
final class Question implements Exchange.Errand {
  private final RemoteAsker asker;
  private final Named operation;
  private final CompletableFuture<Outcome> result = new CompletableFuture<>();

  Question(RemoteAsker asker, Named operation) {
    this.asker = asker;
    this.operation = operation;
  }

  CompletableFuture<Outcome> begin() {
    Exchange exchange = new Exchange(asker, this, System.nanoTime(), asker.config().patience());
    var unused =
        result.whenComplete(
            (outcome, failure) -> {
              if (exchange.stop()) {
                keep(); // its asker left
              }
            });
    exchange.begin();
    return result;
  }

  @Override
  public CompletableFuture<HttpResponse<byte[]>> ask(Route.Target host) {
    Duration timeout = asker.config().patience().plus(asker.config().answer());
    return asker.transport().operate(host, operation, Codec.body(operation.request(), 0), timeout);
  }

  @Override
  public Optional<Answer> read(HttpResponse<byte[]> answer) {
    return Answer.to(operation, answer);
  }

  @Override
  public boolean goesOn(Answer answer) {
    return false;
  }

  @Override
  public void answered(Answer answer) {
    if (answer instanceof Answer.Given given) {
      if (result.complete(Outcome.of(given.reply()))) {
        asker.sessions().end(operation);
      } else {
        keep();
      }
    } else if (answer instanceof Answer.Refused refused) {
      failed(refused.why());
    }
  }

  private void failed(RuntimeException why) {
    if (why instanceof SessionGoneException) {
      asker.sessions().gone(operation.session());
      asker.sessions().end(operation);
      result.completeExceptionally(
          new OutcomeUnknownException(
              operation.op(), "no host remembers it any more: " + why.getMessage()));
    } else if (Failures.isFinal(why)) {
      asker.sessions().end(operation);
      result.completeExceptionally(why);
    } else {
      keep();
      result.completeExceptionally(Failures.unknown(operation.op(), why));
    }
  }

  @Override
  public void unanswered(String why) {
    failed(new OutcomeUnknownException(operation.op(), why));
  }

  private void keep() {
    asker.outcomes().keep(operation);
  }
}
