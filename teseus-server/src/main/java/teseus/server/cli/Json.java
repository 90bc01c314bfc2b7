package teseus.server.cli;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON in and out, with every digit and without duplicate keys. */
final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private Json() {}

  /** Why a text is not JSON, and where, from 1. */
  static final class NotJsonException extends Exception {
    private static final long serialVersionUID = 1L;

    private NotJsonException(String message) {
      super(message, null, false, false);
    }
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** Reads any value. */
  static JsonNode read(byte[] utf8) throws NotJsonException {
    try {
      JsonNode tree = MAPPER.readTree(utf8);
      if (tree.isMissingNode()) {
        throw new NotJsonException("there is nothing");
      }
      return tree;
    } catch (JsonProcessingException e) {
      throw new NotJsonException(place(e.getLocation()) + e.getOriginalMessage());
    } catch (IOException e) {
      throw new NotJsonException("not UTF-8: " + e.getMessage());
    }
  }

  private static String place(@Nullable JsonLocation at) {
    if (at == null) {
      return "";
    }
    String line = at.getLineNr() > 1 ? "line " + at.getLineNr() + ", " : "";
    return line + "column " + at.getColumnNr() + ": ";
  }

  /** Reads an object. */
  static ObjectNode readObject(byte[] utf8) throws NotJsonException {
    if (read(utf8) instanceof ObjectNode object) {
      return object;
    }
    throw new NotJsonException("column 1: an object is wanted, {...}");
  }

  /** The object's fields as a tuple holds them. */
  static Map<String, @Nullable Object> fields(ObjectNode object) {
    return MAPPER.convertValue(
        object, MAPPER.getTypeFactory().constructMapType(Map.class, String.class, Object.class));
  }

  /** A value as a tuple holds it. */
  static @Nullable Object value(JsonNode node) {
    return MAPPER.convertValue(node, Object.class);
  }

  /** A tuple's value as JSON. */
  static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /** In one line. */
  static String text(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was read can be written", e);
    }
  }
}
