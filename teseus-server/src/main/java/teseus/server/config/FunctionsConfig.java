package teseus.server.config;

import java.time.Duration;

/**
 * Tuples that are computed: the {@code functions} object of {@code cluster.json}.
 *
 * @param parallel how many each host computes at a time, 1 to 256; key {@code parallel}, default 2
 * @param limit how long one may take, 1 ms to 24 h; key {@code limit-ms}, default 30000
 */
public record FunctionsConfig(int parallel, Duration limit) {
  public FunctionsConfig {
    Ranges.PARALLEL.require(parallel);
    Ranges.LIMIT.require(limit);
  }
}
