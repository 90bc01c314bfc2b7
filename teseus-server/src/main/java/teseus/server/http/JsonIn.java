package teseus.server.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one object of JSON from whoever sends it, into maps, lists, texts, booleans, {@code Long},
 * {@code BigInteger} and {@code BigDecimal}: no digit is lost. Stops at the first thing that is not
 * allowed, and says where. Thread-safe.
 */
final class JsonIn {
  private final JsonFactory factory;
  private final int depth;
  private final int fields;

  /**
   * Reads objects within these limits.
   *
   * @param depth nesting of objects and lists, the outermost being 1
   * @param fields of any one object
   */
  JsonIn(int depth, int fields) {
    this.depth = depth;
    this.fields = fields;
    this.factory =
        new JsonFactoryBuilder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES) // names are the sender's choice
            .streamReadConstraints(
                // One level more than allowed, so that the error is ours.
                StreamReadConstraints.builder().maxNestingDepth(depth + 1).build())
            .build();
  }

  Map<String, @Nullable Object> object(byte[] utf8) {
    try (JsonParser parser = factory.createParser(utf8)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw refused(ProblemType.MALFORMED, "an object is wanted", parser);
      }
      Map<String, @Nullable Object> object = object(parser, 1);
      if (parser.nextToken() != null) {
        throw refused(ProblemType.MALFORMED, "something follows the end of the object", parser);
      }
      return object;
    } catch (JsonProcessingException e) {
      throw refused(ProblemType.MALFORMED, e.getOriginalMessage(), e.getLocation());
    } catch (IOException e) {
      throw ProblemException.of(ProblemType.MALFORMED, "this is not UTF-8: " + e.getMessage());
    }
  }

  private Map<String, @Nullable Object> object(JsonParser parser, int level) throws IOException {
    shallow(parser, level);
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      if (object.size() == fields) {
        throw refused(
            ProblemType.TOO_MANY_FIELDS, "one object has more than " + fields + " fields", parser);
      }
      object.put(text(name, parser), value(parser, parser.nextToken(), level));
    }
    return object;
  }

  private List<@Nullable Object> list(JsonParser parser, int level) throws IOException {
    shallow(parser, level);
    List<@Nullable Object> list = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      list.add(value(parser, token, level));
    }
    return list;
  }

  private @Nullable Object value(JsonParser parser, @Nullable JsonToken token, int level)
      throws IOException {
    if (token == null) {
      throw refused(ProblemType.MALFORMED, "the text ends too early", parser);
    }
    return switch (token) {
      case START_OBJECT -> object(parser, level + 1);
      case START_ARRAY -> list(parser, level + 1);
      case VALUE_STRING -> text(parser.getText(), parser);
      case VALUE_NUMBER_INT ->
          parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
              ? parser.getBigIntegerValue()
              : (Object) parser.getLongValue();
      case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
      case VALUE_TRUE -> Boolean.TRUE;
      case VALUE_FALSE -> Boolean.FALSE;
      case VALUE_NULL -> null;
      default -> throw refused(ProblemType.MALFORMED, "a value is wanted", parser);
    };
  }

  /** Half a surrogate pair has no UTF-8: kept, it could never be sent to anyone again. */
  private static String text(String text, JsonParser parser) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        throw refused(ProblemType.INVALID, "a text holds half a surrogate pair", parser);
      }
    }
    return text;
  }

  private void shallow(JsonParser parser, int level) {
    if (level > depth) {
      throw refused(ProblemType.TOO_DEEP, "nested deeper than " + depth + " levels in all", parser);
    }
  }

  private static ProblemException refused(ProblemType type, String why, JsonParser parser) {
    return refused(type, why, parser.currentLocation());
  }

  private static ProblemException refused(
      ProblemType type, String why, @Nullable JsonLocation where) {
    return where == null
        ? ProblemException.of(type, why)
        : ProblemException.of(
            type, why, Map.of("line", where.getLineNr(), "column", where.getColumnNr()));
  }
}
