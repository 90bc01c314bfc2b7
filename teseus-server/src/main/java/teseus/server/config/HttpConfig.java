package teseus.server.config;

/**
 * The HTTP door: the {@code http} object of {@code cluster.json}.
 *
 * @param requestBytes longest body of a request, 1 KiB to 64 MiB; key {@code request-bytes},
 *     default 1 MiB
 */
public record HttpConfig(int requestBytes) {
  public HttpConfig {
    Ranges.REQUEST.require(requestBytes);
  }
}
