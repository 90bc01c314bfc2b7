package teseus.server.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import teseus.roulette.Nearest;

/** Checks a tree by the schema, and says in a person's words what does not fit. */
final class SchemaCheck {
  private static final String RESOURCE = "cluster.schema.json";

  private final JsonNode source;
  private final JsonSchema schema;

  SchemaCheck() {
    source = load();
    schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(
                source, SchemaValidatorsConfig.builder().pathType(PathType.JSON_POINTER).build());
  }

  void check(JsonNode tree, Problems problems) {
    for (ValidationMessage message : schema.validate(tree)) {
      String pointer = message.getInstanceLocation().toString();
      // $ref is followed: this is the place in the schema whose keyword was not met.
      JsonNode rule =
          source.at(Pointers.parent(message.getSchemaLocation().getFragment().toString()));
      String key = message.getProperty();
      switch (message.getType()) {
        case "additionalProperties" ->
            problems.add(
                Pointers.child(pointer, key), known(rule, key), "the unknown key \"" + key + "\"");
        case "required" ->
            problems.add(Pointers.child(pointer, key), meaning(property(rule, key)), "no such key");
        default -> problems.add(pointer, meaning(rule), found(tree.at(pointer)));
      }
    }
  }

  private JsonNode property(JsonNode rule, String key) {
    JsonNode property = rule.path("properties").path(key);
    String ref = property.path("$ref").asText("");
    return ref.isEmpty() ? property : source.at(ref.substring(1));
  }

  private static String known(JsonNode rule, String key) {
    List<String> names = new ArrayList<>();
    rule.path("properties").fieldNames().forEachRemaining(names::add);
    return Nearest.to(key, names)
        .map(near -> "a known key; did you mean \"" + near + "\"?")
        .orElseGet(() -> "one of the keys " + String.join(", ", names));
  }

  /** What a rule wants: its title where it has one, else by its type and bounds. */
  private static String meaning(JsonNode rule) {
    if (rule.has("title")) {
      return rule.get("title").asText();
    }
    String bounds =
        rule.has("minimum") && rule.has("maximum")
            ? rule.get("minimum").asText() + ".." + rule.get("maximum").asText()
            : "";
    return switch (rule.path("type").asText()) {
      case "integer" -> "a whole number " + bounds;
      case "number" -> "a number " + bounds;
      case "object" -> "an object";
      case "array" -> "a list";
      case "string" -> "text";
      default -> bounds; // a size's own bounds, beside the $ref that says what a size is
    };
  }

  private static String found(JsonNode value) {
    if (value.isObject()) {
      return "an object";
    }
    return value.isArray() ? "a list of " + value.size() : value.toString();
  }

  private static JsonNode load() {
    try (InputStream in = SchemaCheck.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is missing from the class path");
      }
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
