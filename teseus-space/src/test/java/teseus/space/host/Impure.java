package teseus.space.host;

import java.io.FileInputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** One forbidden thing each, to show that the rules on the core would find it. */
public final class Impure {
  private Impure() {}

  public static Stream<Class<?>> touchingTheMachine() {
    return Stream.of(
        OnVertx.class,
        OpensSocket.class,
        ReadsFile.class,
        ReadsOldFile.class,
        StartsThread.class,
        DrawsPerThread.class);
  }

  public static Stream<Class<?>> withClockOrDice() {
    return Stream.of(
        ReadsClock.class,
        ReadsTicks.class,
        ReadsInstant.class,
        TakesSystemClock.class,
        ReadsClockByReference.class,
        Draws.class,
        DrawsAnything.class,
        DrawsSecurely.class,
        DrawsByDefault.class,
        DrawsName.class);
  }

  interface OnVertx {
    io.vertx.core.Future<Void> done();
  }

  static final class OpensSocket {
    Object open() throws IOException {
      return new ServerSocket(0);
    }
  }

  static final class ReadsFile {
    String read(Path file) throws IOException {
      return Files.readString(file);
    }
  }

  static final class ReadsOldFile {
    Object open(String file) throws IOException {
      return new FileInputStream(file);
    }
  }

  static final class StartsThread {
    void start(Runnable work) {
      new Thread(work).start();
    }
  }

  static final class DrawsPerThread {
    int draw() {
      return ThreadLocalRandom.current().nextInt();
    }
  }

  static final class ReadsClock {
    long now() {
      return System.currentTimeMillis();
    }
  }

  static final class ReadsTicks {
    long now() {
      return System.nanoTime();
    }
  }

  static final class ReadsInstant {
    Instant now() {
      return Instant.now();
    }
  }

  static final class TakesSystemClock {
    Clock clock() {
      return Clock.systemUTC();
    }
  }

  static final class ReadsClockByReference {
    java.util.function.LongSupplier clock() {
      return System::currentTimeMillis;
    }
  }

  static final class Draws {
    double draw() {
      return Math.random();
    }
  }

  static final class DrawsAnything {
    Random random() {
      return new Random();
    }
  }

  static final class DrawsSecurely {
    Random random() {
      return new SecureRandom();
    }
  }

  static final class DrawsByDefault {
    RandomGenerator random() {
      return RandomGenerator.getDefault();
    }
  }

  static final class DrawsName {
    UUID name() {
      return UUID.randomUUID();
    }
  }
}
