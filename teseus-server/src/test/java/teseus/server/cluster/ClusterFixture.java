package teseus.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import teseus.pantheon.Pantheon;
import teseus.server.FreePorts;
import teseus.server.http.Await;

/**
 * A cluster of real processes on loopback, for the tests of one class: its own name, ports and
 * folder, started before the first test and gone after the last. What the hosts printed is printed
 * with a test that fails.
 *
 * <p>{@link #SHARED} is one for all tests that leave every host running and the space empty.
 */
final class ClusterFixture implements BeforeAllCallback, AfterTestExecutionCallback, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ClusterFixture.class.getName());

  /** Long, for machines that do much else; a host needs some seconds. */
  private static final Duration READY = Duration.ofSeconds(90);

  /** Size of the disk of a host that has one to itself. */
  private static final int DISK_BYTES = 64 << 20;

  /** Hosts of 8, 4 and 2 MiB. */
  static final ClusterFixture SHARED = shared();

  private final JsonObject config;
  private final Map<String, Namespace> machines = new HashMap<>();
  private final Set<String> hung = new HashSet<>();
  private final Map<String, Integer> http = new LinkedHashMap<>();
  private final Map<String, HostJvm> running = new LinkedHashMap<>();
  private Function<String, HostJvm.Program> programs = host -> HostJvm.Program.TESEUS;
  private Path folder = Path.of("");
  private boolean shared;

  private ClusterFixture(JsonObject config) {
    this.config = config;
  }

  /** A cluster whose hosts have these budgets; the first three vote. */
  static ClusterFixture of(Map<String, String> budgets) {
    FreePorts ports = new FreePorts();
    JsonArray hosts = new JsonArray();
    ClusterFixture fixture =
        new ClusterFixture(
            new JsonObject().put("name", "it-" + UUID.randomUUID()).put("hosts", hosts));
    budgets.forEach(
        (name, memory) -> {
          int port = ports.row(1);
          fixture.http.put(name, port);
          hosts.add(
              new JsonObject()
                  .put("name", name)
                  .put("port", ports.row(3))
                  .put("http", port)
                  .put("memory", memory)
                  .put("data", name));
        });
    return fixture;
  }

  /** Three hosts, each with half the budget of the one before. */
  static ClusterFixture ofThree(int largestMebibytes) {
    Map<String, String> budgets = new LinkedHashMap<>();
    budgets.put("hera", largestMebibytes + " MiB");
    budgets.put("juno", largestMebibytes / 2 + " MiB");
    budgets.put("zeus", largestMebibytes / 4 + " MiB");
    return of(budgets);
  }

  /** Each host on a machine of that network, its data in a file system of its own. */
  ClusterFixture on(TestNetwork network) {
    for (Object each : config.getJsonArray("hosts")) {
      JsonObject host = (JsonObject) each;
      String name = host.getString("name");
      host.put("address", network.address(name));
      machines.put(name, network.machine(name));
    }
    return this;
  }

  /**
   * Each host is run by a program of the test.
   *
   * @param its asked each time a host is started, by its name
   */
  ClusterFixture runBy(Function<String, HostJvm.Program> its) {
    programs = its;
    return this;
  }

  private static ClusterFixture shared() {
    ClusterFixture fixture = ofThree(8);
    fixture.shared = true;
    return fixture;
  }

  /** Sets one more key of {@code cluster.json}. */
  ClusterFixture with(String key, Object value) {
    config.put(key, value);
    return this;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    ExtensionContext owner = shared ? context.getRoot() : context;
    ExtensionContext.Store store = owner.getStore(ExtensionContext.Namespace.create(getClass()));
    if (store.get(this) == null) {
      store.put(this, this); // which closes it
      start();
    }
  }

  void start() throws Exception {
    folder = Files.createTempDirectory("teseus-it");
    for (String host : machines.keySet()) {
      mountDisk(host);
    }
    Files.writeString(folder.resolve("cluster.json"), config.encodePrettily());
    try {
      startAll();
    } catch (Throwable e) {
      printLogs();
      throw e;
    }
  }

  /** An ext4 file system in a file, so that it can be told to hang. */
  private void mountDisk(String host) throws IOException, InterruptedException {
    Path image = folder.resolve(host + ".disk");
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(DISK_BYTES);
    }
    Tools.run("mkfs.ext4", "-q", "-F", "-m", "0", image.toString());
    String data = Files.createDirectory(folder.resolve(host)).toString();
    machines.get(host).run("mount", "-o", "loop", "-t", "ext4", image.toString(), data);
    machines.get(host).run("rmdir", data + "/lost+found");
  }

  @Override
  public void afterTestExecution(ExtensionContext context) {
    if (context.getExecutionException().isPresent()) {
      printLogs();
    }
  }

  @Override
  public void close() throws IOException {
    List.copyOf(hung).forEach(this::thaw); // whoever writes to it cannot be killed before
    running.values().forEach(HostJvm::kill9);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** What each host believes, for whoever looks into a failure. */
  void printStates() {
    for (String host : hosts()) {
      String state;
      try {
        JsonObject all = status(host);
        state =
            Stream.of("store", "meta", "leader", "reaches", "segments")
                .map(key -> key + " " + all.getValue(key))
                .collect(Collectors.joining(", "));
      } catch (IOException | InterruptedException | AssertionError e) {
        state = "does not say: " + e;
      }
      LOG.log(System.Logger.Level.ERROR, "{0}: {1}", host, state);
    }
  }

  void printLogs() {
    running
        .values()
        .forEach(
            host ->
                LOG.log(
                    System.Logger.Level.ERROR,
                    "{0} ({1}) printed\n{2}",
                    host.name(),
                    host.isAlive() ? "running" : "ended",
                    host.printed()));
  }

  List<String> hosts() {
    return List.copyOf(http.keySet());
  }

  String url(String host) {
    return "http://" + entry(host).getString("address", "127.0.0.1") + ":" + httpPort(host);
  }

  int httpPort(String host) {
    return http.get(host);
  }

  Door door(String host) {
    return new Door(url(host));
  }

  /** What a host says of itself. */
  JsonObject status(String host) throws IOException, InterruptedException {
    return door(host).get("/v1/hosts").getJsonArray("hosts").stream()
        .map(JsonObject.class::cast)
        .filter(entry -> entry.getString("name").equals(host))
        .findAny()
        .orElseThrow()
        .getJsonObject("state");
  }

  /** The first of a host's three ports: links, event bus, discovery. */
  int port(String host) {
    return entry(host).getInteger("port");
  }

  private JsonObject entry(String host) {
    return config.getJsonArray("hosts").stream()
        .map(JsonObject.class::cast)
        .filter(entry -> entry.getString("name").equals(host))
        .findAny()
        .orElseThrow();
  }

  /** The data folder of a host that has a disk to itself. */
  Path disk(String host) {
    return machines.get(host).seen(folder.resolve(host));
  }

  /** The disk of a host that has one to itself takes nothing from now on, and refuses nothing. */
  void hang(String host) throws IOException, InterruptedException {
    hung.add(host);
    machines.get(host).run("fsfreeze", "--freeze", folder.resolve(host).toString());
  }

  /** It goes on. */
  void thaw(String host) {
    hung.remove(host);
    try {
      machines.get(host).run("fsfreeze", "--unfreeze", folder.resolve(host).toString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("the disk of " + host + " hangs still", e);
    }
  }

  /** A client that begins at this host, and knows the others. */
  Pantheon client(String host) {
    return Pantheon.connect(
        url(host),
        hosts().stream()
            .filter(other -> !other.equals(host))
            .map(this::url)
            .toArray(String[]::new));
  }

  HostJvm host(String host) {
    return running.get(host);
  }

  void kill9(String host) {
    host(host).kill9();
  }

  void stop(String host) throws IOException, InterruptedException {
    host(host).signal("STOP");
  }

  void cont(String host) throws IOException, InterruptedException {
    host(host).signal("CONT");
  }

  /** Whether a host has ended. */
  boolean ended(String host) {
    return !host(host).isAlive();
  }

  /** Starts a host that ended, on the store it left; returns when all the cluster serves. */
  void restart(String host) throws Exception {
    launch(host);
    awaitReady();
  }

  /** Kills every host, as a power cut would kill every process. */
  void killAll() {
    hosts().forEach(this::kill9);
  }

  /** Starts every host; returns when each serves and reaches all. */
  void startAll() throws Exception {
    for (String host : hosts()) {
      launch(host);
    }
    awaitReady();
  }

  /** Starts a host that is to be added, or was: one that the file does not name. */
  HostJvm join(String host, int port, int httpPort) throws IOException, InterruptedException {
    HostJvm started =
        HostJvm.start(
            List.of(),
            HostJvm.Program.TESEUS,
            folder.resolve("cluster.json"),
            host,
            "--join",
            "--port",
            Integer.toString(port),
            "--http",
            Integer.toString(httpPort),
            "--memory",
            "32 MiB",
            "--data",
            host);
    running.put(host, started);
    return started;
  }

  private void launch(String host) throws IOException, InterruptedException {
    HostJvm last = running.get(host);
    assertThat(last == null || !last.isAlive()).as("%s does not run yet", host).isTrue();
    Namespace machine = machines.get(host);
    List<String> entry = machine == null ? List.of() : machine.entry();
    running.put(
        host, HostJvm.start(entry, programs.apply(host), folder.resolve("cluster.json"), host));
  }

  /** Waits until every host serves and reaches all. */
  void awaitReady() throws Exception {
    for (String host : hosts()) {
      Await.until(
          READY,
          () -> {
            running.values().forEach(ClusterFixture::assertRuns);
            return door(host).isReady(hosts().size());
          });
    }
  }

  private static void assertRuns(HostJvm host) {
    assertThat(host.isAlive()).as("%s runs; it printed\n%s", host.name(), host.printed()).isTrue();
  }

  /**
   * Waits until each host leads what it founded, nobody else believes so too, and as many hold it
   * as are asked for. A host that was cut off hears a moment later that another leads.
   */
  void awaitWhole(Duration limit) throws Exception {
    Await.until(limit, this::isWhole);
  }

  private boolean isWhole() throws IOException, InterruptedException {
    int led = 0;
    int whole = 0;
    for (String host : hosts()) {
      for (Object each : status(host).getJsonArray("segments")) {
        JsonObject segment = (JsonObject) each;
        boolean home = segment.getString("id").startsWith(host + "/");
        boolean open = segment.getBoolean("open") && segment.getValue("lacking") == null;
        led++;
        whole += home && open ? 1 : 0;
      }
    }
    return led == hosts().size() && whole == led;
  }
}
