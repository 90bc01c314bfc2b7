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
 * acknowledged to the one at which a take or an expiry of it was first appended; and not at all for
 * a take, if somebody else may have had it held meanwhile.
 */
final class Absence {
  private final Truth truth;
  private final List<Asked> all;

  Absence(Truth truth, List<Asked> all) {
    this.truth = truth;
    this.all = all;
  }

  /** An operation was told that nothing matches. */
  void check(Asked asked) {
    Template template = asked.template();
    if (template == null || asked.cancelled() || !binding(asked.request())) {
      return;
    }
    List<Truth.Kept> matches = new ArrayList<>();
    for (Truth.Kept kept : truth.tokens()) {
      if (kept.touched() > asked.begun()
          && kept.acknowledged() < asked.ended()
          && template.matches(kept.tuple())
          && !(asked.takes() && perhapsHeld(kept.tuple(), asked))) {
        matches.add(kept);
      }
    }
    for (Truth.Kept kept : matches) {
      Broken.unless(
          kept.acknowledged() >= asked.begun() || kept.touched() <= asked.ended(),
          "%s was told none; there was %s",
          asked,
          kept);
    }
    if (strict(asked.request())) {
      gap(asked, matches);
    }
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
  private static void gap(Asked asked, List<Truth.Kept> matches) {
    matches.sort(Comparator.comparingLong(Truth.Kept::acknowledged));
    long covered = asked.begun();
    for (Truth.Kept kept : matches) {
      if (kept.acknowledged() > covered) {
        return;
      }
      covered = Math.max(covered, kept.touched());
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
