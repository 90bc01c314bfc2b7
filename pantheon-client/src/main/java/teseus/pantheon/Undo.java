package teseus.pantheon;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import teseus.space.SessionGoneException;
import teseus.space.SpaceException;

/**
 * Gives back what a take got, or may yet get, when nobody wants it. The take's number stays open
 * until that is done, or patience has run out.
 */
final class Undo implements Exchange.Errand {
  private static final System.Logger LOG = System.getLogger(Undo.class.getName());

  private final RemoteAsker asker;
  private final Named take;
  private final long started = System.nanoTime();
  private volatile @Nullable RuntimeException refusal;

  Undo(RemoteAsker asker, Named take) {
    this.asker = asker;
    this.take = take;
  }

  void begin() {
    new Exchange(asker, this, started, asker.config().patience()).begin();
  }

  @Override
  public CompletableFuture<HttpResponse<byte[]>> ask(Route.Target host) {
    // That the host lives is seen by its other answers; it may have to wait for others here.
    Duration timeout = asker.config().patience().plus(asker.config().answer());
    return asker.transport().undo(host, take, timeout);
  }

  @Override
  public Optional<Answer> read(HttpResponse<byte[]> answer) {
    Optional<Answer> read = Answer.toUndo(take, answer);
    if (read.isPresent() && read.get() instanceof Answer.Refused refused) {
      refusal = refused.why();
    }
    return read;
  }

  @Override
  public boolean goesOn(Answer answer) {
    return answer instanceof Answer.Refused refused
        && refused.why() instanceof SpaceException
        && !(refused.why() instanceof SessionGoneException);
  }

  @Override
  public void answered(Answer answer) {
    if (answer instanceof Answer.Refused) {
      failed("it was refused");
    }
    asker.sessions().end(take);
  }

  @Override
  public void unanswered(String why) {
    failed(why);
    asker.sessions().end(take);
  }

  private void failed(String why) {
    String message = "take " + take.op() + " could not be undone, what it took may be lost: " + why;
    LOG.log(System.Logger.Level.ERROR, message, refusal);
  }
}
