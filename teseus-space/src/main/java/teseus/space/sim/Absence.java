package teseus.space.sim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import teseus.space.Consistency;
import teseus.space.Template;
import teseus.space.Tuple;
import teseus.space.host.Request;

/**
 * Whether "there is none" was true. A token counts from the step at which its write was
 * acknowledged, for a session's look from that at which its client was told of it, to the one at
 * which a take or an expiry of it was first appended; and not at all for a take, if somebody else
 * may have had it held meanwhile.
 */
final class Absence {
  private final Truth truth;
  private final List<Asked> all;

  Absence(Truth truth, List<Asked> all) {
    this.truth = truth;
    this.all = all;
  }

  /** An operation was told that nothing matches, or that its token is not there. */
  void check(Asked asked) {
    if (asked.request() instanceof Request.OnToken change) {
      missing(asked, change);
    }
    Template template = asked.template();
    if (template == null || asked.cancelled() || !binding(asked.request())) {
      return;
    }
    List<Kept.Stand> matches = new ArrayList<>();
    for (Kept kept : truth.tokens()) {
      for (Kept.Stand stand : kept.stands()) {
        if (stand.touched() > asked.begun()
            && since(stand, asked) < asked.ended()
            && !transacted(stand.tuple())
            && template.matches(stand.tuple())
            && !(asked.takes() && perhapsHeld(stand.tuple(), asked))) {
          matches.add(stand);
        }
      }
    }
    for (Kept.Stand stand : matches) {
      Broken.unless(
          since(stand, asked) >= asked.begun() || stand.touched() <= asked.ended(),
          "%s was told none; there was %s",
          asked,
          stand);
    }
    if (strict(asked.request())) {
      gap(asked, matches);
    }
  }

  private static long since(Kept.Stand stand, Asked asked) {
    return asked.session() ? stand.told(asked.client()) : stand.acknowledged();
  }

  private void missing(Asked asked, Request.OnToken change) {
    Kept kept = truth.find(change.token());
    Broken.unless(
        kept == null
            || kept.left() <= asked.ended()
            || kept.stands().get(0).acknowledged() >= asked.begun(),
        "%s was told that it is not there: %s",
        asked,
        kept);
  }

  /** No log says when transactions have locked what they move. */
  static boolean transacted(Tuple tuple) {
    return tuple.type().equals(TransactionClient.ACCOUNT)
        || tuple.type().equals(TransactionClient.NOTE);
  }

  private static boolean binding(Request request) {
    return request instanceof Request.ReadIfExists read
        ? read.consistency() != Consistency.LOOSE
        : request instanceof Request.TakeIfExists;
  }

  private static boolean strict(Request request) {
    return request instanceof Request.ReadIfExists read
        ? read.consistency() == Consistency.STRICT
        : request instanceof Request.TakeIfExists take && take.consistency() == Consistency.STRICT;
  }

  /** There must have been a step at which none of them was there. */
  private static void gap(Asked asked, List<Kept.Stand> matches) {
    matches.sort(Comparator.comparingLong(Kept.Stand::acknowledged));
    long covered = asked.begun();
    for (Kept.Stand stand : matches) {
      if (stand.acknowledged() > covered) {
        return;
      }
      covered = Math.max(covered, stand.touched());
    }
    Broken.unless(
        covered <= asked.ended(), "%s was told none; there was always one of %s", asked, matches);
  }

  private boolean perhapsHeld(Tuple tuple, Asked asked) {
    for (Asked other : all) {
      Template template = other.template();
      if (other != asked
          && other.request() instanceof Request.Take
          && other.begun() <= asked.ended()
          && template != null
          && template.matches(tuple)) {
        return true;
      }
    }
    return false;
  }
}
