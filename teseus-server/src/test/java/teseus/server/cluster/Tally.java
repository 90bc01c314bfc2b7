package teseus.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import teseus.space.Token;
import teseus.space.TokenId;
import teseus.space.Tuple;

/** What clients were told of their writes and takes, to be added up at the end. Thread-safe. */
final class Tally {
  private record Taken(String payload, TokenId token) {}

  private final Map<String, TokenId> written = new ConcurrentHashMap<>();
  private final Set<String> perhapsWritten = ConcurrentHashMap.newKeySet();
  private final Set<String> perhapsTaken = ConcurrentHashMap.newKeySet();
  private final Queue<Taken> taken = new ConcurrentLinkedQueue<>();
  private final LongAdder refused = new LongAdder();
  private final LongAdder askedOn = new LongAdder();
  private final LongAdder unknownTakes = new LongAdder();

  /** A write was acknowledged. */
  void written(String payload, TokenId token) {
    assertThat(written.put(payload, token)).as("payloads are unique").isNull();
  }

  /** An operation failed because its outcome was not known in time. */
  void askedOn() {
    askedOn.increment();
  }

  /** The outcome of a write never got known. */
  void perhapsWritten(String payload) {
    perhapsWritten.add(payload);
  }

  void taken(Token token) {
    taken(payload(token.tuple()), token.id());
  }

  /** What has that payload was taken. */
  void taken(String payload, TokenId token) {
    taken.add(new Taken(payload, token));
  }

  /** Who wanted what has that payload is gone, and perhaps took it along. */
  void perhapsTaken(String payload) {
    perhapsTaken.add(payload);
  }

  /** The outcome of a take never got known: what it took goes back when its session ends. */
  void unknownTake() {
    unknownTakes.increment();
  }

  /** An operation failed, and by its error nothing was done. */
  void refused() {
    refused.increment();
  }

  long done() {
    return written.size() + taken.size();
  }

  long unknownTakes() {
    return unknownTakes.sum();
  }

  /** How many acknowledged writes nobody has taken so far. */
  int lost() {
    Set<String> seen = taken.stream().map(Taken::payload).collect(Collectors.toSet());
    seen.addAll(perhapsTaken);
    return (int) written.keySet().stream().filter(payload -> !seen.contains(payload)).count();
  }

  /** Every write that was acknowledged was taken, once, and nothing that was not written. */
  void assertExact() {
    Map<String, Long> times = count(taken.stream().map(Taken::payload).toList());
    assertThat(written.keySet())
        .as("lost")
        .allMatch(payload -> times.containsKey(payload) || perhapsTaken.contains(payload));
    assertThat(times.values()).as("duplicated: %s", moreThanOnce(times)).containsOnly(1L);
    assertThat(times.keySet())
        .as("phantom")
        .allMatch(payload -> written.containsKey(payload) || perhapsWritten.contains(payload));
    for (Taken one : taken) {
      TokenId told = written.get(one.payload);
      assertThat(told == null || told.equals(one.token))
          .as("%s was acknowledged as %s", one, told)
          .isTrue();
    }
  }

  private static Map<String, Long> moreThanOnce(Map<String, Long> times) {
    Map<String, Long> more = new HashMap<>(times);
    more.values().removeIf(number -> number == 1);
    return more;
  }

  private static Map<String, Long> count(Collection<String> payloads) {
    return payloads.stream()
        .collect(Collectors.groupingBy(payload -> payload, Collectors.counting()));
  }

  /** What tells a tuple from all others that are written. */
  static String payload(Tuple tuple) {
    return String.valueOf(tuple.at("payload"));
  }

  @Override
  public String toString() {
    return ("ok: %,d written, %,d taken; refused: %,d; asked on: %,d; never known: %,d writes, %,d takes;"
            + " gone with who took them, perhaps: %,d")
        .formatted(
            written.size(),
            taken.size(),
            refused.sum(),
            askedOn.sum(),
            perhapsWritten.size(),
            unknownTakes.sum(),
            perhapsTaken.size());
  }
}
