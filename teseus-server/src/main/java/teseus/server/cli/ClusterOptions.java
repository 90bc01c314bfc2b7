package teseus.server.cli;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import teseus.server.config.BadConfigException;
import teseus.server.config.ClusterConfig;
import teseus.server.config.HostConfig;

/** Which cluster a command talks to. */
final class ClusterOptions {
  /** The folder of the checkout, set by the script that starts us. */
  static final String HOME = "teseus.home";

  private static final String FILE = "cluster.json";

  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "A host, like http://127.0.0.1:8081. Repeat it for more, tried in this order. Without it,"
              + " the hosts of cluster.json.")
  private List<String> urls = new ArrayList<>();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "cluster.json; by default that of this folder, else of the checkout.")
  private @Nullable Path config;

  /** Base URLs, at least one, in the order in which to try them. */
  List<URI> hosts() {
    if (!urls.isEmpty()) {
      return urls.stream().map(ClusterOptions::url).toList();
    }
    return read(file()).hosts().stream().map(ClusterOptions::url).toList();
  }

  private static URI url(String text) {
    try {
      URI url = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
      boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (web && url.getHost() != null) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw new CommandException(
        Exit.USAGE, "a host's URL reads like http://127.0.0.1:8081, was " + Table.visible(text));
  }

  /** The configuration's file. */
  Path file() {
    return file(config);
  }

  /** Where a host of a configuration answers. */
  static URI url(HostConfig host) {
    String address = host.address().contains(":") ? "[" + host.address() + "]" : host.address();
    return URI.create("http://" + address + ":" + host.http());
  }

  /**
   * The file that is meant.
   *
   * @param named what the command line says, if anything
   */
  static Path file(@Nullable Path named) {
    if (named != null) {
      return named;
    }
    Path here = Path.of(FILE);
    String home = System.getProperty(HOME);
    return Files.exists(here) || home == null ? here : Path.of(home, FILE);
  }

  /** Reads the file; all that is wrong with it is told. */
  static ClusterConfig read(Path file) {
    try {
      return ClusterConfig.read(file);
    } catch (BadConfigException e) {
      throw new CommandException(Exit.REFUSED, String.valueOf(e.getMessage()));
    }
  }
}
