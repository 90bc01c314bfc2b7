package teseus.roulette;

/**
 * What a token asks of its host.
 *
 * @param type the tuple's type
 * @param bytes what it will cost its host, at least 0
 */
public record Demand(String type, long bytes) {
  public Demand {
    if (bytes < 0) {
      throw new IllegalArgumentException("a demand is of at least 0 bytes, was " + bytes);
    }
  }
}
