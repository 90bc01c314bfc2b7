package teseus.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import teseus.server.config.ClusterConfig;

class ConfigChangeTest {
  private static final String RUNNING =
      "{\"hosts\":[{\"name\":\"hera\",\"memory\":\"64 MiB\"}],\"journal\":{\"keep\":\"1 h\"}}";
  private static final String PLACED =
      "{\"current\":{\"name\":\"weighted-roulette\","
          + "\"weights\":{\"memory\":2,\"cpu\":1,\"availability\":1}}}";

  private static ConfigChange change(String wanted) throws Exception {
    ClusterConfig running = ClusterConfig.parse(RUNNING, Path.of("."));
    ObjectNode cluster = Json.object().put("config", running.digest());
    cluster.set("configuration", Json.read(running.canonical().getBytes(StandardCharsets.UTF_8)));
    return ConfigChange.of(
        ClusterConfig.parse(wanted, Path.of(".")),
        cluster,
        Json.read(PLACED.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void findsNothingInTheSameContentSpelledOtherwise() throws Exception {
    ConfigChange change =
        change(RUNNING.replace("64 MiB", "67108864 bytes").replace("1 h", "60 min"));
    assertThat(change.placement()).isFalse();
    assertThat(change.restart()).isEmpty();
  }

  @Test
  void findsPlacementApartFromTheRest() throws Exception {
    String placement = "\"placement\":{\"weights\":{\"memory\":5}},";
    ConfigChange change = change(RUNNING.replaceFirst("\\{", "{" + placement));
    assertThat(change.placement()).isTrue();
    assertThat(change.restart()).isEmpty();
  }

  @Test
  void listsWhatTakesARestart() throws Exception {
    ConfigChange change =
        change(
            "{\"hosts\":[{\"name\":\"hera\",\"memory\":\"32 MiB\"},"
                + "{\"name\":\"juno\",\"port\":7110,\"http\":8082,\"memory\":\"1 MiB\"}]}");
    assertThat(change.placement()).isFalse();
    assertThat(change.restart())
        .anySatisfy(
            line -> assertThat(line).isEqualTo("/hosts/0/memory: was \"64 MiB\", is \"32 MiB\""))
        .anySatisfy(line -> assertThat(line).startsWith("/hosts/1: was missing, is {"))
        .anySatisfy(line -> assertThat(line).startsWith("/journal/keep: was \"1 h\", is \""))
        .hasSize(3);
  }
}
