package teseus.server.cluster;

import java.time.Duration;
import java.util.Optional;
import teseus.pantheon.Outcome;
import teseus.pantheon.Pantheon;
import teseus.space.Lease;
import teseus.space.OutcomeUnknownException;
import teseus.space.SpaceException;
import teseus.space.Template;
import teseus.space.Token;
import teseus.space.Tuple;

/**
 * A client that tells the tally what came of all it asked for, and asks on where that is unknown.
 */
record TalliedClient(Pantheon client, Tally tally) {
  /** Writes a tuple with a payload of its own; whether that was acknowledged. */
  boolean write(Tuple tuple) {
    String payload = Tally.payload(tuple);
    try {
      Lease lease = client.write(tuple);
      tally.written(payload, lease.token());
      return true;
    } catch (OutcomeUnknownException e) {
      Optional<Lease> lease = outcome(e).flatMap(Outcome::written);
      lease.ifPresentOrElse(
          written -> tally.written(payload, written.token()), () -> tally.perhapsWritten(payload));
      return lease.isPresent();
    } catch (SpaceException e) {
      tally.refused();
      return false;
    }
  }

  /** Takes a match; empty also where nobody knows. */
  Optional<Token> take(Template template, Duration patience) {
    Optional<Token> taken;
    try {
      taken = client.take(template, patience);
    } catch (OutcomeUnknownException e) {
      Optional<Outcome> known = outcome(e);
      if (known.isEmpty()) {
        tally.unknownTake();
      }
      taken = known.flatMap(Outcome::taken);
    } catch (SpaceException e) {
      tally.refused();
      return Optional.empty();
    }
    taken.ifPresent(tally::taken);
    return taken;
  }

  /** Asks on; empty if that is not known now either. */
  Optional<Outcome> outcome(OutcomeUnknownException unknown) {
    tally.askedOn();
    try {
      return Optional.of(client.outcome(unknown.op()));
    } catch (SpaceException e) {
      return Optional.empty();
    }
  }
}
