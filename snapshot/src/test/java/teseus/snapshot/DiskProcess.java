package teseus.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Serves a {@link CachedDisk} with the bytes of a file. Its standard input is {@code /dev/fuse},
 * mounted; what it is told comes by descriptor 3, a line for each power cut: a seed, and where to
 * put what the platter holds. It ends when that ends.
 */
final class DiskProcess {
  private DiskProcess() {}

  public static void main(String[] args) throws IOException {
    CachedDisk disk = new CachedDisk(Files.readAllBytes(Path.of(args[0])));
    FileInputStream requests = new FileInputStream(FileDescriptor.in);
    FileOutputStream answers = new FileOutputStream(FileDescriptor.in); // it is open for both
    FuseFile file = new FuseFile(requests.getChannel(), answers.getChannel(), disk);
    Thread kernel = new Thread(() -> serve(file), "disk");
    kernel.setDaemon(true);
    kernel.start();
    System.out.println("serving");
    try (BufferedReader told =
        new BufferedReader(new InputStreamReader(new FileInputStream("/dev/fd/3"), UTF_8))) {
      for (String line = told.readLine(); line != null; line = told.readLine()) {
        String[] words = line.split(" ", 2);
        Files.write(Path.of(words[1]), disk.cut(new Random(Long.parseLong(words[0]))));
        System.out.println(line);
      }
    }
  }

  private static void serve(FuseFile file) {
    try {
      file.serve();
    } catch (IOException e) {
      System.out.println("unmounted: " + e.getMessage());
    }
  }
}
