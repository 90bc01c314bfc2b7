package teseus.server.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/**
 * Reads JSON into a tree and remembers where each value stood. Refuses what a tree cannot show:
 * duplicate keys, numbers beyond a double, a second value after the first.
 */
final class JsonSource {
  /** Nothing in the schema nests deeper than 4. */
  private static final int MAX_DEPTH = 32;

  private static final int MAX_DIGITS = 100;
  private static final String LIMITS =
      "JSON at most %d levels deep, numbers of at most %d digits".formatted(MAX_DEPTH, MAX_DIGITS);

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(MAX_DIGITS)
                  .build())
          .build();

  private final JsonParser parser;
  private final Problems problems;

  private JsonSource(JsonParser parser, Problems problems) {
    this.parser = parser;
    this.problems = problems;
  }

  /**
   * The tree. Where it cannot be read the reason is in {@code problems}, and a missing node is
   * returned.
   */
  static JsonNode read(byte[] json, Problems problems) {
    try (JsonParser parser = FACTORY.createParser(json)) {
      return new JsonSource(parser, problems).document();
    } catch (IOException e) { // not of the bytes, which are in memory: of their encoding
      problems.at(JsonLocation.NA, "JSON in UTF-8", String.valueOf(e.getMessage()));
      return JsonNodeFactory.instance.missingNode();
    }
  }

  private JsonNode document() throws IOException {
    try {
      if (parser.nextToken() != null) {
        JsonNode top = value("");
        if (parser.nextToken() != null) {
          problems.at(
              parser.currentTokenLocation(), "the end of the file", "more after the first value");
        }
        return top;
      }
      problems.at(parser.currentLocation(), "a JSON object", "nothing");
    } catch (StreamConstraintsException e) {
      problems.at(parser.currentLocation(), LIMITS, firstLine(e));
    } catch (JsonProcessingException e) {
      problems.at(e.getLocation(), "JSON", firstLine(e));
    }
    return JsonNodeFactory.instance.missingNode();
  }

  private JsonNode value(String pointer) throws IOException {
    problems.remember(pointer, parser.currentTokenLocation());
    JsonToken token = parser.currentToken();
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return switch (token) {
      case START_OBJECT -> object(pointer);
      case START_ARRAY -> array(pointer);
      case VALUE_STRING -> nodes.textNode(parser.getText());
      case VALUE_NUMBER_INT -> nodes.numberNode(parser.getBigIntegerValue());
      case VALUE_NUMBER_FLOAT -> decimal(pointer);
      case VALUE_TRUE -> nodes.booleanNode(true);
      case VALUE_FALSE -> nodes.booleanNode(false);
      case VALUE_NULL -> nodes.nullNode();
      default -> throw new IllegalStateException("no value starts with " + token);
    };
  }

  private JsonNode object(String pointer) throws IOException {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      JsonLocation at = parser.currentTokenLocation();
      if (object.has(key)) {
        problems.at(at, Pointers.child(pointer, key), "each key once", "a second \"" + key + "\"");
      }
      parser.nextToken();
      object.set(key, value(Pointers.child(pointer, key)));
    }
    return object;
  }

  private JsonNode array(String pointer) throws IOException {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(value(Pointers.child(pointer, Integer.toString(array.size()))));
    }
    return array;
  }

  private JsonNode decimal(String pointer) throws IOException {
    double number = parser.getDoubleValue();
    if (!Double.isFinite(number)) {
      problems.add(pointer, "a number below 1e308", parser.getText());
      return JsonNodeFactory.instance.nullNode();
    }
    return JsonNodeFactory.instance.numberNode(number);
  }

  private static String firstLine(JsonProcessingException e) {
    return e.getOriginalMessage().lines().findFirst().orElse("something else");
  }
}
