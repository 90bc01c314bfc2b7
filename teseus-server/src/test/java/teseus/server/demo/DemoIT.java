package teseus.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import teseus.server.FreePorts;
import teseus.server.config.ClusterConfig;

/** The demo itself: real processes and clients, around a host whose space is a list. */
@Timeout(300) // clients that have lost their only host ask on for a while: a minute
class DemoIT {
  private final List<String> said = new CopyOnWriteArrayList<>();
  @TempDir private Path folder;

  private ClusterConfig config() throws Exception {
    FreePorts ports = new FreePorts();
    return ClusterConfig.parse(
        "{\"hosts\":[{\"name\":\"hera\",\"port\":%d,\"http\":%d,\"memory\":\"1 MiB\"}]}"
            .formatted(ports.row(3), ports.row(1)),
        folder);
  }

  private Demo demo(ClusterConfig config, Optional<Duration> length) {
    return new Demo(
        new Demo.Plan(
            config,
            Optional.of(folder),
            length,
            Duration.ofSeconds(2),
            false,
            StagedMain.class.getName(),
            file -> "serve --config " + file,
            host -> URI.create("http://127.0.0.1:" + host.http())),
        said::add);
  }

  private String last() {
    return said.get(said.size() - 1);
  }

  @Test
  void endsEvenAndLeavesNoProcessBehind() throws Exception {
    Demo.Outcome outcome = demo(config(), Optional.of(Duration.ofSeconds(3))).run();
    assertThat(outcome).as(said.toString()).isEqualTo(Demo.Outcome.EVEN);
    assertThat(last()).matches("published ([1-9][0-9]*), taken \\1, lost 0, duplicated 0");
    assertThat(ProcessHandle.current().children()).noneMatch(ProcessHandle::isAlive);
    assertThat(Files.readString(folder.resolve("hera.log"))).startsWith("http://");
  }

  @Test
  void endsWhenToldTo() throws Exception {
    Demo demo = demo(config(), Optional.empty());
    new Thread(
            () -> {
              while (said.stream().noneMatch(line -> line.startsWith("dashboard: "))) {
                Thread.onSpinWait();
              }
              demo.end();
            })
        .start();
    assertThat(demo.run()).as(said.toString()).isEqualTo(Demo.Outcome.EVEN);
  }

  @Tag("once") // most of it is to wait for clients to give up
  @Test
  void saysHowToBringAHostBackAndWhatWaitsThere() throws Exception {
    Demo demo = demo(config(), Optional.empty());
    new Thread(
            () -> {
              while (said.stream().noneMatch(line -> line.contains(" in the space"))) {
                Thread.onSpinWait();
              }
              ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);
              while (said.stream().noneMatch(line -> line.contains("bring it back"))) {
                Thread.onSpinWait();
              }
              demo.end();
            })
        .start();
    Demo.Outcome outcome = demo.run();
    assertThat(outcome).as(said.toString()).isIn(Demo.Outcome.WAITING, Demo.Outcome.EVEN);
    assertThat(said)
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("hera has ended (exit code 137); bring it back with: serve")
                    .endsWith("cluster.json --host hera"));
    assertThat(last()).endsWith(", lost 0, duplicated 0");
    boolean left = said.stream().anyMatch(line -> line.startsWith("waiting at hera: "));
    assertThat(left).isEqualTo(outcome == Demo.Outcome.WAITING);
  }

  @Test
  void saysWhichPortIsInUseAndStartsNothing() throws Exception {
    ClusterConfig config = config();
    int http = config.hosts().get(0).http();
    try (ServerSocket inTheWay = new ServerSocket(http, 1, InetAddress.getByName("127.0.0.1"))) {
      assertThat(inTheWay.isBound()).isTrue();
      assertThat(demo(config, Optional.empty()).run()).isEqualTo(Demo.Outcome.PORTS_IN_USE);
    }
    assertThat(said.get(0)).startsWith("127.0.0.1:" + http + ", for http of hera: ");
    assertThat(folder.resolve("hera.log")).doesNotExist();
  }
}
