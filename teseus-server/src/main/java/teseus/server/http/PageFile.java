package teseus.server.http;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * One file of the page, held in memory: the list is closed, so that no path leads anywhere else.
 *
 * @param path where it is served
 * @param mediaType its Content-Type
 * @param content its bytes; never changed
 * @param tag its ETag, a digest of the content
 */
record PageFile(String path, String mediaType, Buffer content, String tag) {
  private static final String SCRIPT = "text/javascript; charset=utf-8";
  private static final List<String> SCRIPTS =
      List.of(
          "app",
          "auctions",
          "bridge",
          "card",
          "dom",
          "events",
          "format",
          "header",
          "hosts",
          "model",
          "segments",
          "vessel",
          "waiting");

  /** Every file, read anew. */
  static List<PageFile> all() {
    return Stream.concat(
            Stream.of(
                read("/", "index.html", "text/html; charset=utf-8"),
                read("/style.css", "style.css", "text/css; charset=utf-8"),
                read("/icon.svg", "icon.svg", "image/svg+xml")),
            SCRIPTS.stream().map(name -> read("/" + name + ".js", name + ".js", SCRIPT)))
        .toList();
  }

  private static PageFile read(String path, String name, String mediaType) {
    try (InputStream in = PageFile.class.getResourceAsStream("/dashboard/" + name)) {
      if (in == null) {
        throw new IllegalStateException("dashboard/" + name + " is not on the class path");
      }
      byte[] bytes = in.readAllBytes();
      return new PageFile(path, mediaType, Buffer.buffer(bytes), '"' + digest(bytes) + '"');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
