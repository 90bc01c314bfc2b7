package teseus.server.config;

import java.time.Duration;

/**
 * How many copies there are: the {@code copies} object of {@code cluster.json}.
 *
 * @param min stores that hold a write before it is acknowledged, 1 to 7 and at most as many as
 *     there are hosts; key {@code min}, default 2 where there are three hosts or more and {@code
 *     durability} is not memory, else 1
 * @param spare stores that follow besides, without being waited for, 0 to 7; key {@code spare},
 *     default 1 where {@code min} is above 1, else 0
 * @param ack after how long a store that does not answer is given up, and a primary that is out of
 *     reach, 20 ms to 1 min; key {@code ack-ms}, default 1000
 */
public record CopiesConfig(int min, int spare, Duration ack) {
  public CopiesConfig {
    Ranges.COPIES.require(min);
    Ranges.SPARE.require(spare);
    Ranges.ACK.require(ack);
  }

  /**
   * The {@code min} of a cluster whose file names none. With two hosts it is 1: with 2 copies they
   * would take nothing in while one of them is down.
   */
  static int minOf(int hosts, Durability durability) {
    return hosts >= 3 && durability != Durability.MEMORY ? 2 : 1;
  }

  static int spareOf(int min) {
    return min > 1 ? 1 : 0;
  }
}
