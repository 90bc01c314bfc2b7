package teseus.pantheon;

import java.util.Optional;
import teseus.space.Lease;
import teseus.space.Token;
import teseus.space.host.Reply;

/**
 * What became of an operation whose outcome was not known.
 *
 * @param taken what a take got; it is out of the space, and here alone
 * @param written what a write was granted; the tuple is in
 * @param committed whether it was a commit, which is done; one that is not done fails with {@link
 *     teseus.space.TransactionAbortedException}
 */
public record Outcome(Optional<Token> taken, Optional<Lease> written, boolean committed) {
  static Outcome of(Reply reply) {
    if (reply instanceof Reply.Written written) {
      return new Outcome(Optional.empty(), Optional.of(written.lease()), false);
    }
    if (reply instanceof Reply.Ended) {
      return new Outcome(Optional.empty(), Optional.empty(), true);
    }
    return new Outcome(((Reply.Found) reply).token(), Optional.empty(), false);
  }

  /**
   * What a take got, as an object.
   *
   * @throws MappingException if it is no such object; it holds the token
   */
  public <T> Optional<T> taken(Class<T> javaType) {
    return taken.map(token -> Mapping.object(token, Match.type(javaType)));
  }
}
