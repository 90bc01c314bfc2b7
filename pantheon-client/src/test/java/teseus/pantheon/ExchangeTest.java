package teseus.pantheon;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import teseus.space.UnavailableException;
import teseus.space.host.Reply;

@Timeout(30)
class ExchangeTest {
  private static final URI HERA = URI.create("http://127.0.0.1:1");
  private static final URI ZEUS = URI.create("http://127.0.0.1:2");
  private static final Answer DONE = new Answer.Given(new Reply.Counted(1));
  private static final Answer NOT_NOW = new Answer.Refused(new UnavailableException("not now"));

  private final RemoteAsker asker = new RemoteAsker(PantheonConfig.of(List.of(HERA, ZEUS)));
  private final Errand errand = new Errand();

  private Exchange begin(Duration most) {
    Exchange exchange = new Exchange(asker, errand, System.nanoTime(), most);
    exchange.begin();
    return exchange;
  }

  @Test
  void goesToTheNextHostWhenOneIsLostAndTellsOneAnswer() throws Exception {
    Exchange exchange = begin(Duration.ofSeconds(30));
    Asked first = errand.asked.take();
    assertThat(first.host).isEqualTo(HERA);
    first.answer.completeExceptionally(new IOException("reset"));
    Asked second = errand.asked.take();
    assertThat(second.host).isEqualTo(ZEUS);
    assertThat(exchange.mayBeDone()).isTrue();
    second.answer.complete(new Said(DONE));
    assertThat(errand.told.take()).isEqualTo(DONE);
    asker.route().leave(asker.route().next().get(1, SECONDS));
    assertThat(errand.asked).as("asked after it was answered").isEmpty();
    assertThat(errand.told).isEmpty();
  }

  @Test
  void aHostThatCouldNotBeReachedDidNothing() throws Exception {
    Exchange exchange = begin(Duration.ofSeconds(30));
    errand.asked.take().answer.completeExceptionally(new ConnectException("refused"));
    assertThat(errand.asked.take().host).isEqualTo(ZEUS);
    assertThat(exchange.mayBeDone()).isFalse();
  }

  @Test
  void goesAlongWhenTheRouteMoves() throws Exception {
    Exchange exchange = begin(Duration.ofSeconds(30));
    Asked first = errand.asked.take();
    asker.route().leave(asker.route().next().get(1, SECONDS));
    assertThat(errand.asked.take().host).isEqualTo(ZEUS);
    assertThat(first.answer).isCancelled();
    assertThat(exchange.mayBeDone()).isTrue();
  }

  @Test
  void asksTheSameHostAgainAfterAnAnswerToGoOnWith() throws Exception {
    Exchange exchange = begin(Duration.ofSeconds(30));
    errand.asked.take().answer.complete(new Said(NOT_NOW));
    Asked again = errand.asked.take();
    assertThat(again.host).isEqualTo(HERA);
    again.answer.complete(new Said(DONE));
    assertThat(errand.told.take()).isEqualTo(DONE);
    assertThat(exchange.isOver()).isTrue();
  }

  @Test
  void leavesNoHostWhenItsOwnTimeIsUp() throws Exception {
    begin(Duration.ZERO);
    errand.asked.take().answer.completeExceptionally(new IOException("timed out"));
    assertThat(errand.told.take()).isEqualTo("unanswered");
    assertThat(asker.route().next().get(1, SECONDS).host()).isEqualTo(HERA);
    assertThat(errand.asked).isEmpty();
  }

  @Test
  void tellsNobodyOnceItIsStopped() throws Exception {
    Exchange exchange = begin(Duration.ofSeconds(30));
    Asked asked = errand.asked.take();
    assertThat(exchange.stop()).isTrue();
    assertThat(exchange.mayBeDone()).isTrue();
    assertThat(asked.answer).isCancelled();
    assertThat(exchange.stop()).isFalse();
    assertThat(errand.told).isEmpty();
  }

  private record Asked(URI host, CompletableFuture<HttpResponse<byte[]>> answer) {}

  private static final class Errand implements Exchange.Errand {
    private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
    private final BlockingQueue<Object> told = new LinkedBlockingQueue<>();

    @Override
    public CompletableFuture<HttpResponse<byte[]>> ask(Route.Target host) {
      Asked one = new Asked(host.host(), new CompletableFuture<>());
      asked.add(one);
      return one.answer;
    }

    @Override
    public Optional<Answer> read(HttpResponse<byte[]> answer) {
      return Optional.of(((Said) answer).said());
    }

    @Override
    public boolean goesOn(Answer answer) {
      return answer.equals(NOT_NOW);
    }

    @Override
    public void answered(Answer answer) {
      told.add(answer);
    }

    @Override
    public void unanswered(String why) {
      told.add("unanswered");
    }
  }

  /** An HTTP response of which nothing but its meaning counts. */
  private record Said(Answer said) implements HttpResponse<byte[]> {
    @Override
    public int statusCode() {
      return 200;
    }

    @Override
    public HttpRequest request() {
      return HttpRequest.newBuilder(HERA).build();
    }

    @Override
    public Optional<HttpResponse<byte[]>> previousResponse() {
      return Optional.empty();
    }

    @Override
    public HttpHeaders headers() {
      return HttpHeaders.of(Map.of(), (name, value) -> true);
    }

    @Override
    public byte[] body() {
      return new byte[0];
    }

    @Override
    public Optional<SSLSession> sslSession() {
      return Optional.empty();
    }

    @Override
    public URI uri() {
      return HERA;
    }

    @Override
    public HttpClient.Version version() {
      return HttpClient.Version.HTTP_1_1;
    }
  }
}
