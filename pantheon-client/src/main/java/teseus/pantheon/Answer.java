package teseus.pantheon;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Optional;
import teseus.space.host.Reply;

/** What a host said. */
sealed interface Answer {
  /** It was done. */
  record Given(Reply reply) implements Answer {}

  /** There is no reply. */
  record Refused(RuntimeException why) implements Answer {}

  /** An answer to an operation; empty if it is not a host's, but that of something in between. */
  static Optional<Answer> to(Named operation, HttpResponse<byte[]> answer) {
    if (answer.statusCode() >= 300) {
      return refused(operation, answer);
    }
    try {
      return Optional.of(
          new Given(Codec.reply(operation.request(), answer.statusCode(), answer.body())));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** An answer to the wish that an operation be undone; empty as for {@link #to}. */
  static Optional<Answer> toUndo(Named operation, HttpResponse<byte[]> answer) {
    return answer.statusCode() == 204
        ? Optional.of(new Given(new Reply.Found(Optional.empty())))
        : refused(operation, answer);
  }

  private static Optional<Answer> refused(Named operation, HttpResponse<byte[]> answer) {
    return Failures.of(operation.op(), answer.statusCode(), answer.body()).map(Refused::new);
  }
}
