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
 */
public record Outcome(Optional<Token> taken, Optional<Lease> written) {
  static Outcome of(Reply reply) {
    if (reply instanceof Reply.Written written) {
      return new Outcome(Optional.empty(), Optional.of(written.lease()));
    }
    return new Outcome(((Reply.Found) reply).token(), Optional.empty());
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
