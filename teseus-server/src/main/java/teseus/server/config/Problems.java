package teseus.server.config;

import com.fasterxml.jackson.core.JsonLocation;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is wrong with one file: one thing a value, the first said. For one thread. */
final class Problems implements Findings {
  private static final int SHOWN = 80;

  private final Map<String, Problem> byPointer = new LinkedHashMap<>();
  private final Map<String, JsonLocation> places = new HashMap<>();

  /** A value stands there. */
  void remember(String pointer, JsonLocation place) {
    places.put(pointer, place);
  }

  @Override
  public void add(String pointer, String expected, String found) {
    at(placeOf(pointer), pointer, expected, found);
  }

  /** Something is wrong with the file itself. */
  void at(JsonLocation place, String expected, String found) {
    at(place, "", expected, found);
  }

  /** Something is wrong at a place that is not the value's. */
  void at(JsonLocation place, String pointer, String expected, String found) {
    byPointer.putIfAbsent(
        pointer,
        new Problem(
            pointer,
            expected,
            shortened(found),
            Math.max(0, place.getLineNr()),
            Math.max(0, place.getColumnNr())));
  }

  boolean isEmpty() {
    return byPointer.isEmpty();
  }

  /** All, in the order of the file. */
  List<Problem> list() {
    return byPointer.values().stream()
        .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
        .toList();
  }

  /** Where the value stands; of a missing one, where the object stands that should hold it. */
  private JsonLocation placeOf(String pointer) {
    String at = pointer;
    JsonLocation place = places.get(at);
    while (place == null && !at.isEmpty()) {
      at = Pointers.parent(at);
      place = places.get(at);
    }
    return place == null ? JsonLocation.NA : place;
  }

  private static String shortened(String found) {
    return found.length() <= SHOWN ? found : found.substring(0, SHOWN) + "...";
  }
}
