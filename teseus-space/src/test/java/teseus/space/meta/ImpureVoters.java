package teseus.space.meta;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/** One forbidden thing each, to show that the rule on voters would find it. */
public final class ImpureVoters {
  private ImpureVoters() {}

  public static Stream<Class<?>> touchingTheMachine() {
    return Stream.of(ReadsFile.class, AnswersElsewhere.class, StartsThread.class);
  }

  static final class ReadsFile {
    String read(Path file) throws IOException {
      return Files.readString(file);
    }
  }

  static final class AnswersElsewhere {
    CompletableFuture<Void> answer(Executor others, Runnable answer) {
      return CompletableFuture.runAsync(answer, others);
    }
  }

  static final class StartsThread {
    void start(Runnable work) {
      new Thread(work).start();
    }
  }
}
