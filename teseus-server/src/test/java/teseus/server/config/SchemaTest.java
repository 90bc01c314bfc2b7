package teseus.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import teseus.space.Limits;
import teseus.space.host.LoadLimits;

/** The schema, the code and the documentation say the same. */
class SchemaTest {
  private static final JsonNode SCHEMA = load();
  private static final String GUIDE = text(Path.of("..", "docs", "configuration.md"));

  static Stream<Range> ranges() {
    return Ranges.ALL.stream();
  }

  @Test
  void theSchemaIsASchema() {
    assertThat(
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"))
                .validate(SCHEMA))
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("ranges")
  void theSchemaHasTheBoundsOfTheCode(Range range) {
    JsonNode property = property(range);
    if (range.unit() != Range.Unit.TIME) {
      assertThat(property.path("minimum").asLong(-1)).isEqualTo(range.least());
      assertThat(property.path("maximum").asLong(-1)).isEqualTo(range.most());
    }
  }

  @ParameterizedTest
  @MethodSource("ranges")
  void theSchemaHasTheDefaultsOfTheCode(Range range) {
    if (range == Ranges.MEMORY || range == Ranges.EVERY) {
      return; // required, and off
    }
    String standard = property(range).path("default").asText();
    assertThat(value(range.unit(), standard)).isEqualTo(range.standard());
  }

  @ParameterizedTest
  @MethodSource("ranges")
  void theGuideHasTheBoundsAndDefaultsOfTheCode(Range range) {
    String key = range.key().startsWith("hosts.") ? range.lastKey() : range.key();
    String row =
        GUIDE.lines().filter(line -> line.startsWith("| `" + key + "` |")).findFirst().orElse("");
    assertThat(row).as("the guide's row of " + key).contains(" " + range.expected() + " |");
    if (range != Ranges.MEMORY && range != Ranges.EVERY) {
      String standard = row.split("\\|")[2].trim();
      assertThat(value(range.unit(), standard)).as(row).isEqualTo(range.standard());
    }
  }

  @Test
  void everyFigureOfTheSchemaHasBoundsInTheCode() {
    List<String> figures = new ArrayList<>();
    figures(SCHEMA, "", figures);
    assertThat(figures)
        .containsExactlyInAnyOrderElementsOf(
            Ranges.ALL.stream()
                .filter(range -> range.unit() != Range.Unit.TIME)
                .map(Range::key)
                .toList());
  }

  @Test
  void theLimitsOfTheSpaceAreTheSame() {
    assertThatCode(
            () -> {
              limits(Ranges.TUPLE.least(), Ranges.DEPTH.least(), Ranges.FIELDS.least());
              limits(Ranges.TUPLE.most(), Ranges.DEPTH.most(), Ranges.FIELDS.most());
            })
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> limits(Ranges.TUPLE.least() - 1, 1, 1)).hasMessageContaining("tuple");
    assertThatThrownBy(() -> limits(Ranges.TUPLE.most() + 1, 1, 1)).hasMessageContaining("tuple");
    assertThatThrownBy(() -> limits(1_024, Ranges.DEPTH.most() + 1, 1))
        .hasMessageContaining("depth");
    assertThatThrownBy(() -> limits(1_024, 1, Ranges.FIELDS.most() + 1))
        .hasMessageContaining("fields");
  }

  @Test
  void theLoadThatAHostBearsHasTheSameBounds() {
    assertThatCode(
            () -> {
              load(Ranges.TOKENS.least(), Ranges.OPEN.least(), Ranges.PENDING.least());
              load(Ranges.TOKENS.most(), Ranges.OPEN.most(), Ranges.PENDING.most());
            })
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> load(Ranges.TOKENS.most() + 1, 1, Ranges.PENDING.least()))
        .hasMessageContaining(Ranges.TOKENS.key());
    assertThatThrownBy(() -> load(1, Ranges.OPEN.most() + 1, Ranges.PENDING.least()))
        .hasMessageContaining(Ranges.OPEN.key());
    assertThatThrownBy(() -> load(1, 1, Ranges.PENDING.most() + 1))
        .hasMessageContaining(Ranges.PENDING.key());
    assertThatThrownBy(() -> new LoadLimits(1, 1, 2, 4 << 20, 4 << 20, 1 << 20))
        .hasMessageContaining(Ranges.OPEN_PER_CLIENT.key());
    assertThatThrownBy(() -> new LoadLimits(1, 1, 1, 4 << 20, 5 << 20, 1 << 20))
        .hasMessageContaining(Ranges.PENDING_PER_CLIENT.key());
    assertThatThrownBy(() -> perPeer(Ranges.PENDING_PER_PEER.least() - 1))
        .hasMessageContaining(Ranges.PENDING_PER_PEER.key());
    assertThatThrownBy(() -> perPeer(Ranges.PENDING_PER_PEER.most() + 1))
        .hasMessageContaining(Ranges.PENDING_PER_PEER.key());
    assertThatCode(
            () -> {
              perPeer(Ranges.PENDING_PER_PEER.least());
              perPeer(Ranges.PENDING_PER_PEER.most());
            })
        .doesNotThrowAnyException();
  }

  private static void perPeer(long bytes) {
    LoadLimits made = new LoadLimits(1, 1, 1, 4 << 20, 4 << 20, bytes);
    assertThat(made.pendingPerPeer()).isEqualTo(bytes);
  }

  private static void load(long tokens, long open, long pending) {
    LoadLimits made = new LoadLimits((int) tokens, (int) open, 1, pending, 4 << 20, 1 << 20);
    assertThat(made.openPerClient()).isEqualTo(1);
  }

  @Test
  void everyKeyIsExplainedInTheSchemaAndClosedToUnknownOnes() {
    List<JsonNode> objects = new ArrayList<>();
    objects(SCHEMA, objects);
    assertThat(objects).hasSizeGreaterThan(10);
    for (JsonNode object : objects) {
      assertThat(object.path("additionalProperties").asBoolean(true)).isFalse();
      object
          .get("properties")
          .properties()
          .forEach(
              property ->
                  assertThat(property.getValue().path("description").asText())
                      .as(property.getKey())
                      .endsWith("."));
    }
  }

  private static void objects(JsonNode schema, List<JsonNode> into) {
    if (schema.path("properties").isObject()) {
      into.add(schema);
    }
    schema.forEach(inner -> objects(inner, into));
  }

  private static Limits limits(long bytes, long depth, long fields) {
    return new Limits((int) bytes, (int) depth, (int) fields);
  }

  private static JsonNode property(Range range) {
    if (range.key().startsWith("hosts.")) {
      return SCHEMA.at("/$defs/host/properties/" + range.lastKey());
    }
    return SCHEMA.at("/properties/" + range.key().replace(".", "/properties/"));
  }

  private static void figures(JsonNode schema, String prefix, List<String> into) {
    schema
        .path("properties")
        .properties()
        .forEach(
            property -> {
              JsonNode value = property.getValue();
              if (value.has("minimum")) {
                into.add(prefix + property.getKey());
              }
              JsonNode inner = property.getKey().equals("hosts") ? SCHEMA.at("/$defs/host") : value;
              figures(inner, prefix + property.getKey() + ".", into);
            });
  }

  private static long value(Range.Unit unit, String text) {
    return switch (unit) {
      case COUNT -> Long.parseLong(text);
      case BYTES -> ByteSize.parse(text);
      case TIME -> Durations.parse(text).toMillis();
    };
  }

  private static JsonNode load() {
    try {
      return new ObjectMapper().readTree(text(Path.of("..", "docs", "cluster.schema.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
