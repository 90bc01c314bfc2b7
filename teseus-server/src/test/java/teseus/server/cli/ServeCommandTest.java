package teseus.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.net.BindException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ServeCommandTest {
  private final AtomicInteger stops = new AtomicInteger();
  private final Promise<String> failed = Promise.promise();
  private final Promise<String> removed = Promise.promise();
  private final Promise<Void> drained = Promise.promise();

  private Run serve(HostStarter hosts, String... more) {
    String[] arguments = new String[5 + more.length];
    arguments[0] = "serve";
    arguments[1] = "--config";
    arguments[2] = "../cluster.json";
    arguments[3] = "--host";
    arguments[4] = "hera";
    System.arraycopy(more, 0, arguments, 5, more.length);
    return Run.of(hosts, "", arguments);
  }

  private Future<HostStarter.RunningHost> host() {
    return Future.succeededFuture(
        new HostStarter.RunningHost() {
          @Override
          public String url() {
            return "http://127.0.0.1:8081";
          }

          @Override
          public Future<Void> stop() {
            stops.incrementAndGet();
            return Future.succeededFuture();
          }

          @Override
          public Future<Void> drained() {
            return drained.future();
          }

          @Override
          public Future<String> removed() {
            return removed.future();
          }

          @Override
          public Future<String> failed() {
            return failed.future();
          }
        });
  }

  @Test
  void printsItsUrlAndStopsWithWhoeverStartedIt() {
    Run run = serve((config, self, acceptLoss) -> host(), "--until-stdin-ends");
    assertThat(run).isEqualTo(new Run(0, "hera serves at http://127.0.0.1:8081\n", ""));
    assertThat(stops).hasValue(1);
  }

  @Test
  void endsWithZeroOnceItIsDrained() {
    drained.complete();
    Run run = serve((config, self, acceptLoss) -> host());
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("hera is drained and holds nothing: it ends", "--cancel");
    assertThat(stops).hasValue(1);
  }

  @Test
  void endsWithThreeOnceItHearsThatItWasRemoved() {
    removed.complete("hera was removed from the cluster");
    Run run = serve((config, self, acceptLoss) -> host());
    assertThat(run.code()).isEqualTo(Exit.REFUSED.code());
    assertThat(run.err()).isEqualTo("teseus: hera ends: hera was removed from the cluster\n");
    assertThat(stops).hasValue(1);
  }

  @Test
  void joinsOnlyUnderANameThatTheFileDoesNotHave() {
    Run run = serve((config, self, acceptLoss) -> host(), "--join");
    assertThat(run.code()).isEqualTo(Exit.USAGE.code());
    assertThat(run.err()).contains("cluster.json names hera: start it without --join");
  }

  @Test
  void joinsNotWhereAnotherHostOfTheFileIs() {
    Run run =
        Run.of(
            (config, self, acceptLoss) -> host(),
            "",
            "serve",
            "--config",
            "../cluster.json",
            "--host",
            "dione",
            "--join",
            "--port",
            "7101");
    assertThat(run.code()).isEqualTo(Exit.USAGE.code());
    assertThat(run.err()).contains("7101");
  }

  @Test
  void endsWithEightWhenItsJournalFails() {
    failed.complete("no space left on device");
    Run run = serve((config, self, acceptLoss) -> host());
    assertThat(run.code()).isEqualTo(Exit.DAMAGED.code());
    assertThat(run.err()).isEqualTo("teseus: hera can serve no longer: no space left on device\n");
    assertThat(stops).hasValue(1);
  }

  @Test
  void endsWithSevenWhenAPortIsInUse() {
    Run run =
        serve(
            (config, self, acceptLoss) ->
                Future.failedFuture(
                    new IllegalStateException(new BindException("127.0.0.1:8081 in use"))));
    assertThat(run.code()).isEqualTo(Exit.IN_USE.code());
    assertThat(run.err()).isEqualTo("teseus: hera did not start: 127.0.0.1:8081 in use\n");
  }

  @Test
  void endsWithEightWhenTheDiskFails() {
    Run run =
        serve((config, self, acceptLoss) -> Future.failedFuture(new IOException("unreadable")));
    assertThat(run.code()).isEqualTo(Exit.DAMAGED.code());
    assertThat(run.err()).doesNotContain("\tat ");
  }

  @Test
  void namesTheHostsThereAre() {
    Run run = Run.of("serve", "--config", "../cluster.json", "--host", "hra");
    assertThat(run.code()).isEqualTo(Exit.USAGE.code());
    assertThat(run.err()).contains("did you mean hera?").contains("hera, juno, zeus");
  }
}
